/// Words that a mail program encoded, as they come where e-mail is made into text messages (RFC 2047):
/// `=?UTF-8?Q?=C4=91=C4=83ng_k=C3=BD?=`, `=?utf-8?B?xJHEg25nIGvDvQ==?=`.
package enum EncodedWords {
    /// The text with such words read; nil where it has none.
    package static func decoded(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        var hasWord = false
        // Where the last word ended, as long as only white space came behind it.
        var behindWord: Int?
        while index < bytes.count {
            if let (word, end) = word(at: index, in: bytes) {
                // White space between two of them is none of the text's.
                if let behindWord { result.removeLast(result.count - behindWord) }
                result += word.utf8
                index = end
                hasWord = true
                behindWord = result.count
            } else {
                if ![0x20, 0x09, 0x0D, 0x0A].contains(bytes[index]) { behindWord = nil }
                result.append(bytes[index])
                index += 1
            }
        }
        return hasWord ? String(decoding: result, as: UTF8.self) : nil
    }

    /// The text of an encoded word, and where it ends.
    private static func word(at start: Int, in bytes: [UInt8]) -> (String, Int)? {
        guard bytes[start] == UInt8(ascii: "="), start + 1 < bytes.count, bytes[start + 1] == question,
            let label = part(at: start + 2, in: bytes, atMost: 40),
            let kind = part(at: label.upperBound + 1, in: bytes, atMost: 1),
            let content = part(at: kind.upperBound + 1, in: bytes, atMost: 4000), kind.count == 1,
            content.upperBound + 1 < bytes.count, bytes[content.upperBound + 1] == UInt8(ascii: "=")
        else { return nil }
        let decoded: [UInt8]?
        switch bytes[kind.lowerBound] | 0x20 {
        case UInt8(ascii: "q"): decoded = quoted(bytes[content])
        case UInt8(ascii: "b"): decoded = base64(bytes[content])
        default: decoded = nil
        }
        guard let decoded else { return nil }
        let charset = Charset(label: String(decoding: bytes[label], as: UTF8.self)) ?? .utf8
        return (charset.text(decoded), content.upperBound + 2)
    }

    private static let question = UInt8(ascii: "?")

    /// What stands before the next question mark; in such words nothing else may be white space.
    private static func part(at start: Int, in bytes: [UInt8], atMost count: Int) -> Range<Int>? {
        var end = start
        while end < bytes.count, bytes[end] != question {
            guard end - start < count, (0x21..<0x7F).contains(bytes[end]) else { return nil }
            end += 1
        }
        return end < bytes.count ? start..<end : nil
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), rest.count >= 2, let high = HexDump.digit(rest[rest.startIndex]),
                let low = HexDump.digit(rest[rest.startIndex + 1])
            {
                result.append(high << 4 | low)
                rest.removeFirst(2)
            } else {
                result.append(byte == UInt8(ascii: "_") ? 0x20 : byte)
            }
        }
        return result
    }

    private static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes where byte != UInt8(ascii: "=") {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: return nil
            }
            bits = (bits << 6 | UInt32(value)) & 0xFFFFFF
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }
}
