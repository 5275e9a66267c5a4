import Conversations
import Foundation
import PublicServices

/// The matters of a report: of whole weeks from their sums, of the days beside them one by one.
extension Transaction {
    /// When staff first answered a matter; what the command line answered has no more than its end.
    static let answeredAt = """
        CASE WHEN first_answer_at IS NULL AND closed_as IS NULL THEN answered_at ELSE first_answer_at END
        """

    private static let chosen = """
        (? IS NULL OR escalation.unit = ?) AND (? IS NULL OR escalation.hamlet = ?)
        """

    /// The matters of a report: a desk, from and to, and what they are narrowed to.
    static let raised = """
        escalation.desk = ? AND escalation.created_at >= ? AND escalation.created_at < ? AND \(chosen)
        """

    private static let counted = """
        SELECT reason, COALESCE(closed_as, ''), COALESCE(hamlet, ''), COUNT(*), COUNT(*) FILTER (WHERE state = 'open'),
            COUNT(\(answeredAt)), COUNT(promised_by), COUNT(*) FILTER (WHERE answered_at IS NOT NULL
                AND COALESCE(first_answer_at, answered_at) <= promised_by)
        """

    private static let ofWeeks = """
        SELECT reason, closed_as, hamlet, SUM(number), SUM(open), SUM(answered), SUM(promised), SUM(kept) FROM matter_sum
        WHERE desk = ? AND week >= ? AND week <= ? AND (? IS NULL OR unit = ?) AND (? IS NULL OR hamlet = ?)
            AND is_restricted <= ?
        GROUP BY 1, 2, 3
        """

    private static let ofDays = "\(counted) FROM escalation WHERE \(raised) AND \(Viewer.mayAll) GROUP BY 1, 2, 3"

    /// Those that are kept from the officer, which the sums hold all the same.
    private static let barred = """
        \(counted) FROM matter_barred CROSS JOIN escalation ON escalation.id = matter_barred.escalation_id
        WHERE matter_barred.officer_id = ? AND escalation.is_restricted = 1 AND \(raised) GROUP BY 1, 2, 3
        """

    /// Promises whose time has not come; there are as many as an office gives in a few days.
    private static let early = """
        SELECT COUNT(*) FROM escalation
        WHERE escalation.state = 'open' AND escalation.desk = ? AND escalation.urgency IN (0, 1, 2)
            AND escalation.due_by > ? AND escalation.due_by < 9000000000000000 AND escalation.answered_at IS NULL
            AND +escalation.created_at >= ? AND +escalation.created_at < ? AND \(chosen) AND \(Viewer.mayAll)
        """

    func addMatters(
        to report: inout OfficeReport, calendar: OfficeCalendar, for viewer: Viewer, at now: Date
    ) throws {
        let query = report.query
        let span = query.span
        let desk = query.commune.rawValue
        let chosen: StatementValues = [query.unit?.rawValue, query.unit?.rawValue, query.hamlet, query.hamlet]
        var numbers = MatterNumbers()
        let weeks: StatementValues = [desk, span.weeks.from, span.weeks.to]
        try step(Self.ofWeeks, weeks + chosen + [viewer.officer.profile.maySeeRestricted]) { row in
            try numbers.add(&row)
            return true
        }
        for days in [span.before, span.behind] {
            let (from, to) = WeekSpan.milliseconds(of: days)
            try step(Self.ofDays, [desk, from, to] + chosen + viewer.rights) { row in
                try numbers.add(&row)
                return true
            }
        }
        if viewer.officer.profile.maySeeRestricted {
            let (from, to) = WeekSpan.milliseconds(ofWeeks: span.weeks)
            try step(Self.barred, [viewer.officer.id.number, desk, from, to] + chosen) { row in
                try numbers.add(&row, times: -1)
                return true
            }
        }
        let from = calendar.moment(of: query.from, minute: 0).milliseconds
        let to = calendar.moment(of: query.to.adding(days: 1), minute: 0).milliseconds
        let early = try number(Self.early, [desk, now.milliseconds, from, to] + chosen + viewer.rights) ?? 0
        numbers.put(in: &report)
        report.promisesKept = Share(numbers.kept, of: numbers.promised - Int(early))
    }
}

/// What is added up of matters.
private struct MatterNumbers {
    private var matters: [EscalationReason: Int] = [:]
    private var hamlets: [String: Int] = [:]
    private var closed: [ClosingReason: Int] = [:]
    private var open = 0
    private var answered = 0
    private(set) var promised = 0
    /// Of those: answered before the promise ended.
    private(set) var kept = 0

    mutating func add(_ row: inout Columns, times sign: Int = 1) throws {
        let (reason, closed, hamlet): (String, String, String) = (try row.next(), try row.next(), try row.next())
        let number = try row.next() * sign
        matters[EscalationReason(rawValue: reason) ?? .askedForStaff, default: 0] += number
        hamlets[hamlet, default: 0] += number
        if let closed = ClosingReason(rawValue: closed) { self.closed[closed, default: 0] += number }
        open += try row.next() * sign
        answered += try row.next() * sign
        promised += try row.next() * sign
        kept += try row.next() * sign
    }

    /// Kinds of which none are left are not named.
    func put(in report: inout OfficeReport) {
        report.matters = matters.filter { $0.value != 0 }
        report.hamlets = hamlets.filter { $0.value != 0 }
        report.closedWithoutAnswer = closed.filter { $0.value != 0 }
        report.stillOpen = open
        report.answeredByStaff = answered
    }
}
