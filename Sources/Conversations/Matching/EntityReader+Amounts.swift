import Foundation
import PublicServices

/// Days and sums of money, as people text them: `15/3/2024`, `500k`, `2tr5`, `1.500.000đ`.
extension EntityReader {
    /// Day, month and year, in this order, parted by `/`, `-` or `.`; a year of two digits is of this or the last century.
    static func day(_ text: String) -> CalendarDay? {
        guard text.utf8.count <= longestDay, let separator = text.first(where: { "/-.".contains($0) }) else {
            return nil
        }
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }),
            let day = Int(parts[0]), let month = Int(parts[1]), var year = Int(parts[2]),
            parts[0].count <= 2, parts[1].count <= 2
        else { return nil }
        switch parts[2].count {
        case 2: year += year <= lastShortYear ? 2000 : 1900
        case 4: break
        default: return nil
        }
        guard (1900...2100).contains(year) else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// `15/03/2024` has ten bytes.
    private static let longestDay = 10
    /// Years of two digits up to it are of this century.
    private static let lastShortYear = 50

    /// A sum in đồng: with a unit (`k`, `tr`, `đ`), or with its thousands parted (`500.000`); none of more than `mostDong`.
    static func dong(_ text: String) -> Int? {
        guard text.utf8.count <= longestSum, let dong = parsedDong(text.lowercased()), dong <= mostDong else {
            return nil
        }
        return dong
    }

    /// Bytes of the longest sum, with its unit.
    private static let longestSum = 40
    /// More than any public sum; a longer number is another thing.
    private static let mostDong = 1_000_000_000_000_000
    /// The most thousands or millions that stand before a unit.
    private static let mostUnits = 1_000_000

    private static func parsedDong(_ text: String) -> Int? {
        let digits = text.prefix { isDigit($0) || $0 == "." || $0 == "," }
        let unit = String(text[digits.endIndex...])
        let whole = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        let isGrouped =
            whole.count > 1 && whole.dropFirst().allSatisfy { $0.count == 3 } && (1...3).contains(whole[0].count)
        if isGrouped, ["", "đ", "d", "vnd", "vnđ", "đồng", "dong"].contains(unit) { return Int(whole.joined()) }
        switch unit {
        case "đ", "vnd", "vnđ", "đồng", "dong": return whole.count == 1 ? Int(digits) : nil
        case "k", "ng", "nghìn", "ngàn", "nghin", "ngan": return scaled(whole, by: 1000)
        case "tr", "triệu", "trieu", "củ": return scaled(whole, by: 1_000_000)
        default:
            // "2tr5" is two and a half million, "1tr250" one and a quarter.
            guard unit.hasPrefix("tr"), whole.count == 1, let millions = scaled(whole, by: 1_000_000) else {
                return nil
            }
            let rest = unit.dropFirst(2)
            guard (1...3).contains(rest.count), rest.allSatisfy(isDigit), let part = Int(rest) else { return nil }
            return millions + part * [100_000, 10_000, 1000][rest.count - 1]
        }
    }

    /// `2.5` times a unit of at most a million; the second group is a decimal fraction here.
    private static func scaled(_ groups: [Substring], by unit: Int) -> Int? {
        guard (1...2).contains(groups.count), let whole = Int(groups[0]), whole <= mostUnits else { return nil }
        guard groups.count == 2 else { return whole * unit }
        guard (1...2).contains(groups[1].count), let part = Int(groups[1]) else { return nil }
        return whole * unit + part * unit / (groups[1].count == 1 ? 10 : 100)
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
