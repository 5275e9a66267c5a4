import PublicServices
import Synchronization

/// How long villagers waited for an officer, in office minutes, week by week; kept in memory, since a year of a large commune is
/// some 100,000 answers and nearly all of its weeks change no more.
///
/// What is kept of a week holds as long as its matters and the calendar are what they were when it was reckoned: an officer who
/// enters a day off changes the waiting times of before.
final class WaitingTimes: Sendable {
    /// Which matters a report is about.
    struct Kind: Hashable {
        var desk: String
        var unit: String?
        var hamlet: String?
        /// Whether those that are kept private are among them.
        var isWhole: Bool
    }

    /// By which it is known whether a week is as it was: each change of a matter changes the first, and the others are what the
    /// matters add up to, should a server have forgotten a change.
    struct Edition: Equatable {
        var changes: Int
        var matters: Int
        var answered: Int
        var milliseconds: Int
    }

    private struct Week {
        var edition: Edition
        var minutes: [Int32]
    }

    private struct Shelf {
        var calendar: OfficeCalendar
        var weeks: [Int: Week] = [:]
    }

    /// Of how many answers the times are kept; 4 bytes each.
    private static let most = 1_000_000

    private let shelves = Mutex<[Kind: Shelf]>([:])

    /// The times of those weeks that are as they were.
    func known(_ kind: Kind, by calendar: OfficeCalendar, _ editions: [Int: Edition]) -> [Int: [Int32]] {
        shelves.withLock { shelves in
            guard let shelf = shelves[kind], shelf.calendar == calendar else { return [:] }
            return editions.reduce(into: [:]) { known, week in
                if let kept = shelf.weeks[week.key], kept.edition == week.value { known[week.key] = kept.minutes }
            }
        }
    }

    func keep(
        _ minutes: [Int: [Int32]], of kind: Kind, by calendar: OfficeCalendar, _ editions: [Int: Edition]
    ) {
        shelves.withLock { shelves in
            let kept = shelves.values.reduce(0) { $0 + $1.weeks.values.reduce(0) { $0 + $1.minutes.count } }
            if kept + minutes.values.reduce(0, { $0 + $1.count }) > Self.most { shelves = [:] }
            if shelves[kind]?.calendar != calendar { shelves[kind] = Shelf(calendar: calendar) }
            for (week, edition) in editions {
                shelves[kind]?.weeks[week] = minutes[week].map { Week(edition: edition, minutes: $0) }
            }
        }
    }
}
