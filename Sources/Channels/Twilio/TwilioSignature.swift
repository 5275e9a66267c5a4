import Foundation
import LibCrypto

/// Twilio's signature of a webhook call.
///
/// It covers the address that Twilio called and, of a form, each field by name with its values; of any other body, the
/// address holds the digest as `bodySHA256`. Twilio is not steady about the port in the address, so both forms pass.
package enum TwilioSignature {
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
    package static func make(url: String, fields: [(String, String)], token: String) -> String {
        make(url: url, form: FormFields(fields), key: token, .hmacSHA1)
    }

    static func make(url: String, form: FormFields, key: String, _ algorithm: Algorithm) -> String {
        var data = Array(url.utf8)
        // By bytes, as Twilio sorts and signs them; a value that repeats under its name counts once.
        let fields = form.bytes.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        for (index, field) in fields.enumerated() where index == 0 || field != fields[index - 1] {
            data += field.name + field.value
        }
        let key = Array(key.utf8)
        return Base64.encode(algorithm == .hmacSHA1 ? hmacSHA1(key: key, data: data) : hmacSHA256(key: key, data: data))
    }

    /// Whether one of the keys made the signature, over the address with or without its port.
    static func isRight(
        _ signature: String, url: String, form: FormFields, keys: [String], _ algorithm: Algorithm
    ) -> Bool {
        var right = false
        for url in spellings(of: url).flatMap(addresses) {
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

    /// The address as it was called and, of its query, with the signs that need no escape all plain or all escaped.
    ///
    /// `a@b:1` and `a%40b%3A1` are one value, and Twilio signs one spelling and may call with the other.
    static func spellings(of url: String) -> [String] {
        guard let mark = url.firstIndex(of: "?") else { return [url] }
        let (head, query) = (url[...mark], url[url.index(after: mark)...])
        var plain: [UInt8] = []
        var escaped: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        var rest = Array(query.utf8)[...]
        while let byte = rest.popFirst() {
            let hidden =
                byte == UInt8(ascii: "%") ? FormFields.decoded(([byte] + rest.prefix(2))[...], plusIsSpace: false) : []
            let shown = hidden.count == 1 ? hidden[0] : byte
            guard free.contains(shown) else {
                plain.append(byte)
                escaped.append(byte)
                continue
            }
            if hidden.count == 1 { rest = rest.dropFirst(2) }
            plain.append(shown)
            escaped += [UInt8(ascii: "%"), digits[Int(shown >> 4)], digits[Int(shown & 15)]]
        }
        var spellings = [url]
        for query in [plain, escaped] {
            let spelling = String(head) + String(decoding: query, as: UTF8.self)
            if !spellings.contains(spelling) { spellings.append(spelling) }
        }
        return spellings
    }

    /// Signs that may stand in a query as they are.
    private static let free = Set("@:/,;!'()*$".utf8)
}
