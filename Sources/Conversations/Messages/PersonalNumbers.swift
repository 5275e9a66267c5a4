import VietnameseText

/// Masks citizen numbers so that they stand nowhere but in the encrypted original.
///
/// A number is found by what it is, whatever stands beside it: twelve digits, the first three of which are the code of a
/// province (001 to 096, circular 59/2021/TT-BCA, also where provinces were merged since), in any groups and any digits.
/// See `PersonalNumberFinder` for what is told apart from it.
public enum PersonalNumbers {
    /// The text with every citizen number shortened to its last three digits: `*********123`.
    ///
    /// Masking a second time changes nothing. Where a text has its letters written as escapes (`&#48;`, `%30`, UCS-2 in
    /// hex, encoded words of e-mail) and hides a number in them, what is kept is the readable text, masked.
    public static func masked(_ text: String) -> String {
        guard mayHoldNumber(text) else { return text }
        // A dump in hex is long runs of digits itself, and tells only when it is read.
        if let readable = HexDump.decoded(text) { return keptOrReadable(text, readable) }
        var text = text
        if text.contains("=?"), let readable = EncodedWords.decoded(text) { text = keptOrReadable(text, readable) }
        var masked = maskedAsItIs(text)
        for _ in 0..<rounds {
            guard let readable = EscapedText.decoded(masked) else { break }
            masked = keptOrReadable(masked, readable)
        }
        return masked
    }

    /// How often escapes in escapes are undone.
    private static let rounds = 2

    /// A text as it is, or what it says, masked, where that holds a number.
    private static func keptOrReadable(_ text: String, _ readable: String) -> String {
        let masked = maskedAsItIs(readable)
        return masked.utf8.elementsEqual(readable.utf8) ? text : masked
    }

    private static func maskedAsItIs(_ text: String) -> String {
        let signs = NumberSigns(text)
        let hidden = PersonalNumberFinder(signs).hidden
        guard !hidden.isEmpty else { return text }
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

    /// A quick look: a text has few digits, no signs with which digits of other shapes begin, and no encoded word.
    private static func mayHoldNumber(_ text: String) -> Bool {
        var digits = 0
        var previous: UInt8 = 0
        return text.hasByte { byte in
            defer { previous = byte }
            if byte &- 0x30 < 10 {
                digits += 1
                return digits >= PersonalNumberFinder.shortest
            }
            if byte == UInt8(ascii: "?") { return previous == UInt8(ascii: "=") }
            if byte < 0xC2 { return previous == 0xE1 && !(0xB8...0xBB).contains(byte) }
            return !(0xC3...0xC6).contains(byte) && byte != 0xCC && byte != 0xE1
        }
    }
}
