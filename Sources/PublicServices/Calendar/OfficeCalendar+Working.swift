package import Foundation

extension OfficeCalendar {
    /// How many minutes of opening time lie between two instants, rounded down; 0 where the later does not come later.
    ///
    /// Looks at a year at most.
    package func workingMinutes(from start: Date, to end: Date) -> Int {
        guard end > start else { return 0 }
        var seconds: TimeInterval = 0
        let first = day(of: start)
        for offset in 0...366 {
            let day = first.adding(days: offset)
            guard moment(of: day, minute: 0) < end else { break }
            for period in periods(on: day) {
                let begin = max(start, moment(of: day, minute: period.from))
                seconds += max(0, min(end, moment(of: day, minute: period.to)).timeIntervalSince(begin))
            }
        }
        return Int(exactly: (seconds / 60).rounded(.down)) ?? 0
    }

    /// When the doors last closed before an instant; the day before where they never did within a month.
    package func lastClosing(before date: Date) -> Date {
        let today = day(of: date)
        for offset in 0...31 {
            let day = today.adding(days: -offset)
            if let end = periods(on: day).map({ moment(of: day, minute: $0.to) }).last(where: { $0 <= date }) {
                return end
            }
        }
        return date.addingTimeInterval(-86_400)
    }

    /// The instant of a minute of a day in Vietnam.
    package func moment(of day: CalendarDay, minute: Int) -> Date {
        Date(timeIntervalSince1970: TimeInterval(day.daysSince1970 * 86_400 + minute * 60 - Self.secondsFromUTC))
    }

    /// Whether the days around an instant were entered.
    package func isKnown(at date: Date) -> Bool { isKnown(on: day(of: date)) }

    /// Whether a day and those around it were entered.
    package func isKnown(on day: CalendarDay) -> Bool { knownUntil.map { day <= $0 } ?? true }
}
