import VietnameseText

/// Masks citizen numbers so that they stand nowhere but in the encrypted original.
///
/// A number is found by what it is, whatever stands beside it: twelve digits, the first three of which are the code of a
/// province (001 to 096, circular 59/2021/TT-BCA, also where provinces were merged since), in any groups and any digits.
/// See `PersonalNumberFinder` for what is told apart from it.
package enum PersonalNumbers {
    /// How many digits a citizen number has.
    static let length = 12

    /// The text with every citizen number shortened to its last three digits: `*********123`.
    ///
    /// Masking a second time changes nothing. Where a text has its letters written as escapes (`&#48;`, `%30`, UCS-2 in
    /// hex, encoded words of e-mail) and hides a number in them, what is kept is the readable text, masked; so it is where the
    /// digits of a dump in hex would themselves read as a number.
    package static func masked(_ text: String) -> String {
        guard mayHoldNumber(text) else { return text }
        // What is kept, and what it says with one more layer of escapes undone.
        var (kept, said) = (text, text)
        for _ in 0..<mostLayers {
            let masked = maskedAsItIs(said)
            if let readable = HexDump.decoded(said) {
                // The stars would leave nothing of it to be read.
                if masked != nil { kept = readable }
                said = readable
                continue
            }
            if let masked { (kept, said) = (masked, masked) }
            guard let readable = unescaped(said) else { return kept }
            said = readable
        }
        // No program escapes a text so often; what it hides is not looked for.
        return withoutDigits(kept)
    }

    /// The text with its escapes or encoded words undone; nil where it has none.
    private static func unescaped(_ text: String) -> String? {
        let hasWords = text.firstIndex(of: UInt8(ascii: "="), before: UInt8(ascii: "?")) != nil
        return (hasWords ? EncodedWords.decoded(text) : nil) ?? EscapedText.decoded(text)
    }

    /// How often escapes in escapes are undone.
    private static let mostLayers = 6

    /// The text as it stands there, masked; nil where it holds no number.
    private static func maskedAsItIs(_ text: String) -> String? {
        var masked: String?
        // Digits beside a number that was masked may be read otherwise without it.
        for _ in 0..<mostPasses {
            let text = masked ?? text
            let signs = NumberSigns(text)
            let hidden = PersonalNumberFinder(signs).hidden
            guard !hidden.isEmpty else { return masked }
            masked = hiding(hidden, signs, in: text)
        }
        return masked.map(withoutDigits)
    }

    private static func withoutDigits(_ text: String) -> String {
        let signs = NumberSigns(text)
        return hiding(signs.bytes.indices.filter { NumberSigns.isDigit(signs.bytes[$0]) }, signs, in: text)
    }

    private static let mostPasses = 4

    /// A text with stars in the place of some of its signs.
    private static func hiding(_ hidden: [Int], _ signs: NumberSigns, in text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var next = 0
        for index in hidden {
            let place = signs.offset(of: index)
            // One sign may stand for two digits, as ⑫ does.
            guard place >= next else { continue }
            result += bytes[next..<place]
            result.append(UInt8(ascii: "*"))
            next = place + width(of: bytes[place])
        }
        result += bytes[next...]
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes of a scalar, by its first.
    private static func width(of byte: UInt8) -> Int {
        switch byte {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }

    /// A quick look: a text has few digits between two letters, no signs with which digits of other shapes begin, and no
    /// escapes or encoded words.
    ///
    /// A letter parts digits from one another, but for those that look like digits and those of escapes. So the many numbers
    /// of a stored understanding are none that could be a citizen's.
    private static func mayHoldNumber(_ text: String) -> Bool {
        var (digits, letters, all) = (0, 0, 0)
        var hasEscapes = false
        var previous: UInt8 = 0
        let isSure = text.hasByte { byte in
            defer { previous = byte }
            switch byte {
            case 0x30...0x39:
                digits += 1
                all += 1
                return digits + letters >= PersonalNumberFinder.shortest
                    && digits >= PersonalNumberFinder.fewestDigits
            case UInt8(ascii: "?"): return previous == UInt8(ascii: "=")
            case UInt8(ascii: "&"), UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "="): hasEscapes = true
            case UInt8(ascii: "O"), UInt8(ascii: "o"), UInt8(ascii: "l"), UInt8(ascii: "I"):
                letters += 1
                return digits + letters >= PersonalNumberFinder.shortest
                    && digits >= PersonalNumberFinder.fewestDigits
            case 0x41...0x5A, 0x61...0x7A: (digits, letters) = (0, 0)
            case ..<0xC2: return previous == 0xE1 && !(0xB8...0xBB).contains(byte)
            default: return !(0xC3...0xC6).contains(byte) && byte != 0xCC && byte != 0xE1
            }
            return false
        }
        return isSure || hasEscapes && all >= PersonalNumberFinder.shortest
    }
}
