import Foundation
import PublicServices

/// Times as an office says them: "14:25", "hôm nay", "thứ sáu 27/11".
struct ClockWords: Sendable {
    /// Only for its time of Vietnam: nothing is asked of its hours.
    private static let calendar = OfficeCalendar(weeklyHours: [:])

    var now: Date

    init(now: Date) { self.now = now }

    func clock(_ date: Date) -> String { Self.clock(minute: Self.calendar.minute(of: date)) }

    func clockWithSeconds(_ date: Date) -> String {
        let seconds = WholeNumber.down(date.timeIntervalSince1970) % 60
        return clock(date) + ":" + Self.two(max(0, seconds))
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

    func dayAndYear(_ date: Date) -> String { Self.calendar.day(of: date).vietnameseText }

    func weekday(_ date: Date) -> String { Self.weekday(Self.calendar.day(of: date).weekday) }

    static func weekday(_ weekday: Weekday) -> String {
        switch weekday {
        case .monday: "thứ hai"
        case .tuesday: "thứ ba"
        case .wednesday: "thứ tư"
        case .thursday: "thứ năm"
        case .friday: "thứ sáu"
        case .saturday: "thứ bảy"
        case .sunday: "chủ nhật"
        }
    }

    func isSameDay(_ first: Date, _ second: Date) -> Bool {
        Self.calendar.day(of: first) == Self.calendar.day(of: second)
    }

    /// Whole days from today to the day of the date.
    func days(to date: Date) -> Int { Self.calendar.day(of: date).daysSince1970 - today.daysSince1970 }

    /// The moment of a day and a clock time as people write them; nil where either is none.
    func date(day: String, clock: String) -> Date? {
        let day = day.replacing("/", with: "-").split(separator: "-").compactMap { Int($0) }
        let typed = clock
        let clock = clock.replacing("h", with: ":").replacing(".", with: ":").split(
            separator: ":", omittingEmptySubsequences: false
        ).map { $0.isEmpty ? 0 : Int($0.trimmingCharacters(in: .whitespaces)) ?? -1 }
        guard !typed.isEmpty, let hour = clock.first, clock.count <= 2, (0...23).contains(hour),
            case let minute = clock.count > 1 ? clock[1] : 0, (0...59).contains(minute)
        else { return nil }
        let chosen: CalendarDay?
        switch day.count {
        case 3 where day[0] > 1000: chosen = CalendarDay(year: day[0], month: day[1], day: day[2])
        case 3: chosen = CalendarDay(year: day[2], month: day[1], day: day[0])
        case 2:
            let near = CalendarDay(year: today.year, month: day[1], day: day[0])
            // "5/1", said in December, is next year.
            chosen = near.flatMap { $0 < today ? CalendarDay(year: today.year + 1, month: day[1], day: day[0]) : $0 }
        default: return nil
        }
        return chosen.map { Self.calendar.moment(of: $0, minute: hour * 60 + minute) }
    }

    var today: CalendarDay { Self.calendar.day(of: now) }

    private func shortDay(_ date: Date) -> String {
        let day = Self.calendar.day(of: date)
        return "\(day.day)/\(day.month)" + (day.year == today.year ? "" : "/\(day.year)")
    }

    private static func clock(minute: Int) -> String { "\(minute / 60):\(two(minute % 60))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
