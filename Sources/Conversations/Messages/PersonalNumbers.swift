/// Masks runs of exactly twelve digits (citizen id numbers) so that they stand nowhere but in the encrypted original.
public enum PersonalNumbers {
    /// The text with every 12-digit number shortened to its last three digits: `*********123`.
    ///
    /// Digits may stand in groups of three or four, as people copy them from cards. Longer and shorter runs and
    /// uneven groups (phone numbers, dossier codes) stay.
    public static func masked(_ text: String) -> String {
        // Every stored text comes by here, so it goes over bytes, in which digits and separators stand for themselves.
        var text = text
        let ranges = text.withUTF8 { numbers(in: $0) }
        guard !ranges.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for range in ranges {
            var seen = 0
            for index in range where isDigit(bytes[index]) {
                seen += 1
                if seen <= 9 { bytes[index] = UInt8(ascii: "*") }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2E || byte == 0x2D }

    /// Where numbers of twelve digits stand.
    private static func numbers(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
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

    private static func isEvenlyGrouped(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let groups = run.split { !isDigit($0) }
        return groups.count == 1 || groups.allSatisfy { $0.count == 3 } || groups.allSatisfy { $0.count == 4 }
    }
}
