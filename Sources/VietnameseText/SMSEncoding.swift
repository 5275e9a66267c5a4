/// How a text travels as an SMS: the alphabet it needs and how many segments it costs.
package struct SMSSize: Sendable, Equatable {
    package enum Alphabet: String, Sendable {
        /// 7-bit default alphabet of 3GPP TS 23.038: 160 septets alone, 153 in each joined part.
        case gsm7 = "GSM-7"
        /// 16-bit units: 70 alone, 67 in each joined part. Nearly every marked Vietnamese letter forces it.
        case ucs2 = "UCS-2"

        /// Units of a text that fits into one segment.
        package var aloneUnits: Int { self == .gsm7 ? 160 : 70 }
        /// Units in each of several segments.
        package var joinedUnits: Int { self == .gsm7 ? 153 : 67 }
    }

    package var alphabet: Alphabet
    /// Septets in GSM-7, UTF-16 units in UCS-2.
    package var units: Int
    /// What the operator bills; an empty text still costs one.
    package var segments: Int
}

/// Counts SMS segments as phones and operators do.
package enum SMSEncoding {
    /// The basic GSM table as code points; the escape itself is no character.
    private static let basic: Set<Unicode.Scalar> = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
    /// Characters behind the escape; each costs two septets.
    private static let extended: Set<Unicode.Scalar> = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    /// Septets of each ASCII character, 0 for what the alphabet lacks; nearly all of a text without marks is ASCII.
    private static let ascii: [UInt8] = (0..<128).map { code in
        let scalar = Unicode.Scalar(UInt8(code))
        return basic.contains(scalar) ? 1 : extended.contains(scalar) ? 2 : 0
    }

    package static func size(of text: String) -> SMSSize {
        var septets: [Int] = []
        septets.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII, case let known = Int(ascii[Int(scalar.value)]), known > 0 {
                septets.append(known)
            } else if basic.contains(scalar) {
                septets.append(1)
            } else if extended.contains(scalar) {
                septets.append(2)
            } else {
                return ucs2Size(of: text)
            }
        }
        return size(in: .gsm7, widths: septets)
    }

    package static func isGSM7(_ text: String) -> Bool { size(of: text).alphabet == .gsm7 }

    private static func ucs2Size(of text: String) -> SMSSize {
        size(in: .ucs2, widths: text.unicodeScalars.map { $0.value > 0xFFFF ? 2 : 1 })
    }

    private static func size(in alphabet: SMSSize.Alphabet, widths: [Int]) -> SMSSize {
        let total = widths.reduce(0, +)
        let segments = total <= alphabet.aloneUnits ? 1 : parts(of: widths, limit: alphabet.joinedUnits)
        return SMSSize(alphabet: alphabet, units: total, segments: segments)
    }

    /// Parts needed when a character of several units may not be cut.
    private static func parts(of widths: [Int], limit: Int) -> Int {
        var parts = 1
        var used = 0
        for width in widths {
            if used + width > limit {
                parts += 1
                used = 0
            }
            used += width
        }
        return parts
    }
}
