import Foundation
import PublicServices

/// How long villagers waited for an officer: of whole weeks what is known of them, and of what changed since each matter.
extension Transaction {
    private static let editions = """
        SELECT week, SUM(changes), SUM(number), SUM(answered), SUM(waited) FROM matter_sum
        WHERE desk = ? AND week >= ? AND week <= ? GROUP BY week
        """

    private static let waitsOfWeeks = """
        SELECT created_at, \(answeredAt) FROM escalation
        WHERE \(raised) AND is_restricted <= ? AND \(answeredAt) IS NOT NULL
        """

    private static let waitsOfDays = """
        SELECT created_at, \(answeredAt) FROM escalation
        WHERE \(raised) AND \(Viewer.mayAll) AND \(answeredAt) IS NOT NULL
        """

    private static let barredWaits = """
        SELECT created_at, \(answeredAt) FROM matter_barred
        CROSS JOIN escalation ON escalation.id = matter_barred.escalation_id
        WHERE matter_barred.officer_id = ? AND escalation.is_restricted = 1 AND \(raised) AND \(answeredAt) IS NOT NULL
        """

    func addWaits(
        to report: inout OfficeReport, calendar: OfficeCalendar, for viewer: Viewer, known: WaitingTimes
    ) throws {
        let query = report.query
        let span = query.span
        let chosen: StatementValues = [query.unit?.rawValue, query.unit?.rawValue, query.hamlet, query.hamlet]
        let desk = query.commune.rawValue
        let opening = OpeningTime(calendar)
        var counts = WaitCounts()
        let kind = WaitingTimes.Kind(
            desk: desk, unit: query.unit?.rawValue, hamlet: query.hamlet,
            isWhole: viewer.officer.profile.maySeeRestricted)
        let editions = try self.editions(of: desk, span.weeks)
        var weeks = known.known(kind, by: calendar, editions)
        let missing = editions.keys.filter { weeks[$0] == nil }.sorted()
        if let first = missing.first, let last = missing.last {
            var found = Dictionary(uniqueKeysWithValues: missing.map { ($0, [Int32]()) })
            let (from, to) = WeekSpan.milliseconds(ofWeeks: (first, last))
            try waits(Self.waitsOfWeeks, [desk, from, to] + chosen + [kind.isWhole], opening) { raised, minutes in
                found[WeekSpan.week(at: raised)]?.append(minutes)
            }
            known.keep(found, of: kind, by: calendar, editions.filter { found[$0.key] != nil })
            weeks.merge(found) { $1 }
        }
        for minutes in weeks.values.joined() { counts.add(minutes) }
        if kind.isWhole {
            let (from, to) = WeekSpan.milliseconds(ofWeeks: span.weeks)
            try waits(Self.barredWaits, [viewer.officer.id.number, desk, from, to] + chosen, opening) {
                counts.add($1, times: -1)
            }
        }
        for days in [span.before, span.behind] {
            let (from, to) = WeekSpan.milliseconds(of: days)
            try waits(Self.waitsOfDays, [desk, from, to] + chosen + viewer.rights, opening) { counts.add($1) }
        }
        report.firstAnswerOf = counts.number
        if counts.number > 0 {
            report.firstAnswer = (
                counts[(counts.number - 1) / 2], counts[(counts.number * 9 + 9) / 10 - 1]
            )
        }
    }

    private func editions(of desk: String, _ weeks: WeekSpan.Bounds) throws -> [Int: WaitingTimes.Edition] {
        var editions: [Int: WaitingTimes.Edition] = [:]
        try step(Self.editions, [desk, weeks.from, weeks.to]) { row in
            editions[try row.next()] = WaitingTimes.Edition(
                changes: try row.next(), matters: try row.next(), answered: try row.next(),
                milliseconds: try row.next())
            return true
        }
        return editions
    }

    /// Tells of each answer when its matter was raised, in milliseconds, and how many office minutes it took.
    private func waits(
        _ sql: String, _ values: StatementValues, _ opening: OpeningTime, tell: (Int64, Int32) -> Void
    ) throws {
        try step(sql, values) { row in
            let (raised, answered): (Int64, Int64) = (try row.next(), try row.next())
            let minutes = opening.minutes(from: Date(milliseconds: raised), to: Date(milliseconds: answered))
            tell(raised, Int32(clamping: minutes))
            return true
        }
    }
}

/// How many villagers waited how many minutes.
private struct WaitCounts {
    private var counts: [Int] = []
    private(set) var number = 0

    mutating func add(_ minutes: Int32, times sign: Int = 1) {
        let minutes = Int(minutes)
        if minutes >= counts.count {
            counts += [Int](repeating: 0, count: minutes + 1 - counts.count)
        }
        counts[minutes] += sign
        number += sign
    }

    /// The minutes at a place in their order, from 0.
    subscript(place: Int) -> Int {
        var left = place
        for (minutes, count) in counts.enumerated() {
            if left < count { return minutes }
            left -= count
        }
        return counts.count
    }
}
