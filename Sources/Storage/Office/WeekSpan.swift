import PublicServices

/// A span of days, parted into the whole weeks of it, of which sums are stored, and the days before and behind them.
///
/// Week 0 begins on Monday, 29 December 1969; days are counted since 1970. An empty range ends before it begins, as statements
/// take it.
struct WeekSpan: Equatable {
    typealias Bounds = (from: Int, to: Int)

    /// The first whole week and the last.
    let weeks: Bounds
    /// The first day before the whole weeks and the last; all days where no week is whole.
    let before: Bounds
    let behind: Bounds

    init(from: CalendarDay, to: CalendarDay) {
        let (first, last) = (from.daysSince1970, to.daysSince1970)
        weeks = (Self.week(of: first + 6), Self.week(of: last + 1) - 1)
        guard weeks.from <= weeks.to else {
            (before, behind) = ((first, last), (last + 1, last))
            return
        }
        before = (first, Self.monday(of: weeks.from) - 1)
        behind = (Self.monday(of: weeks.to + 1), last)
    }

    private static func week(of day: Int) -> Int {
        let shifted = day + 3
        return shifted / 7 - (shifted % 7 < 0 ? 1 : 0)
    }

    private static func monday(of week: Int) -> Int { week * 7 - 3 }

    /// In which week an instant is, in milliseconds since 1970.
    static func week(at instant: Int64) -> Int { week(of: Int(Transaction.day(of: instant))) }

    /// Whole weeks in milliseconds since 1970, the end not included.
    static func milliseconds(ofWeeks weeks: Bounds) -> (from: Int64, to: Int64) {
        (midnight(of: monday(of: weeks.from)), midnight(of: monday(of: weeks.to + 1)))
    }

    /// Days in milliseconds since 1970, the end not included.
    static func milliseconds(of days: Bounds) -> (from: Int64, to: Int64) {
        (midnight(of: days.from), midnight(of: days.to + 1))
    }

    private static func midnight(of day: Int) -> Int64 { Transaction.midnight(of: Int64(day)) }

    static func == (one: WeekSpan, other: WeekSpan) -> Bool {
        one.weeks == other.weeks && one.before == other.before && one.behind == other.behind
    }
}
