/// What one execution gives to a door; a file of finds holds one.
package enum FuzzInput: Sendable, Equatable, Codable {
    /// For readers of files and bodies alone.
    case bytes(Bytes)
    case text(String)
    case call(FuzzCall)
    case conversation([FuzzLine])
}

/// Bytes that a file shows as text where they are one, else in hexadecimal.
package struct Bytes: Sendable, Equatable, Codable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    private enum CodingKeys: String, CodingKey { case text, hex }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            bytes = Array(text.utf8)
        } else {
            let digits = Array(try container.decode(String.self, forKey: .hex).utf8)
            bytes = stride(from: 0, to: digits.count - 1, by: 2).map { place in
                UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) ?? 0
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let text = String(validating: bytes, as: UTF8.self), Array(text.utf8) == bytes {
            try container.encode(text, forKey: .text)
        } else {
            let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            try container.encode(hex, forKey: .hex)
        }
    }
}

/// A provider's call; where it is signed, the proof is made when it is played, so that a smaller body has one too.
package struct FuzzCall: Sendable, Equatable, Codable {
    /// One of the ids in ``FuzzGateway/channels``.
    package var channel: String
    package var method: String
    /// As it stands in the address, without the proof.
    package var query: String
    package var headers: [Header]
    package var body: Bytes
    package var isSigned: Bool

    package struct Header: Sendable, Equatable, Codable {
        package var name: String
        package var value: String
    }
}

/// One message of a conversation.
package struct FuzzLine: Sendable, Equatable, Codable {
    /// `{{answer}}` in it is played as the answer that came last.
    package var text: String
    /// Seconds since the line before.
    package var wait: Double
    /// The raw value of a kind of message; nil for words.
    package var kind: String?

    package init(text: String, wait: Double, kind: String? = nil) {
        self.text = text
        self.wait = wait
        self.kind = kind
    }
}
