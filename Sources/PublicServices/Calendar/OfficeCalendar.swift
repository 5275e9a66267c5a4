package import Foundation

/// One stretch of opening time within a day, in minutes since midnight; the end is already closed.
package struct OpenPeriod: Hashable, Sendable {
    /// The minute at which the doors open, from 0.
    package let from: Int
    /// The minute at which they close, up to 1440 and after ``from``.
    package let to: Int

    /// Makes a period, or nil when it is empty or outside the day.
    package init?(from: Int, to: Int) {
        guard from >= 0, from < to, to <= 24 * 60 else { return nil }
        self.from = from
        self.to = to
    }

    /// The hours as people write them, such as `7:30-11:30`.
    package var text: String {
        func clock(_ minute: Int) -> String {
            "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
        }
        return "\(clock(from))-\(clock(to))"
    }
}

/// When a commune's offices are open, in Vietnamese time.
///
/// Vietnam keeps UTC+7 without summer time, so a fixed offset serves and no time zone database is needed.
package struct OfficeCalendar: Sendable, Equatable {
    /// The distance of Vietnamese time from UTC, in seconds.
    package static let secondsFromUTC = 7 * 3600
    /// Vietnamese time for calendars of Foundation.
    package static let timeZone = TimeZone(secondsFromGMT: secondsFromUTC) ?? .gmt

    /// The periods of each weekday, in the order of the day; a missing weekday is closed.
    package let weeklyHours: [Weekday: [OpenPeriod]]
    /// The closed days with their names; they win over ``extraWorkingDays``.
    package let holidays: [CalendarDay: String]
    /// Days off that are worked in exchange for others, with the reason.
    package let extraWorkingDays: [CalendarDay: String]
    /// Days with hours of their own, in the order of the day; they win over everything else.
    package let dayHours: [CalendarDay: [OpenPeriod]]
    /// The last day up to which the holidays were entered: the end of the year of the last of them; nil without any.
    ///
    /// Beyond it nobody knows which days are worked, and no time is promised.
    package let knownUntil: CalendarDay?

    /// Makes a calendar.
    package init(
        weeklyHours: [Weekday: [OpenPeriod]],
        holidays: [CalendarDay: String] = [:],
        extraWorkingDays: [CalendarDay: String] = [:]
    ) {
        self.init(
            weeklyHours: weeklyHours, holidays: holidays, extraWorkingDays: extraWorkingDays, dayHours: [:],
            knownUntil: holidays.keys.max().flatMap { CalendarDay(year: $0.year, month: 12, day: 31) })
    }

    init(
        weeklyHours: [Weekday: [OpenPeriod]], holidays: [CalendarDay: String], extraWorkingDays: [CalendarDay: String],
        dayHours: [CalendarDay: [OpenPeriod]], knownUntil: CalendarDay?
    ) {
        self.weeklyHours = weeklyHours.mapValues { $0.sorted { $0.from < $1.from } }
        self.holidays = holidays
        self.extraWorkingDays = extraWorkingDays
        self.dayHours = dayHours.mapValues { $0.sorted { $0.from < $1.from } }
        self.knownUntil = knownUntil
    }

    /// The day in Vietnam at this instant.
    package func day(of date: Date) -> CalendarDay {
        CalendarDay(daysSince1970: Self.localSeconds(of: date).day)
    }

    /// The opening periods of a day, in order; empty when closed.
    package func periods(on day: CalendarDay) -> [OpenPeriod] {
        if let hours = dayHours[day] { return hours }
        if holidays[day] != nil { return [] }
        if let hours = weeklyHours[day.weekday], !hours.isEmpty { return hours }
        guard extraWorkingDays[day] != nil else { return [] }
        // A swapped day has no hours of its own, so it keeps those of the week's first working day.
        return Weekday.allCases.lazy.compactMap { weeklyHours[$0] }.first { !$0.isEmpty } ?? []
    }

    /// Whether the doors are open at this instant.
    package func isOpen(at date: Date) -> Bool {
        let second = Self.localSeconds(of: date).second
        return periods(on: day(of: date)).contains { $0.from * 60 <= second && second < $0.to * 60 }
    }

    /// The next instant, later than `date`, at which the doors open: after the lunch break or on another day.
    ///
    /// A calendar without any hours has none, and gives `date` back.
    package func nextOpening(after date: Date) -> Date {
        var result = date
        walk(from: date) { start, _ in
            guard start > date else { return false }
            result = start
            return true
        }
        return result
    }

    /// The instant at which so many minutes of opening time have passed since `date`.
    ///
    /// With 0 minutes it is `date` when open, else the next opening. A calendar without hours counts the plain minutes.
    package func adding(workingMinutes minutes: Int, to date: Date) -> Date {
        var remaining = TimeInterval(max(0, minutes) * 60)
        var result = date.addingTimeInterval(remaining)
        walk(from: date, openSeconds: remaining) { start, end in
            let begin = max(start, date)
            let available = end.timeIntervalSince(begin)
            guard remaining > available else {
                result = begin.addingTimeInterval(remaining)
                return true
            }
            remaining -= available
            return false
        }
        return result
    }

    /// Gives the periods that end after `date` to `visit`, in order, until it says that it has found its own.
    private func walk(from date: Date, openSeconds: TimeInterval = 0, visit: (Date, Date) -> Bool) {
        let first = day(of: date)
        // Beyond the holidays every week has an open minute at least, which bounds the search.
        let dayLimit = (holidays.count + 2 + Int(openSeconds / 60)) * 7
        for offset in 0...dayLimit {
            let day = first.adding(days: offset)
            for period in periods(on: day) {
                let end = Self.date(of: day, minute: period.to)
                if end > date, visit(Self.date(of: day, minute: period.from), end) { return }
            }
        }
    }

    private static func date(of day: CalendarDay, minute: Int) -> Date {
        Date(timeIntervalSince1970: TimeInterval(day.daysSince1970 * 86_400 + minute * 60 - secondsFromUTC))
    }

    /// The day since 1970 in Vietnam, and the second of it.
    static func localSeconds(of date: Date) -> (day: Int, second: Int) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + secondsFromUTC
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        return (day, seconds - day * 86_400)
    }
}

extension OfficeCalendar {
    /// The weekly hours for people, such as `Thứ 2 đến Thứ 6: 7:30-11:30, 13:00-17:00`, free of dashes that SMS lacks.
    package var hoursText: String {
        var groups: [(first: Weekday, last: Weekday, hours: [OpenPeriod])] = []
        var previousHours: [OpenPeriod] = []
        for weekday in Weekday.allCases {
            let hours = weeklyHours[weekday] ?? []
            if !hours.isEmpty {
                if hours == previousHours {
                    groups[groups.count - 1].last = weekday
                } else {
                    groups.append((weekday, weekday, hours))
                }
            }
            previousHours = hours
        }
        return groups.map { group in
            let first = group.first.vietnameseName
            let days = group.first == group.last ? first : "\(first) đến \(group.last.vietnameseName)"
            return "\(days): \(group.hours.map(\.text).joined(separator: ", "))"
        }
        .joined(separator: "; ")
    }
}
