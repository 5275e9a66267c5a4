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
            try transaction.addInterested(on: Set(channels), to: &report, calendar: calendar)
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

    private static let people = """
        SELECT COUNT(*) FROM person_day WHERE channel = ? AND day >= ? AND day <= ? AND before < ?
        """

    fileprivate func addSums(of channel: String, to report: inout OfficeReport) throws {
        let query = report.query
        let (from, to) = (query.from.daysSince1970, query.to.daysSince1970)
        var (asked, understood) = (0, 0)
        var topics = Dictionary(report.topics.map { ($0.topic, $0.count) }, uniquingKeysWith: +)
        try step(Self.sums, [channel, from, to]) { row in
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
            case nil: break
            }
            return true
        }
        report.topics = topics.map { (topic: $0.key, count: $0.value) }
        report.understoodAtFirst = Share(
            report.understoodAtFirst.part + understood, of: report.understoodAtFirst.whole + asked)
        report.people += Int(try number(Self.people, [channel, from, to, from]) ?? 0)
    }

    private static func isUnderstood(_ decision: String) -> Bool {
        ["answer", "referral", "command"].contains(decision)
    }

    private static func isAskedBack(_ decision: String) -> Bool { ["none", "menu", "question"].contains(decision) }

    private static let interested = """
        SELECT interest.topic, contact.channel, COUNT(*) FROM interest JOIN contact ON contact.id = interest.contact_id
        WHERE interest.at >= ? AND interest.at < ? GROUP BY +interest.topic, contact.channel
        """

    fileprivate func addInterested(
        on channels: Set<String>, to report: inout OfficeReport, calendar: OfficeCalendar
    ) throws {
        let from = calendar.moment(of: report.query.from, minute: 0).milliseconds
        let to = calendar.moment(of: report.query.to.adding(days: 1), minute: 0).milliseconds
        try step(Self.interested, [from, to]) { row in
            let (topic, channel, number): (String, String, Int) = (try row.next(), try row.next(), try row.next())
            if channels.contains(channel) { report.interested[TopicID(rawValue: topic), default: 0] += number }
            return true
        }
    }

    fileprivate func addSpending(to report: inout OfficeReport) throws {
        let query = report.query
        report.unanswered += Int(
            try number(
                "SELECT SUM(unanswered) FROM spending WHERE commune = ? AND day >= ? AND day <= ?",
                [query.commune.rawValue, query.from.daysSince1970, query.to.daysSince1970]) ?? 0)
    }

    private static let raised = """
        FROM escalation
        WHERE escalation.desk = ? AND escalation.created_at >= ? AND escalation.created_at < ?
            AND (? IS NULL OR escalation.unit = ?) AND (? IS NULL OR escalation.hamlet = ?) AND \(Viewer.mayAll)
        """

    /// What the command line answered has no more than its end.
    private static let answeredAt = """
        CASE WHEN first_answer_at IS NULL AND closed_as IS NULL THEN answered_at ELSE first_answer_at END
        """

    private static let counted = """
        SELECT reason, state, closed_as, COUNT(*), COUNT(\(answeredAt)),
            COUNT(*) FILTER (WHERE promised_by IS NOT NULL AND (promised_by <= ? OR answered_at IS NOT NULL)),
            COUNT(*) FILTER (WHERE promised_by IS NOT NULL AND answered_at IS NOT NULL
                AND COALESCE(first_answer_at, answered_at) <= promised_by)
        \(raised) GROUP BY reason, state, closed_as
        """

    private static let byHamlet = "SELECT COALESCE(hamlet, ''), COUNT(*) \(raised) GROUP BY 1"

    private static let waits = """
        SELECT created_at, \(answeredAt) \(raised) AND \(answeredAt) IS NOT NULL LIMIT ?
        """

    fileprivate func addMatters(
        to report: inout OfficeReport, calendar: OfficeCalendar, for viewer: Viewer, at now: Date
    ) throws {
        let query = report.query
        let from = calendar.moment(of: query.from, minute: 0).milliseconds
        let to = calendar.moment(of: query.to.adding(days: 1), minute: 0).milliseconds
        let which: StatementValues = [
            query.commune.rawValue, from, to, query.unit?.rawValue, query.unit?.rawValue, query.hamlet, query.hamlet,
        ]
        var (kept, promises) = (0, 0)
        try step(Self.counted, [now.milliseconds] + which + viewer.rights) { row in
            let (reason, state, closed): (String, String, String?) =
                (try row.next(), try row.next(), row.nextIfAny())
            let (number, answered, due, inTime): (Int, Int, Int, Int) =
                (try row.next(), try row.next(), try row.next(), try row.next())
            report.matters[EscalationReason(rawValue: reason) ?? .askedForStaff, default: 0] += number
            if state == "open" { report.stillOpen += number }
            if let closed = closed.flatMap(ClosingReason.init(rawValue:)) {
                report.closedWithoutAnswer[closed, default: 0] += number
            }
            report.answeredByStaff += answered
            promises += due
            kept += inTime
            return true
        }
        report.promisesKept = Share(kept, of: promises)
        try step(Self.byHamlet, which + viewer.rights) { row in
            report.hamlets[try row.next()] = try row.next()
            return true
        }
        let opening = OpeningTime(calendar)
        var waits: [Int] = []
        try step(Self.waits, which + viewer.rights + [StoreLimits.reportMatters]) { row in
            let (raised, answered): (Int64, Int64) = (try row.next(), try row.next())
            waits.append(
                opening.minutes(from: Date(milliseconds: raised), to: Date(milliseconds: answered)))
            return true
        }
        report.firstAnswerOf = waits.count
        waits.sort()
        if !waits.isEmpty {
            report.firstAnswer = (waits[(waits.count - 1) / 2], waits[(waits.count * 9 + 9) / 10 - 1])
        }
    }
}
