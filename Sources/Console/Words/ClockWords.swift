import Foundation
import PublicServices

/// Times as an office says them: "14:25", "hôm nay", "thứ sáu 27/11".
struct ClockWords: Sendable {
    private let calendar: Calendar
    var now: Date

    init(now: Date) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = OfficeCalendar.timeZone
        self.calendar = calendar
        self.now = now
    }

    func clock(_ date: Date) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        return "\(parts.hour ?? 0):" + Self.two(parts.minute ?? 0)
    }

    func clockWithSeconds(_ date: Date) -> String {
        clock(date) + ":" + Self.two(calendar.component(.second, from: date))
    }

    /// "hôm nay", "hôm qua", "ngày mai", "thứ sáu 27/11", with the year where it is another one.
    func day(_ date: Date) -> String {
        switch days(to: date) {
        case 0: "hôm nay"
        case 1: "ngày mai"
        case -1: "hôm qua"
        default: "\(weekday(date)) \(shortDay(date))"
        }
    }

    /// "14:25 hôm nay".
    func moment(_ date: Date) -> String { "\(clock(date)) \(day(date))" }

    /// "thứ năm 26/11/2026".
    func longDay(_ date: Date) -> String { "\(weekday(date)) \(dayAndYear(date))" }

    func dayAndYear(_ date: Date) -> String {
        let parts = calendar.dateComponents([.day, .month, .year], from: date)
        return "\(parts.day ?? 0)/\(parts.month ?? 0)/\(parts.year ?? 0)"
    }

    func weekday(_ date: Date) -> String {
        let names = ["chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"]
        return names[(calendar.component(.weekday, from: date) - 1) % 7]
    }

    func isSameDay(_ first: Date, _ second: Date) -> Bool { calendar.isDate(first, inSameDayAs: second) }

    /// Whole days from today to the day of the date.
    func days(to date: Date) -> Int {
        let from = calendar.startOfDay(for: now)
        return calendar.dateComponents([.day], from: from, to: calendar.startOfDay(for: date)).day ?? 0
    }

    /// "2026-11-27", as a field for a day gives it.
    func iso(_ date: Date) -> String {
        let parts = calendar.dateComponents([.day, .month, .year], from: date)
        return "\(parts.year ?? 0)-\(Self.two(parts.month ?? 0))-\(Self.two(parts.day ?? 0))"
    }

    /// The moment of a day as a field gives it and a clock time; nil where either is none.
    func date(day: String, clock: String) -> Date? {
        let day = day.replacing("/", with: "-").split(separator: "-").compactMap { Int($0) }
        let typed = clock
        let clock = clock.replacing("h", with: ":").replacing(".", with: ":").split(
            separator: ":", omittingEmptySubsequences: false
        ).map { $0.isEmpty ? 0 : Int($0.trimmingCharacters(in: .whitespaces)) ?? -1 }
        guard !typed.isEmpty, let hour = clock.first, clock.count <= 2, (0...23).contains(hour),
            (0...59).contains(clock.count > 1 ? clock[1] : 0)
        else { return nil }
        var parts: (year: Int, month: Int, day: Int)
        switch day.count {
        case 3 where day[0] > 1000: parts = (day[0], day[1], day[2])
        case 3: parts = (day[2], day[1], day[0])
        case 2:
            parts = (calendar.component(.year, from: now), day[1], day[0])
            // "5/1", said in December, is next year.
            if CalendarDay(year: parts.year, month: parts.month, day: parts.day).map({ $0 < today }) ?? false {
                parts.year += 1
            }
        default: return nil
        }
        guard CalendarDay(year: parts.year, month: parts.month, day: parts.day) != nil else { return nil }
        return calendar.date(
            from: DateComponents(
                year: parts.year, month: parts.month, day: parts.day, hour: hour, minute: clock.count > 1 ? clock[1] : 0
            ))
    }

    var today: CalendarDay {
        let seconds = now.timeIntervalSince1970 + Double(OfficeCalendar.secondsFromUTC)
        return CalendarDay(daysSince1970: WholeNumber.down(seconds / 86_400))
    }

    private func shortDay(_ date: Date) -> String {
        let parts = calendar.dateComponents([.day, .month, .year], from: date)
        let year = calendar.component(.year, from: now) == parts.year ? "" : "/\(parts.year ?? 0)"
        return "\(parts.day ?? 0)/\(parts.month ?? 0)\(year)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
