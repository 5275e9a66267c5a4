/// Texts of which the bytes arrived written in hex: `006B00680061006900200073` (UCS-2, as modems and gateways show it),
/// `6B 68 61 69`, `\x6B\x68`, also with `0x` or `U+` before each number.
package enum HexDump {
    /// The text with its dumps read; nil where it has none.
    ///
    /// A run counts only where all of it is letters, signs and digits of Vietnamese texts, with letters among them: telephone
    /// numbers, codes and ids are none.
    package static func decoded(_ text: String) -> String? {
        guard mayHold(text) else { return nil }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var changed = false
        var index = 0
        // A run that says nothing from its begin on is tried from few of its later numbers, so that long ones cost little.
        var tried = (until: 0, times: 0)
        while index < bytes.count {
            if index >= tried.until { tried = (0, 0) }
            let run =
                (index == 0 || !isWordByte(bytes[index - 1])) && tried.times < mostTries
                ? dump(at: index, in: bytes) : nil
            if let run, let words = run.text {
                result += words.utf8
                changed = true
                index = run.end
                tried = (0, 0)
            } else {
                if let run { tried = (max(tried.until, run.end), tried.times + 1) }
                result.append(bytes[index])
                index += 1
                // A dump begins where a word does.
                while index < bytes.count, isWordByte(bytes[index]), isWordByte(bytes[index - 1]) {
                    result.append(bytes[index])
                    index += 1
                }
            }
        }
        return changed ? String(decoding: result, as: UTF8.self) : nil
    }

    /// The shortest dumps, in digits: of UCS-2, and of single bytes.
    private static let shortest = (wide: 16, narrow: 8)

    /// From how many numbers of one run it is tried to read it.
    private static let mostTries = 4

    /// The value of a digit in hex.
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// A quick look: a text of words has few digits of hex in a row, spaces aside.
    private static func mayHold(_ text: String) -> Bool {
        var run = 0
        return text.hasByte { byte in
            if digit(byte) != nil { run += 1 } else if !isGap(byte) { run = 0 }
            return run >= shortest.narrow
        }
    }

    /// White space, a comma, and what stands in front of a number: `\x`, `0x`, `\u`, `U+`.
    private static func isGap(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x2B, 0x2C, 0x5C, 0x55, 0x58, 0x75, 0x78: true
        default: false
        }
    }
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte > 0x7F
    }

    /// What the numbers from a place on say, nil for nothing, and where they end; nil where no number stands.
    private static func dump(at start: Int, in bytes: [UInt8]) -> (text: String?, end: Int)? {
        var values: [UInt8] = []
        var ends: [Int] = []
        var index = start
        var unit = 0
        while index < bytes.count {
            let begin = behindPrefix(index, in: bytes)
            var end = begin
            while end < bytes.count, digit(bytes[end]) != nil { end += 1 }
            let count = end - begin
            guard count >= 2, count % 2 == 0, end == bytes.count || !isWordByte(bytes[end]) || bytes[end] == 0x5C else {
                break
            }
            // Numbers with gaps between are of one length; only the last may be cut.
            guard unit == 0 || count <= unit else { break }
            if unit == 0 { unit = count }
            var place = begin
            while place < end, let high = digit(bytes[place]), let low = digit(bytes[place + 1]) {
                values.append(high << 4 | low)
                place += 2
            }
            ends.append(end)
            index = end
            if count < unit { break }
            while index < bytes.count, index - end < 2, bytes[index] == 0x20 || ",\r\n".utf8.contains(bytes[index]) {
                index += 1
            }
        }
        guard let end = ends.last else { return nil }
        if values.count * 2 >= shortest.wide, let text = wide(values) { return (text, end) }
        let hasLetter = bytes[start..<end].contains { digit($0) ?? 0 > 9 }
        if values.count * 2 >= shortest.narrow, hasLetter, let text = String(validating: values, as: UTF8.self),
            isPlausible(text)
        {
            return (text, end)
        }
        return (nil, end)
    }

    /// Behind `\x`, `0x`, `\u` or `U+`.
    private static func behindPrefix(_ start: Int, in bytes: [UInt8]) -> Int {
        guard start + 1 < bytes.count else { return start }
        switch (bytes[start], bytes[start + 1]) {
        case (0x5C, 0x78), (0x5C, 0x58), (0x30, 0x78), (0x30, 0x58), (0x5C, 0x75), (0x55, 0x2B), (0x75, 0x2B):
            return start + 2
        default: return start
        }
    }

    /// UTF-16 in either order, without a byte that is left over at the end of a text that was cut.
    private static func wide(_ bytes: [UInt8]) -> String? {
        var units: [UInt16] = []
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            units.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
        }
        if units.first == 0xFEFF { units.removeFirst() }
        if units.first == 0xFFFE { units = units.dropFirst().map(\.byteSwapped) }
        let text = String(validating: units, as: UTF16.self)
        if let text, isPlausible(text) { return text }
        let swapped = String(validating: units.map(\.byteSwapped), as: UTF16.self)
        return swapped.flatMap { isPlausible($0) ? $0 : nil }
    }

    /// Whether a text has nothing but signs of Vietnamese texts, and a quarter of them or more letters and spaces.
    private static func isPlausible(_ text: String) -> Bool {
        var letters = 0
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0x20: letters += 1
            case 0x0A, 0x0D, 0x21...0x7E, 0xA0, 0x2010...0x2026, 0x20AB: break
            case 0xC0...0x24F, 0x300...0x36F, 0x1E00...0x1EFF:
                guard LetterTable.letter(for: scalar) != nil || LetterTable.combiningMark(scalar) != nil else {
                    return false
                }
                letters += 1
            // Emoji stand in texts too.
            case 0x1F300...0x1FAFF, 0x2600...0x27BF, 0xFE0F, 0x200D: break
            default: return false
            }
        }
        return letters * 4 >= count && letters >= 4
    }
}
