import Foundation
import LibCrypto

/// Standard Webhooks 1.0.0, its symmetric signature `v1`: HMAC-SHA256 over `id.timestamp.body`.
package struct StandardWebhooksSignature: Sendable {
    /// The live secrets; the first one signs.
    let keys: [[UInt8]]

    package init(keys: [[UInt8]]) { self.keys = keys }

    /// The bytes of a secret written as `whsec_` and base64; nil unless they are 24 to 64.
    package static func key(of secret: String) -> [UInt8]? {
        guard secret.hasPrefix("whsec_") else { return nil }
        let base64 = secret.dropFirst(6)
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let bytes = Base64.decode(base64 + padding), (24...64).contains(bytes.count) else { return nil }
        return bytes
    }

    /// The header for a body of ours.
    package func header(id: String, timestamp: Int64, body: [UInt8]) -> String {
        keys.map { "v1," + Self.mac(key: $0, id: id, timestamp: String(timestamp), body: body) }.joined(separator: " ")
    }

    /// Whether any signature in the header is one of ours; versions other than v1 are passed over.
    func isRight(header: String, id: String, timestamp: String, body: [UInt8]) -> Bool {
        let expected = keys.map { Self.mac(key: $0, id: id, timestamp: timestamp, body: body) }
        var right = false
        for item in header.split(separator: " ") where item.hasPrefix("v1,") {
            for mac in expected where constantTimeEqual(String(item.dropFirst(3)), mac) { right = true }
        }
        return right
    }

    private static func mac(key: [UInt8], id: String, timestamp: String, body: [UInt8]) -> String {
        Base64.encode(hmacSHA256(key: key, data: Array("\(id).\(timestamp).".utf8) + body))
    }
}
