import VietnameseText

/// Masks runs of exactly twelve digits (citizen id numbers) so that they stand nowhere but in the encrypted original.
public enum PersonalNumbers {
    /// The text with every 12-digit number shortened to its last three digits: `*********123`.
    ///
    /// Digits may stand in groups of three or four, as people copy them from cards, with hidden signs between them or in
    /// double width. Longer and shorter runs and uneven groups (phone numbers, dossier codes) stay.
    public static func masked(_ text: String) -> String {
        // Every stored text comes by here, so it goes over bytes, in which digits and separators stand for themselves.
        var text = text
        let (ranges, mayHide) = text.withUTF8 { bytes in (numbers(in: bytes), mayHideNumbers(bytes)) }
        if mayHide { return maskedByScalars(text) }
        guard !ranges.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for range in ranges {
            var seen = 0
            for index in range where isDigit(bytes[index]) {
                seen += 1
                if seen <= hiddenDigits { bytes[index] = UInt8(ascii: "*") }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hiddenDigits = 9

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2E || byte == 0x2D }

    /// Whether there may be a number among whose digits stand hidden signs, other spaces or dashes, or double width.
    private static func mayHideNumbers(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Lead bytes of such signs; quotation marks and dashes share them, so only texts with many digits are looked at.
        guard bytes.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xE3 || $0 == 0xEF }) else { return false }
        return bytes.contains(0xEF) || bytes.count(where: isDigit) >= 12
    }

    /// Where numbers of twelve digits stand.
    private static func numbers<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes) -> [Range<Int>]
    where Bytes.Index == Int {
        var found: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            var digits = 0
            while index < bytes.count {
                if isDigit(bytes[index]) {
                    digits += 1
                } else if !isSeparator(bytes[index]) || index + 1 == bytes.count || !isDigit(bytes[index + 1]) {
                    break
                }
                index += 1
            }
            if digits == 12, isEvenlyGrouped(bytes[start..<index]) { found.append(start..<index) }
        }
        return found
    }

    private static func isEvenlyGrouped(_ run: some Collection<UInt8>) -> Bool {
        let groups = run.split { !isDigit($0) }
        return groups.count == 1 || groups.allSatisfy { $0.count == 3 } || groups.allSatisfy { $0.count == 4 }
    }

    /// The same on a text with signs beyond ASCII: each scalar is looked at as what it stands for.
    private static func maskedByScalars(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        var plain: [UInt8] = []
        var places: [Int] = []
        for (place, scalar) in scalars.enumerated() {
            guard let seen = HiddenSigns.plain(scalar) else { continue }
            let isDash = (0x2010...0x2015).contains(seen.value) || seen.value == 0x2212
            plain.append(isDash ? UInt8(ascii: "-") : seen.isASCII ? UInt8(seen.value) : 0)
            places.append(place)
        }
        for range in numbers(in: plain) {
            var seen = 0
            for index in range where isDigit(plain[index]) {
                seen += 1
                if seen <= hiddenDigits { scalars[places[index]] = "*" }
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
