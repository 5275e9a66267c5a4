import Conversations
import Foundation
import PublicServices

/// What one piece of work sends, by commune, added to the counters at its end: one write for many messages.
final class SpendingLedger {
    fileprivate var sent: [CommuneID: Int] = [:]
    fileprivate var unanswered: [CommuneID: Int] = [:]
    /// What was counted before this piece of work.
    fileprivate var before: [CommuneID: Int] = [:]
}

/// What the channels of a commune send in a day, against its budget.
extension Transaction {
    /// Days since 1970 in Vietnam, whose time is that of UTC and seven hours all year round.
    var today: Int64 { Self.day(of: now) }

    static func day(of milliseconds: Int64) -> Int64 {
        let local = milliseconds + Self.aheadOfUTC
        return local / dayLength - (local % dayLength < 0 ? 1 : 0)
    }

    /// When a day begins in Vietnam, in milliseconds since 1970.
    static func midnight(of day: Int64) -> Int64 { day * dayLength - aheadOfUTC }

    /// The hour of the day in Vietnam, 0 to 23.
    static func hour(of milliseconds: Int64) -> Int64 {
        (milliseconds - midnight(of: day(of: milliseconds))) / 3_600_000
    }

    private static let dayLength: Int64 = 86_400_000
    private static let aheadOfUTC = Int64(clamping: OfficeCalendar.secondsFromUTC) * 1000

    /// Counts a message that goes into the outbox, as its provider bills it.
    func spend(_ text: String, on channel: ChannelID) {
        guard let facts = surroundings.channels[channel] else { return }
        let pace = SendingPace(perSecond: 1, unit: facts.unit)
        spending.sent[facts.commune, default: 0] += pace.cost(of: text)
    }

    /// Counts a message no more that was taken out of the outbox again.
    func unspend(_ text: String, on channel: ChannelID) {
        guard let facts = surroundings.channels[channel] else { return }
        let pace = SendingPace(perSecond: 1, unit: facts.unit)
        spending.sent[facts.commune, default: 0] -= pace.cost(of: text)
    }

    /// Whether a turn gets no answer because the channel's commune has spent its budget of the day.
    ///
    /// Calls for help are always answered; alerts and what officers write do not come this way.
    func isBeyondBudget(_ turn: HandledTurn) throws -> Bool {
        guard surroundings.budget > 0, !turn.replies.isEmpty, turn.escalation?.reason != .emergency, turn.alert == nil,
            let commune = surroundings.channels[turn.channel]?.commune, try isBudgetSpent(by: commune)
        else { return false }
        spending.unanswered[commune, default: 0] += 1
        return true
    }

    /// Whether a commune has spent its budget of the day: then news and late answers wait for the next.
    func isBudgetSpent(by commune: CommuneID) throws -> Bool {
        try surroundings.budget > 0 && spent(by: commune) >= surroundings.budget
    }

    private func spent(by commune: CommuneID) throws -> Int {
        // One writer: else what others send at this moment is not in it, and a day may cost a few messages more.
        let before =
            try spending.before[commune]
            ?? Int(
                number("SELECT units FROM spending WHERE commune = ? AND day = ?", [commune.rawValue, today]) ?? 0)
        spending.before[commune] = before
        return before + spending.sent[commune, default: 0]
    }

    /// Adds what was sent to the counters, and tells staff once a day that the budget is nearly spent, and once that it is.
    func settleSpending() throws {
        for commune in Set(spending.sent.keys).union(spending.unanswered.keys) {
            try run(
                """
                INSERT INTO spending (commune, day, units, unanswered) VALUES (?, ?, ?, ?)
                ON CONFLICT (commune, day) DO UPDATE SET
                    units = spending.units + excluded.units, unanswered = spending.unanswered + excluded.unanswered
                """,
                [commune.rawValue, today, spending.sent[commune] ?? 0, spending.unanswered[commune] ?? 0]
            )
            try warn(commune)
        }
    }

    private func warn(_ commune: CommuneID) throws {
        let budget = surroundings.budget
        guard budget > 0 else { return }
        // One writer: else staff may be told twice; the change would have to ask whether it is still to be told.
        let row: (units: Int, isWarned: Bool, isStopped: Bool)? = try first(
            "SELECT units, warned_at IS NOT NULL, stopped_at IS NOT NULL FROM spending WHERE commune = ? AND day = ?",
            [commune.rawValue, today]
        ) { (try $0.next(), try $0.next(), try $0.next()) }
        guard let row else { return }
        if row.units >= budget {
            guard !row.isStopped else { return }
            try run(
                """
                UPDATE spending SET stopped_at = ?1, warned_at = COALESCE(warned_at, ?1) WHERE commune = ?2 AND day = ?3
                """,
                [now, commune.rawValue, today])
            try escalate(
                .budget, conversation: nil, detail: StaffSentences.budgetSpent(budget), commune: commune)
        } else if !row.isWarned, row.units * 100 >= budget * StoreLimits.budgetWarning {
            try run(
                "UPDATE spending SET warned_at = ? WHERE commune = ? AND day = ?", [now, commune.rawValue, today])
            try escalate(
                .budget, conversation: nil, detail: StaffSentences.budgetWarning(sent: row.units, of: budget),
                commune: commune)
        }
    }
}
