import Foundation
import LibCrypto

/// Twilio's signature of a webhook call.
///
/// It covers the address that Twilio called and, of a form, each field by name with its values; of any other body, the
/// address holds the digest as `bodySHA256`. Twilio is not steady about the port in the address, so both forms pass.
public enum TwilioSignature {
    enum Algorithm: Sendable {
        /// With the account's auth token.
        case hmacSHA1
        /// With a shared key; the header X-Twilio-Webhooks-Signature-Settings names it.
        case hmacSHA256
    }

    /// The algorithm that the settings header names; nil for one that is unknown here.
    static func algorithm(in settings: String?) -> Algorithm? {
        for part in (settings ?? "").split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2, pair[0] == "algorithm" else { continue }
            switch pair[1].uppercased() {
            case "HMAC_SHA1": return .hmacSHA1
            case "HMAC_SHA256": return .hmacSHA256
            default: return nil
            }
        }
        return .hmacSHA1
    }

    /// The signature with an auth token, for whoever plays Twilio.
    public static func make(url: String, fields: [(String, String)], token: String) -> String {
        make(url: url, form: FormFields(fields), key: token, .hmacSHA1)
    }

    static func make(url: String, form: FormFields, key: String, _ algorithm: Algorithm) -> String {
        var text = url
        var values: [String: Set<String>] = [:]
        for field in form.fields { values[field.name, default: []].insert(field.value) }
        for (name, values) in values.sorted(by: { inOrder($0.key, $1.key) }) {
            for value in values.sorted(by: inOrder) { text += name + value }
        }
        let key = Array(key.utf8)
        let data = Array(text.utf8)
        return Base64.encode(algorithm == .hmacSHA1 ? hmacSHA1(key: key, data: data) : hmacSHA256(key: key, data: data))
    }

    /// Whether one of the keys made the signature, over the address with or without its port.
    static func isRight(
        _ signature: String, url: String, form: FormFields, keys: [String], _ algorithm: Algorithm
    ) -> Bool {
        var right = false
        for url in addresses(of: url) {
            for key in keys where constantTimeEqual(signature, make(url: url, form: form, key: key, algorithm)) {
                right = true
            }
        }
        return right
    }

    /// The address without a port and with one: its own, or that of its scheme.
    static func addresses(of url: String) -> [String] {
        guard let start = url.range(of: "://")?.upperBound else { return [url] }
        let end = url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        let authority = url[start..<end]
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let host = authority[..<(colon ?? authority.endIndex)]
        let port = colon.map { authority[$0...] } ?? (url.hasPrefix("https") ? ":443" : ":80")
        return [String(url[..<start] + host + url[end...]), String(url[..<start] + host + port + url[end...])]
    }

    /// By bytes, as Twilio sorts; Swift's own order of texts follows canonical equivalence.
    private static func inOrder(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
