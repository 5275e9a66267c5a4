import PublicServices
import VietnameseText

/// Telephone numbers and days, by the groups of digits of a text.
extension EntityReader {
    /// Where telephone numbers may stand: with their 0 or their country code, in groups with single signs between.
    static func phones(_ groups: [NumberSigns.Group], in signs: NumberSigns) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var first = 0
        search: while first < groups.count {
            var last = first
            var digits = groups[first].count
            while true {
                let range = withPlus(groups[first].range.lowerBound, signs)..<groups[last].range.upperBound
                if digits >= 9, areGroups(groups[first...last], in: signs), phone(range, in: signs) != nil {
                    found.append(range)
                    first = last + 1
                    continue search
                }
                guard last + 1 < groups.count, digits < mostDigits, joins(groups[last + 1]) else { break }
                last += 1
                digits += groups[last].count
            }
            first += 1
        }
        return found
    }

    /// The number in E.164; nine digits without the 0 are one only where they are no round sum.
    static func phone(_ range: Range<Int>, in signs: NumberSigns) -> String? {
        let text = signs.text(of: range)
        guard let number = PhoneNumber(text) else { return nil }
        if text.utf8.count(where: NumberSigns.isDigit) == 9, text.hasSuffix("000") { return nil }
        return number.e164
    }

    /// `0084` and a landline with its 0 have fifteen.
    private static let mostDigits = 15

    private static func withPlus(_ start: Int, _ signs: NumberSigns) -> Int {
        start > 0 && signs.bytes[start - 1] == UInt8(ascii: "+") ? start - 1 : start
    }

    /// Whether a group goes on with the one before it: a single sign between, or a bracket and a space.
    private static func joins(_ group: NumberSigns.Group) -> Bool {
        guard let joint = group.joint, " .-()".utf8.contains(joint) else { return false }
        return group.distance == 1 || (group.distance == 2 && joint != 0x20 && "()".utf8.contains(joint))
    }

    /// Whether some groups are written as those of a number: no single digits, and two in front only as the country's code.
    private static func areGroups(_ groups: ArraySlice<NumberSigns.Group>, in signs: NumberSigns) -> Bool {
        guard groups.count > 1, let first = groups.first else { return true }
        return groups.allSatisfy { $0.count >= 2 } && (first.count > 2 || signs.text(of: first.range) == "84")
    }

    // MARK: - Days

    /// Three groups with the same sign between and none like it around: `15/3/2024`, but not a part of `1.2.3.4`.
    static func days(_ groups: [NumberSigns.Group], in signs: NumberSigns) -> [Range<Int>] {
        guard groups.count > 2 else { return [] }
        return groups.indices.dropLast(2).compactMap { first in
            let sign = groups[first + 1].joint
            guard let sign, sign == groups[first + 2].joint, groups[first + 1].distance == 1,
                groups[first + 2].distance == 1, !(groups[first].distance == 1 && groups[first].joint == sign),
                first + 3 == groups.count || !(groups[first + 3].distance == 1 && groups[first + 3].joint == sign)
            else { return nil }
            return groups[first].range.lowerBound..<groups[first + 2].range.upperBound
        }
    }

    /// Days in words: `1 tháng 3 năm 2024`, also unmarked.
    static func writtenDays(
        _ groups: [NumberSigns.Group], in signs: NumberSigns
    ) -> [(range: Range<Int>, day: CalendarDay)] {
        guard groups.count > 2 else { return [] }
        return groups.indices.dropLast(2).compactMap { first in
            let (day, month, year) = (groups[first], groups[first + 1], groups[first + 2])
            guard day.count <= 2, month.count <= 2, year.count == 4, word(before: month, in: signs) == "thang",
                word(before: year, in: signs) == "nam",
                let found = self.day([day, month, year].map { signs.text(of: $0.range) }.joined(separator: "/"))
            else { return nil }
            return (day.range.lowerBound..<year.range.upperBound, found)
        }
    }

    /// What stands between a group and the one before it, in small letters; empty where that is more than a word.
    private static func word(before group: NumberSigns.Group, in signs: NumberSigns) -> String {
        guard group.distance <= 9 else { return "" }
        let start = group.range.lowerBound
        let letters = signs.bytes[start - group.distance..<start].filter { !NumberSigns.isSpace($0) && $0 != 0x2C }
        return String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self)
    }
}
