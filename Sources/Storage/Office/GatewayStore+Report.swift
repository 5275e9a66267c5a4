import Conversations
package import Foundation
package import PublicServices

extension GatewayStore {
    /// The numbers of a commune; nil where the officer has nothing to do with it.
    package func report(
        _ query: ReportQuery, calendar: OfficeCalendar, by officer: Officer, now: Date
    ) async throws -> OfficeReport? {
        let viewer = Viewer(officer: officer)
        guard viewer.sees(query.commune), query.from <= query.to else { return nil }
        let channels = surroundings.value.channels.filter { $0.value.commune == query.commune }.map(\.key.rawValue)
        let known = waitingTimes
        let late = try await readLate { transaction in
            var report = OfficeReport(query)
            for channel in channels.sorted() { try transaction.addSums(of: channel, to: &report) }
            report.topics.sort { ($1.count, $0.topic.rawValue) < ($0.count, $1.topic.rawValue) }
            try transaction.addSpending(to: &report)
            try transaction.addMatters(to: &report, calendar: calendar, for: viewer, at: now)
            try transaction.addWaits(to: &report, calendar: calendar, for: viewer, known: known)
            return report
        }
        var report = late.value
        report.upTo = late.upTo
        return report
    }

    /// The sheet of the morning for a commune; nil where the officer has nothing to do with it.
    package func today(
        of commune: CommuneID, calendar: OfficeCalendar, by officer: Officer, now: Date
    ) async throws -> TodaySheet? {
        let viewer = Viewer(officer: officer)
        guard viewer.sees(commune) else { return nil }
        let since = calendar.lastClosing(before: now)
        let endOfDay = calendar.moment(of: calendar.day(of: now).adding(days: 1), minute: 0)
        return try await read { transaction in
            let due = try transaction.queue(
                .due, of: .waiting, desk: commune.rawValue, filter: MatterFilter(), after: nil,
                limit: StoreLimits.pageRows * 5, for: viewer, at: now.milliseconds)
            let rows = due.map(\.row)
            let promised = rows.filter { $0.promisedBy.map { $0 < endOfDay } ?? false && !$0.isEmergency }
            let night = rows.filter { $0.raisedAt >= since && $0.holder == nil && !$0.isEmergency }
            return TodaySheet(
                counts: try transaction.counts(of: [commune.rawValue], for: viewer), since: since,
                emergencies: rows.filter { $0.isEmergency && $0.raisedAt >= since },
                promised: Array(promised.prefix(StoreLimits.sheetRows)),
                promisedMore: max(0, promised.count - StoreLimits.sheetRows),
                night: Array(night.prefix(StoreLimits.sheetRows)),
                nightMore: max(0, night.count - StoreLimits.sheetRows))
        }
    }
}

extension Transaction {
    private static let sums = """
        SELECT measure, key, SUM(number) FROM (
            SELECT measure, key, number FROM week_sum WHERE channel = ?1 AND week >= ?2 AND week <= ?3
            UNION ALL
            SELECT measure, key, number FROM day_sum WHERE channel = ?1 AND day >= ?4 AND day <= ?5
            UNION ALL
            SELECT measure, key, number FROM day_sum WHERE channel = ?1 AND day >= ?6 AND day <= ?7) AS counted
        GROUP BY measure, key
        """

    /// Who had written in these days before, by the days on which they wrote again.
    private static let returns = """
        SELECT SUM(number) FROM person_return WHERE channel = ? AND before >= ? AND before < ? AND day <= ?
        """

    fileprivate func addSums(of channel: String, to report: inout OfficeReport) throws {
        let query = report.query
        let (span, from, to) = (query.span, query.from.daysSince1970, query.to.daysSince1970)
        var (asked, understood) = (0, 0)
        var topics = Dictionary(report.topics.map { ($0.topic, $0.count) }, uniquingKeysWith: +)
        try step(
            Self.sums,
            [
                channel, span.weeks.from, span.weeks.to, span.before.from, span.before.to, span.behind.from,
                span.behind.to,
            ]
        ) { row in
            let (measure, key, number): (String, String, Int) = (try row.next(), try row.next(), try row.next())
            switch DayMeasure(rawValue: measure) {
            case .received:
                report.received += number
                if let hour = Int(key), report.hours.indices.contains(hour) { report.hours[hour] += number }
            case .decided:
                report.decisions[key, default: 0] += number
                if Self.isUnderstood(key) { understood += number }
                if Self.isUnderstood(key) || Self.isAskedBack(key) { asked += number }
            case .topic: topics[TopicID(rawValue: key), default: 0] += number
            case .unmarked: report.unmarked += number
            case .units: report.units[ChannelID(rawValue: channel), default: 0] += number
            case .sentByMachine: report.sentByMachine += number
            case .sentByStaff: report.sentByStaff += number
            case .guidedOnline: report.guidedOnline += number
            case .people: report.people += number
            case .interested where number == 0: break
            case .interested: report.interested[TopicID(rawValue: key), default: 0] += number
            case nil: break
            }
            return true
        }
        report.topics = topics.map { (topic: $0.key, count: $0.value) }
        report.understoodAtFirst = Share(
            report.understoodAtFirst.part + understood, of: report.understoodAtFirst.whole + asked)
        // Whoever wrote on several days counts on the first of them.
        report.people -= Int(try number(Self.returns, [channel, from, to, to]) ?? 0)
    }

    private static func isUnderstood(_ decision: String) -> Bool {
        ["answer", "referral", "command"].contains(decision)
    }

    private static func isAskedBack(_ decision: String) -> Bool { ["none", "menu", "question"].contains(decision) }

    fileprivate func addSpending(to report: inout OfficeReport) throws {
        let query = report.query
        report.unanswered += Int(
            try number(
                "SELECT SUM(unanswered) FROM spending WHERE commune = ? AND day >= ? AND day <= ?",
                [query.commune.rawValue, query.from.daysSince1970, query.to.daysSince1970]) ?? 0)
    }
}
