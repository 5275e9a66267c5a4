/// Letters that a program wrote as escapes, so that a text with marks passes where only ASCII does: `&#273;`, `&#x111;`,
/// `&agrave;` (HTML), `\u0111`, `\u{111}`, `%u0111` (JavaScript), `%C4%91` (RFC 3986), `=C4=91` (RFC 2045).
package enum EscapedText {
    /// The text with its escapes undone; nil where it has none.
    ///
    /// Whether that makes sense is for the caller to say: "50%20" has an escape too.
    package static func decoded(_ text: String) -> String? {
        guard text.hasByte({ $0 == 0x26 || $0 == 0x5C || $0 == 0x25 || $0 == 0x3D }) else { return nil }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var changed = false
        // Where bytes beyond ASCII stand that were escaped one by one, and whether scalars were, as JavaScript does.
        var high: [Int] = []
        var hasUnits = false
        var arePercent = true
        var index = 0
        // Half of a pair in UTF-16, which waits for the other.
        var half: UInt32?
        while index < bytes.count {
            if let (value, end) = scalar(at: index, in: bytes) {
                changed = true
                if bytes[index] == UInt8(ascii: "%") { hasUnits = true }
                index = end
                if (0xDC00...0xDFFF).contains(value), let first = half {
                    append(0x10000 + ((first - 0xD800) << 10) + (value - 0xDC00), to: &result)
                } else if !(0xD800...0xDFFF).contains(value) {
                    append(value, to: &result)
                }
                half = (0xD800...0xDBFF).contains(value) ? value : nil
            } else if let (byte, end) = byte(at: index, in: bytes) {
                changed = true
                if let byte, byte >= 0x80 {
                    high.append(result.count)
                    arePercent = arePercent && bytes[index] == UInt8(ascii: "%")
                }
                result.append(contentsOf: byte.map { [$0] } ?? [])
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        guard changed else { return nil }
        // Plus signs are the spaces of a form that was sent.
        if !bytes.contains(0x20), bytes.contains(0x25) { result = result.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 } }
        if let text = String(validating: result, as: UTF8.self) { return text }
        return arePercent ? repaired(result, high, areScalars: hasUnits) : nil
    }

    /// Where escaped bytes are no UTF-8: most of them are and a letter was cut, or each is a letter of Latin-1, as
    /// JavaScript's `escape` writes it beside `%u0111`.
    private static func repaired(_ bytes: [UInt8], _ escaped: [Int], areScalars: Bool) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let lost = text.unicodeScalars.count { $0.value == 0xFFFD }
        // A letter that is whole has two escapes or three.
        if !areScalars, escaped.count >= 4 * lost { return text }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + escaped.count)
        var next = escaped[...]
        for (index, byte) in bytes.enumerated() {
            if next.first == index {
                append(UInt32(byte), to: &result)
                next.removeFirst()
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { return }
        bytes.append(contentsOf: encoded)
    }

    /// A scalar by its number or its name, and where its escape ends.
    private static func scalar(at start: Int, in bytes: [UInt8]) -> (UInt32, Int)? {
        func has(_ sign: UInt8, _ index: Int) -> Bool { index < bytes.count && (bytes[index] | 0x20) == (sign | 0x20) }
        switch bytes[start] {
        case UInt8(ascii: "&"):
            if has(UInt8(ascii: "#"), start + 1), bytes[start + 1] == UInt8(ascii: "#") {
                let isHex = has(UInt8(ascii: "x"), start + 2)
                let found =
                    isHex ? number(at: start + 3, in: bytes, hex: true, 1...6) : number(at: start + 2, in: bytes, 1...7)
                guard let (value, end) = found else { return nil }
                return (value, has(UInt8(ascii: ";"), end) ? end + 1 : end)
            }
            return named(at: start + 1, in: bytes)
        case UInt8(ascii: "\\"), UInt8(ascii: "%"):
            // A program that escaped the escapes doubled their backslashes.
            let start = lastOfBackslashes(start, in: bytes)
            guard start + 1 < bytes.count, bytes[start + 1] | 0x20 == UInt8(ascii: "u") else { return nil }
            if start + 2 < bytes.count, bytes[start + 2] == UInt8(ascii: "{") {
                guard let (value, end) = number(at: start + 3, in: bytes, hex: true, 1...6), end < bytes.count,
                    bytes[end] == UInt8(ascii: "}")
                else { return nil }
                return (value, end + 1)
            }
            return number(at: start + 2, in: bytes, hex: true, 4...4)
        default: return nil
        }
    }

    private static func lastOfBackslashes(_ start: Int, in bytes: [UInt8]) -> Int {
        var last = start
        while last - start < 8, bytes[last] == 0x5C, last + 1 < bytes.count, bytes[last + 1] == 0x5C { last += 1 }
        return last
    }

    /// A byte by its number (`%C4`, `=C4`, `\xC4`), none for a line that goes on, and where its escape ends.
    private static func byte(at start: Int, in bytes: [UInt8]) -> (UInt8?, Int)? {
        var place = start + 1
        switch bytes[start] {
        case UInt8(ascii: "%"): break
        case UInt8(ascii: "="):
            if place < bytes.count, bytes[place] == 0x0A { return (nil, place + 1) }
            if place + 1 < bytes.count, bytes[place] == 0x0D, bytes[place + 1] == 0x0A { return (nil, place + 2) }
        case UInt8(ascii: "\\"):
            place = lastOfBackslashes(start, in: bytes) + 1
            guard place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "x") else { return nil }
            place += 1
        default: return nil
        }
        guard let (value, end) = number(at: place, in: bytes, hex: true, 2...2), value >= 0x20 || value == 0x0A else {
            return nil
        }
        return (UInt8(truncatingIfNeeded: value), end)
    }

    private static func number(
        at start: Int, in bytes: [UInt8], hex: Bool = false, _ counts: ClosedRange<Int>
    ) -> (UInt32, Int)? {
        var value: UInt32 = 0
        var index = start
        while index < bytes.count, index - start < counts.upperBound, let digit = HexDump.digit(bytes[index]),
            hex || digit < 10
        {
            value = value * (hex ? 16 : 10) + UInt32(digit)
            index += 1
        }
        return counts.contains(index - start) ? (value, index) : nil
    }

    private static func named(at start: Int, in bytes: [UInt8]) -> (UInt32, Int)? {
        var end = start
        while end < bytes.count, end - start < 8, (bytes[end] | 0x20) &- 0x61 < 26 { end += 1 }
        guard end > start + 1, end < bytes.count, bytes[end] == UInt8(ascii: ";"),
            let scalar = names[String(decoding: bytes[start..<end], as: UTF8.self)]
        else { return nil }
        return (scalar.value, end + 1)
    }

    /// The names of HTML for the letters of Vietnamese that have one, and for the signs that every program escapes.
    private static let names: [String: Unicode.Scalar] = {
        var names: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "abreve": "ă", "Abreve": "Ă",
            "dstrok": "đ", "Dstrok": "Đ", "eth": "ð", "ETH": "Ð",
        ]
        let letters: [(Unicode.Scalar, String)] = [
            ("à", "agrave"), ("á", "aacute"), ("ã", "atilde"), ("â", "acirc"), ("è", "egrave"), ("é", "eacute"),
            ("ẽ", "etilde"), ("ê", "ecirc"), ("ì", "igrave"), ("í", "iacute"), ("ĩ", "itilde"), ("ò", "ograve"),
            ("ó", "oacute"), ("õ", "otilde"), ("ô", "ocirc"), ("ù", "ugrave"), ("ú", "uacute"), ("ũ", "utilde"),
            ("ỳ", "ygrave"), ("ý", "yacute"), ("ỹ", "ytilde"),
        ]
        for (letter, name) in letters {
            names[name] = letter
            let capital = name.prefix(1).uppercased() + name.dropFirst()
            names[capital] = letter.properties.uppercaseMapping.unicodeScalars.first
        }
        return names
    }()
}
