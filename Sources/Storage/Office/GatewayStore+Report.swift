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
        return try await read { transaction in
            var report = OfficeReport(query)
            for channel in channels.sorted() { try transaction.addSums(of: channel, to: &report) }
            report.topics.sort { ($1.count, $0.topic.rawValue) < ($0.count, $1.topic.rawValue) }
            try transaction.addSpending(to: &report)
            try transaction.addMatters(to: &report, calendar: calendar, for: viewer, at: now)
            return report
        }
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
        SELECT measure, key, SUM(number) FROM day_sum
        WHERE channel = ? AND day >= ? AND day <= ? GROUP BY measure, key
        """

    fileprivate func addSums(of channel: String, to report: inout OfficeReport) throws {
        let query = report.query
        var (people, asked, understood) = (0, 0, 0)
        var topics = Dictionary(report.topics.map { ($0.topic, $0.count) }, uniquingKeysWith: +)
        try step(Self.sums, [channel, query.from.daysSince1970, query.to.daysSince1970]) { row in
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
            case .people: people += number
            case .unmarked: report.unmarked += number
            case .sentByMachine: report.sentByMachine += number
            case .sentByStaff: report.sentByStaff += number
            case nil: break
            }
            return true
        }
        report.topics = topics.map { (topic: $0.key, count: $0.value) }
        report.understoodAtFirst = Share(
            report.understoodAtFirst.part + understood, of: report.understoodAtFirst.whole + asked)
        if query.isWholeMonths { report.people = (report.people ?? 0) + people }
    }

    private static func isUnderstood(_ decision: String) -> Bool {
        ["answer", "referral", "command"].contains(decision)
    }

    private static func isAskedBack(_ decision: String) -> Bool { ["none", "menu", "question"].contains(decision) }

    fileprivate func addSpending(to report: inout OfficeReport) throws {
        let query = report.query
        try step(
            "SELECT units, unanswered FROM spending WHERE commune = ? AND day >= ? AND day <= ?",
            [query.commune.rawValue, query.from.daysSince1970, query.to.daysSince1970]
        ) { row in
            report.segments += try row.next()
            report.unanswered += try row.next()
            return true
        }
    }

    private static let matters = """
        SELECT escalation.reason, escalation.created_at, escalation.promised_by, escalation.state,
            escalation.answered_at, escalation.first_answer_at, escalation.closed_as
        FROM escalation
        WHERE escalation.desk = ? AND escalation.created_at >= ? AND escalation.created_at < ?
            AND (? IS NULL OR escalation.unit = ?) AND \(Viewer.mayAll)
        ORDER BY escalation.created_at LIMIT ?
        """

    fileprivate func addMatters(
        to report: inout OfficeReport, calendar: OfficeCalendar, for viewer: Viewer, at now: Date
    ) throws {
        let query = report.query
        let from = calendar.moment(of: query.from, minute: 0).milliseconds
        let to = calendar.moment(of: query.to.adding(days: 1), minute: 0).milliseconds
        var (waits, kept, promises): ([Int], Int, Int) = ([], 0, 0)
        try step(
            Self.matters,
            [query.commune.rawValue, from, to, query.unit?.rawValue, query.unit?.rawValue] + viewer.rights
                + [StoreLimits.reportMatters]
        ) { row in
            let (reason, raised): (String, Int64) = (try row.next(), try row.next())
            let (promised, state): (Int64?, String) = (row.nextIfAny(), try row.next())
            let (ended, first, closed): (Int64?, Int64?, String?) = (row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
            report.matters[EscalationReason(rawValue: reason) ?? .askedForStaff, default: 0] += 1
            if state == "open" { report.stillOpen += 1 }
            if let closed = closed.flatMap(ClosingReason.init(rawValue:)) {
                report.closedWithoutAnswer[closed, default: 0] += 1
            }
            // What the command line answered has no more than its end.
            let answered = first ?? (closed == nil ? ended : nil)
            if let answered {
                report.answeredByStaff += 1
                waits.append(
                    calendar.workingMinutes(
                        from: Date(milliseconds: raised), to: Date(milliseconds: answered)))
            }
            if let promised, promised <= now.milliseconds || ended != nil {
                promises += 1
                if let done = answered ?? ended, done <= promised { kept += 1 }
            }
            return true
        }
        report.promisesKept = Share(kept, of: promises)
        waits.sort()
        if !waits.isEmpty {
            report.firstAnswer = (waits[(waits.count - 1) / 2], waits[(waits.count * 9 + 9) / 10 - 1])
        }
    }
}

extension ReportQuery {
    /// From the first of a month to the last of one.
    var isWholeMonths: Bool { from.day == 1 && to.adding(days: 1).day == 1 }
}
