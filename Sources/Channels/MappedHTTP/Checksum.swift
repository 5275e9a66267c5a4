import CheckedYAML
import Foundation
import LibCrypto

/// A provider's recipe for a signature: an algorithm, the text it is taken over, and how the digest is written.
struct Checksum: Sendable {
    enum Algorithm: String, Sendable, CaseIterable {
        case md5
        case sha256
        case hmacSHA256 = "hmac-sha256"
    }

    enum Output: String, Sendable, CaseIterable {
        case hex
        case base64
    }

    var algorithm: Algorithm
    var output: Output
    var over: TextTemplate

    static let keys = ["algorithm", "output", "over"]

    /// Reads the recipe; a digest that anybody could make, because no secret is in it, is refused.
    init(_ entry: YAMLEntry, names: [String], places: Bool) throws(FileProblem) {
        algorithm = try entry.entry("algorithm").oneOf(Algorithm.self)
        output = try entry.entry("output").oneOf(Output.self)
        let overEntry = try entry.entry("over")
        over = try TextTemplate(overEntry, names: names, places: places)
        if algorithm != .hmacSHA256, !over.names.contains("secret") {
            throw overEntry.problem("it holds no secret, so anybody could make the digest", mend: "add ${secret}")
        }
    }

    /// The digest as text; nil where libcrypto forbids the algorithm.
    ///
    /// - Parameter value: the bytes that stand for a name, as they came: a signature over bytes that are no text is right too.
    func text(secret: String, _ value: (String) -> [UInt8]?) -> String? {
        let data = over.bytes(value)
        let digest: [UInt8]?
        switch algorithm {
        case .md5: digest = md5(data)
        case .sha256: digest = sha256(data)
        case .hmacSHA256: digest = hmacSHA256(key: Array(secret.utf8), data: data)
        }
        return digest.map { output == .hex ? Hex.encode($0) : Base64.encode($0) }
    }

    /// Whether the given text is the digest; hexadecimal digits may be of either case.
    func matches(_ given: String, secret: String, _ value: (String) -> [UInt8]?) -> Bool {
        guard let expected = text(secret: secret, value) else { return false }
        return constantTimeEqual(output == .hex ? given.lowercased() : given, expected)
    }
}
