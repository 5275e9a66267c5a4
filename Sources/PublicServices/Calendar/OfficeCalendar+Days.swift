package import Foundation

extension OfficeCalendar {
    /// The first day after another on which the office opens; nil when it never does within a year.
    package func nextWorkingDay(after day: CalendarDay) -> CalendarDay? {
        (1...366).lazy.map { day.adding(days: $0) }.first { !periods(on: $0).isEmpty }
    }

    /// The days off around a day that is one, first and last; nil when it is worked or no end is found within a month.
    package func daysOff(around day: CalendarDay) -> (first: CalendarDay, last: CalendarDay)? {
        guard periods(on: day).isEmpty else { return nil }
        let span = 31
        guard let before = (1...span).first(where: { !periods(on: day.adding(days: -$0)).isEmpty }),
            let after = (1...span).first(where: { !periods(on: day.adding(days: $0)).isEmpty })
        else { return nil }
        return (day.adding(days: 1 - before), day.adding(days: after - 1))
    }

    /// Minutes since midnight in Vietnam, from 0 to 1439.
    package func minute(of date: Date) -> Int {
        let seconds = (Int(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0) &+ Self.secondsFromUTC
        return ((seconds % 86_400) + 86_400) % 86_400 / 60
    }
}
