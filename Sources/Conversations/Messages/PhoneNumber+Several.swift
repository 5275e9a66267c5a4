import VietnameseText

extension PhoneNumber {
    /// The Vietnamese numbers in a text, in its order and each once: a cell often holds two, as in
    /// `0901234567 / 0912345678`, or a name beside the number.
    ///
    /// Beside other words only a number with its 0 or its country code is seen.
    package static func all(in text: String) -> [PhoneNumber] {
        if let whole = PhoneNumber(text) { return [whole] }
        var found: [PhoneNumber] = []
        let groups = groups(of: Array(HiddenSigns.plainNumber(text).utf8.prefix(longestCell)))
        var first = 0
        while first < groups.count {
            var digits = groups[first].hasPlus ? "+" : ""
            var next = first
            var number: PhoneNumber?
            while next < groups.count, number == nil, digits.utf8.count < mostDigits {
                guard next == first || groups[next].joins else { break }
                digits += groups[next].digits
                next += 1
                let opens = digits.hasPrefix("+84") || digits.hasPrefix("84") || digits.hasPrefix("0")
                number = opens ? PhoneNumber(digits) : nil
            }
            if let number, !found.contains(number) { found.append(number) }
            first = number == nil ? first + 1 : next
        }
        return found
    }

    /// Bytes of a cell that are looked at.
    private static let longestCell = 1_000
    /// `0084` and a landline with its 0 have fifteen.
    private static let mostDigits = 16

    private struct Group {
        var digits: String
        var hasPlus: Bool
        /// Whether nothing but a few spaces, dots, hyphens or brackets part it from the group before it.
        var joins: Bool
    }

    private static func groups(of bytes: [UInt8]) -> [Group] {
        var groups: [Group] = []
        var index = 0
        var end = -1
        while index < bytes.count {
            guard bytes[index] &- 0x30 < 10 else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
            let between = end < 0 ? [] : bytes[end..<start]
            groups.append(
                Group(
                    digits: String(decoding: bytes[start..<index], as: UTF8.self),
                    hasPlus: start > 0 && bytes[start - 1] == UInt8(ascii: "+"),
                    joins: end >= 0 && between.count <= 3 && between.allSatisfy { " .-()".utf8.contains($0) }))
            end = index
        }
        return groups
    }
}
