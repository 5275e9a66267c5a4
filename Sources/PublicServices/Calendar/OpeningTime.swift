package import Foundation

/// Opening time between instants, for many pairs of them: what a day holds is reckoned once.
package final class OpeningTime {
    private struct Day {
        /// In seconds since 1970.
        var periods: [(from: Double, to: Double)]
        /// Opening seconds from the first day that was asked for to the begin of this one.
        var before: Double
    }

    private let calendar: OfficeCalendar
    private var first = 0
    private var days: [Day] = []
    private var total = 0.0
    /// Days that are kept; a pair further apart counts day by day.
    private static let most = 4000

    package init(_ calendar: OfficeCalendar) { self.calendar = calendar }

    /// The same as ``OfficeCalendar/workingMinutes(from:to:)``.
    package func minutes(from start: Date, to end: Date) -> Int {
        guard end > start else { return 0 }
        let (begin, last) = (day(of: start), day(of: end))
        guard last - begin <= 366, reach(begin, last) else { return calendar.workingMinutes(from: start, to: end) }
        let seconds = opened(until: end, day: last) - opened(until: start, day: begin)
        return Int(exactly: (seconds / 60).rounded(.down)) ?? 0
    }

    private func day(of date: Date) -> Int { OfficeCalendar.localSeconds(of: date).day }

    /// Opening seconds from the first day to an instant.
    private func opened(until date: Date, day: Int) -> Double {
        let instant = date.timeIntervalSince1970
        let known = days[day - first]
        return known.periods.reduce(known.before) { $0 + max(0, min(instant, $1.to) - $1.from) }
    }

    private func reach(_ begin: Int, _ last: Int) -> Bool {
        if days.isEmpty { first = begin }
        if begin < first {
            // Rows come in the order of time, so this is rare.
            (first, days, total) = (begin, [], 0)
        }
        guard last - first < Self.most else { return false }
        while first + days.count <= last {
            let day = CalendarDay(daysSince1970: first + days.count)
            let periods = calendar.periods(on: day).map { period in
                (
                    from: calendar.moment(of: day, minute: period.from).timeIntervalSince1970,
                    to: calendar.moment(of: day, minute: period.to).timeIntervalSince1970
                )
            }
            days.append(Day(periods: periods, before: total))
            total += periods.reduce(0) { $0 + $1.to - $1.from }
        }
        return true
    }
}
