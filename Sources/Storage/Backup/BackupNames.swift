import Foundation
import PublicServices

/// How copies are named, and which of them are kept: of each of the last seven days the newest, and of each of four weeks.
package enum BackupNames {
    private static let start = "gateway-"
    private static let end = ".sqlite"
    /// Behind the name of an encrypted copy.
    static let sealedEnd = ".age"
    package static let days = 7
    package static let weeks = 4

    /// `gateway-2026-11-26-0830.sqlite`, in Vietnam's time.
    static func name(at moment: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment)
        let day = [(parts.year ?? 0, 4), (parts.month ?? 0, 2), (parts.day ?? 0, 2)].map(padded).joined(separator: "-")
        return start + day + "-" + padded((parts.hour ?? 0, 2)) + padded((parts.minute ?? 0, 2)) + end
    }

    /// The day of a copy's name; nil for other files.
    static func day(of name: String) -> Date? {
        let name = name.hasSuffix(sealedEnd) ? String(name.dropLast(sealedEnd.count)) : name
        guard name.hasPrefix(start), name.hasSuffix(end), name.utf8.count == start.utf8.count + 15 + end.utf8.count
        else { return nil }
        let numbers = name.dropFirst(start.count).dropLast(end.count).split(separator: "-").map { Int($0) }
        guard numbers.count == 4, let year = numbers[0], let month = numbers[1], let day = numbers[2],
            let minute = numbers[3], minute < 2400, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return calendar.date(from: DateComponents(year: year, month: month, day: day))
    }

    /// Which of some names are kept: the newest of each of the newest days, and of each of the newest weeks.
    static func kept(of names: [String]) -> Set<String> {
        var (days, weeks): (Set<Date>, Set<Int>) = ([], [])
        var kept: Set<String> = []
        for name in names.sorted(by: >) {
            guard let day = day(of: name) else { continue }
            let week =
                calendar.component(.yearForWeekOfYear, from: day) * 100 + calendar.component(.weekOfYear, from: day)
            if days.count < Self.days, days.insert(day).inserted { kept.insert(name) }
            if weeks.count < Self.weeks, weeks.insert(week).inserted { kept.insert(name) }
        }
        return kept
    }

    private static func padded(_ number: (value: Int, digits: Int)) -> String {
        let text = String(number.value)
        return String(repeating: "0", count: max(0, number.digits - text.count)) + text
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = OfficeCalendar.timeZone
        return calendar
    }()
}
