/// The codes of an authenticator: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is all that every one of them knows.
package enum OneTimeCode {
    package static let step: Int64 = 30
    package static let digits = 6

    /// The code of a step of time, counted from 1970.
    package static func code(secret: [UInt8], step: Int64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let mac = hmacSHA1(key: secret, data: counter)
        // RFC 4226, 5.3: the last four bits say which four bytes count.
        let place = Int(mac[mac.count - 1] & 15)
        let value = mac[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(value % 1_000_000)
        return String(repeating: "0", count: digits - text.count) + text
    }
}

/// Bytes in base32 without padding, the alphabet of RFC 4648 section 6, as authenticators take their secrets.
package enum Base32 {
    package static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (text, held, bits): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(held >> bits & 31)])
            }
            held &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[Int(held << (5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
