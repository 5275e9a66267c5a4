/// Finds out what bytes say, whatever their label says: nothing that can be read stays unread.
///
/// A byte order mark wins; then bytes that plainly are another encoding than their label; then the label; then whichever
/// encoding gives the most Vietnamese. What stands for nothing becomes U+FFFD, and the rest of the text is kept.
package enum Charsets {
    /// The text of bytes under a label such as that of a content type.
    ///
    /// - Parameter label: any spelling of a name; nil or unknown for a guess by the bytes alone.
    package static func text(_ bytes: [UInt8], label: String? = nil) -> String {
        text(bytes, labelled: label.flatMap(Charset.init(label:)))
    }

    /// The text of bytes of which nobody knows anything, for showing what was set aside.
    package static func guess(_ bytes: [UInt8]) -> String { text(bytes, labelled: nil) }

    /// Whether bytes that are said to be no text are one all the same: whole UTF-8 or UTF-16 without controls.
    package static func isPlainlyText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        let text = text(bytes, labelled: nil)
        let isRead = order(of: bytes, labelled: nil) != nil || String(validating: bytes, as: UTF8.self) != nil
        return isRead
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0xFFFD
                    || $0 == "\n" || $0 == "\r" || $0 == "\t"
            }
    }

    private static func text(_ bytes: [UInt8], labelled label: Charset?) -> String {
        if label != .gsm7, let text = FourByteText.text(bytes) { return text }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Charset.utf8.text(Array(bytes.dropFirst(3))) }
        if bytes.starts(with: [0xFE, 0xFF]) { return marked(.utf16BE, Array(bytes.dropFirst(2))) }
        if bytes.starts(with: [0xFF, 0xFE]) { return marked(.utf16LE, Array(bytes.dropFirst(2))) }
        if let order = order(of: bytes, labelled: label) { return order.text(bytes) }
        if let utf8 = String(validating: bytes, as: UTF8.self) {
            // Seven bits are GSM's own signs where they are said to be.
            return label == .gsm7 && bytes.allSatisfy { $0 < 0x80 } ? Charset.gsm7.text(bytes) : utf8
        }
        return mostVietnamese(bytes, labelled: label)
    }

    // MARK: - UTF-16

    /// Bytes behind a mark of their order, unless all of them plainly are of the other: then the mark is U+FFFE, a sign of
    /// nothing in front of a text.
    private static func marked(_ order: Charset, _ bytes: [UInt8]) -> String {
        let (big, little) = (Likeness(bytes, high: 0).fitting, Likeness(bytes, high: 1).fitting)
        let (marked, other) = order == .utf16BE ? (big, little) : (little, big)
        let units = bytes.count / 2
        guard units >= 4, other * 4 >= units * 3, marked * 2 < units else { return order.text(bytes) }
        return "\u{FFFD}" + (order == .utf16BE ? Charset.utf16LE : .utf16BE).text(bytes)
    }

    /// The order of UTF-16, where bytes are that by their label or plainly.
    private static func order(of bytes: [UInt8], labelled label: Charset?) -> Charset? {
        let isLabelled = label == .utf16BE || label == .utf16LE
        guard bytes.count >= 2 else { return isLabelled ? label : nil }
        let units = bytes.count / 2
        let (big, little) = (Likeness(bytes, high: 0), Likeness(bytes, high: 1))
        // Whole units of one byte each: the letters of a text without marks, or its spaces and consonants.
        let isBig = big.fitting * 10 >= units * 9 && big.plain * 4 >= units
        let isLittle = little.fitting * 10 >= units * 9 && little.plain * 4 >= units
        if label == .gsm7 {
            // There a zero is @, so that all must be letters with a zero beside them.
            let most = max(big.plain, little.plain)
            guard most == units || most * 2 >= units && units >= 4 else { return nil }
        }
        guard isLabelled else {
            if isBig, big.fitting >= little.fitting { return .utf16BE }
            return isLittle ? .utf16LE : nil
        }
        if label == .utf16BE, isLittle, big.fitting * 2 < units { return .utf16LE }
        if label == .utf16LE, isBig, little.fitting * 2 < units { return .utf16BE }
        // Signs of one byte each that mean nothing in pairs: a text that was never UTF-16.
        if big.fitting * 2 < units, little.fitting * 2 < units, isPrintable(bytes) { return nil }
        return label
    }

    /// How much pairs of bytes look like Vietnamese in UTF-16.
    private struct Likeness {
        /// Units in the blocks of Latin letters, marks, punctuation and pictures.
        var fitting = 0
        /// Units of ASCII.
        var plain = 0

        init(_ bytes: [UInt8], high: Int) {
            for index in stride(from: 0, to: bytes.count - 1, by: 2) {
                switch bytes[index + high] {
                case 0x00:
                    fitting += 1
                    if bytes[index + 1 - high] < 0x80, bytes[index + 1 - high] > 0 { plain += 1 }
                case 0x01, 0x02, 0x03, 0x1E, 0x20, 0x26, 0x27, 0x2B, 0xD8...0xDF, 0xFE: fitting += 1
                default: break
                }
            }
        }
    }

    private static func isPrintable(_ bytes: [UInt8]) -> Bool {
        let printable = bytes.count { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 >= 0x80 }
        return printable == bytes.count && (String(validating: bytes, as: UTF8.self) != nil || isCutAtItsEnds(bytes))
    }

    // MARK: - One byte for each sign

    /// So many bytes tell what a text is written in.
    private static let sample = 400
    /// The old encodings that look like Latin are undone in texts of so many bytes at most.
    private static let longestLegacy = 4000

    /// Of bytes that are no whole UTF-8: what gives the most Vietnamese words and the fewest strange signs.
    private static func mostVietnamese(_ bytes: [UInt8], labelled label: Charset?) -> String {
        let utf8 = Charset.utf8.text(bytes)
        let mayBeUTF8 = label == nil || label == .utf8 || label == .gsm7
        if mayBeUTF8, isCutAtItsEnds(bytes) { return utf8 }
        // Where most letters beyond ASCII are UTF-8, a byte was lost, such as at the border of two parts.
        let lost = utf8.unicodeScalars.count { $0.value == 0xFFFD }
        let whole = utf8.unicodeScalars.count { $0.value >= 0x80 && $0.value != 0xFFFD }
        if whole > 0, whole >= lost { return utf8 }

        var charsets: [Charset] = [.windows1252, .windows1258, .viscii]
        if let label, charsets.contains(label) || label == .latin9 {
            charsets.removeAll { $0 == label }
            charsets.insert(label, at: 0)
        }
        let sample = Array(bytes.prefix(Self.sample))
        var best: (text: ([UInt8]) -> String, score: Int) = (charsets[0].text, score(of: charsets[0].text(sample)))
        if mayBeUTF8 {
            // A single word is too little to overrule the label.
            best = (Charset.utf8.text, score(of: Charset.utf8.text(sample)) + (label == .utf8 ? 3 : 0))
        }
        for charset in charsets {
            let score = score(of: charset.text(sample))
            if score > best.score { best = (charset.text, score) }
        }
        if bytes.count <= longestLegacy, score(of: legacy(sample)) > best.score { best.text = legacy }
        return best.text(bytes)
    }

    private static func legacy(_ bytes: [UInt8]) -> String {
        let text = Charset.windows1252.text(bytes)
        return LegacyEncoding.decoded(text)?.text ?? text
    }

    /// Whether bytes are UTF-8 but for half a letter at their begin or end, as of a text that was cut.
    private static func isCutAtItsEnds(_ bytes: [UInt8]) -> Bool {
        let isTail = { (byte: UInt8) in byte & 0xC0 == 0x80 }
        var rest = bytes[...]
        while rest.count > bytes.count - 3, let first = rest.first, isTail(first) { rest.removeFirst() }
        var tails = 0
        while tails < 3, let last = rest.last, isTail(last) {
            rest.removeLast()
            tails += 1
        }
        if let last = rest.last, last >= 0xC0 {
            rest.removeLast()
        } else if tails > 0 {
            return false
        }
        return String(validating: rest, as: UTF8.self) != nil
    }

    /// Words with marks that are Vietnamese, less those that are none.
    private static func score(of text: String) -> Int {
        var score = 0
        for chunk in text.split(whereSeparator: { $0.isWhitespace || ".,;:?!()\"'-/".contains($0) }) {
            guard chunk.unicodeScalars.contains(where: { $0.value >= 0x80 }) else { continue }
            let words = Words(String(chunk)).words
            let isClean = chunk.unicodeScalars.allSatisfy { scalar in
                // Eth is read as đ elsewhere, but here it tells Windows-1252 from Windows-1258.
                scalar != "ð" && scalar != "Ð"
                    && (scalar.value < 0x80 || LetterTable.letter(for: scalar) != nil
                        || LetterTable.combiningMark(scalar) != nil)
            }
            score += isClean && words.count == 1 && Syllable.isSyllable(words[0]) ? 2 : -1
        }
        return score
    }
}
