import Foundation

/// An input under which an invariant did not hold, with what is needed to play it again; a file under `Tests/FuzzCorpus/finds`.
public struct FindFile: Sendable, Codable {
    /// What plays it again.
    public var replay: String
    public var door: String
    public var invariant: Invariant
    public var detail: String
    /// The run that found it.
    public var seed: UInt64
    public var index: Int
    public var input: FuzzInput

    public static func load(path: String) throws -> FindFile {
        try JSONDecoder().decode(FindFile.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    func write(path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
    }
}
