import Conversations
import Foundation
import PublicServices

/// Alerts to the phone on duty: the first call for help of a villager at once, and what comes after it together.
extension Transaction {
    func raise(_ alert: DutyAlert, of origin: EffectOrigin) throws {
        let channel = alert.channel ?? origin.channel
        let officer = try conversationBegunIfNew(with: alert.phone, on: channel)
        if try isAdded(origin, to: officer) { return }
        // One writer: else alerts that come at once may be more than are told one by one; the phone would have to be locked.
        let recent = try number(
            "SELECT COUNT(*) FROM duty_alert WHERE officer_id = ? AND state = 'told' AND begun_at > ?",
            [officer.number, now - StoreLimits.alertWindow.inMilliseconds]
        )
        let isHeld = (recent ?? 0) >= Int64(StoreLimits.alertsApart)
        let wait = isHeld ? StoreLimits.digestWait : StoreLimits.alertWindow
        try run(
            """
            INSERT INTO duty_alert (officer_id, conversation_id, commune, state, message_id, more, begun_at, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                officer.number, origin.conversation.number, origin.commune?.rawValue ?? "", isHeld ? "held" : "told",
                origin.message.number, isHeld ? 1 : 0, now, now + wait.inMilliseconds,
            ]
        )
        guard !isHeld else { return }
        let message = try enqueue(
            alert.text, to: officer, on: channel, template: Self.alertTemplates, isUrgent: true)
        try noteAlert(message, of: origin.conversation)
    }

    /// Counts a call for help to those of the same villager that the officer hears of together; false when it is the first.
    private func isAdded(_ origin: EffectOrigin, to officer: ConversationID) throws -> Bool {
        // What is over and has nothing left to tell is as good as none, though nobody has cleared it away yet.
        try run(
            "DELETE FROM duty_alert WHERE officer_id = ? AND conversation_id = ? AND more = 0 AND due_at <= ?",
            [officer.number, origin.conversation.number, now]
        )
        return try changes(
            "UPDATE duty_alert SET more = more + 1, message_id = ? WHERE officer_id = ? AND conversation_id = ?",
            [origin.message.number, officer.number, origin.conversation.number]
        ) == 1
    }

    /// Tells all further calls for help that are due; how many messages that are.
    func tellFurtherAlerts(_ text: (FurtherAlert) -> Reply?) throws -> Int {
        var told = 0
        // One writer: else two who tell at once tell the same calls; ending the window would have to come first.
        let due: [(officer: Int64, conversation: Int64, isHeld: Bool, more: Int)] = try all(
            """
            SELECT officer_id, conversation_id, state = 'held', more FROM duty_alert
            WHERE due_at <= ? ORDER BY due_at LIMIT ?
            """,
            [now, StoreLimits.namedRows]
        ) { (try $0.next(), try $0.next(), try $0.next(), try $0.next()) }
        var digested: Set<Int64> = []
        for row in due {
            let officer = ConversationID(row.officer)
            if row.isHeld {
                guard digested.insert(row.officer).inserted else { continue }
                told += try tell(heldCalls(for: officer), to: officer, text)
                try endWindow(of: officer, "state = 'held'", [])
            } else if row.more > 0 {
                told += try tell(calls(of: row.conversation, for: officer), to: officer, text)
                try endWindow(of: officer, "conversation_id = ?", [row.conversation])
            } else {
                try run(
                    "DELETE FROM duty_alert WHERE officer_id = ? AND conversation_id = ?",
                    [row.officer, row.conversation])
            }
        }
        return told
    }

    private static let untaken = """
        SELECT DISTINCT escalation.alert_id FROM escalation JOIN message ON message.id = escalation.alert_id
        WHERE escalation.state = 'open' AND escalation.alert_id > 0 AND escalation.holder_id IS NULL
            AND escalation.alert_repeats < ? AND message.created_at <= ? AND message.text <> ''
        ORDER BY escalation.alert_id
        """

    /// The alerts of open calls for help that nobody took, not younger than a time.
    func untakenAlerts(before time: Int64) throws -> [MessageID] {
        try all(Self.untaken, [StoreLimits.alertRepeats, time]) { MessageID(try $0.next()) }
    }

    func repeatAlert(_ alert: MessageID) throws {
        let found: (officer: Int64, channel: String, text: GuardedText, template: String?)? = try first(
            "SELECT conversation_id, channel, text, original_sealed, template FROM message WHERE id = ?", [alert.number]
        ) {
            (
                try $0.next(), try $0.next(), GuardedText(masked: try $0.next(), sealed: $0.nextIfAny()),
                $0.nextIfAny()
            )
        }
        guard let found else { return }
        let officer = ConversationID(found.officer)
        let next = try enqueue(
            sealing.full(found.text, in: .original(officer)), to: officer, on: ChannelID(rawValue: found.channel),
            template: found.template, isUrgent: true)
        try run(
            """
            UPDATE escalation SET alert_id = ?, alert_repeats = alert_repeats + 1
            WHERE alert_id = ? AND state = 'open' AND holder_id IS NULL
            """,
            [next.number, alert.number])
        try audit("alert.repeated", of: "message \(next)")
    }

    private func tell(
        _ further: FurtherAlert?, to officer: ConversationID,
        _ text: (FurtherAlert) -> Reply?
    ) throws -> Int {
        guard let further, let message = text(further) else { return 0 }
        guard let channel = try channel(of: officer) else { return 0 }
        // After the first alert of another villager, whenever that comes.
        try enqueue(message.text, to: officer, on: channel, template: message.template, rank: 1)
        return 1
    }

    /// Begins a new window for what was just told; a flood is then told again at its end, and not before.
    private func endWindow(of officer: ConversationID, _ condition: String, _ values: StatementValues) throws {
        try run(
            """
            UPDATE duty_alert SET state = 'told', more = 0, begun_at = ?1, due_at = ?2
            WHERE officer_id = ?3 AND \(condition.replacing("?", with: "?4"))
            """,
            [now, now + StoreLimits.alertWindow.inMilliseconds, officer.number] + values
        )
    }

    private static let call = """
        SELECT duty_alert.commune, contact.address_index, contact.address_sealed, message.text, message.created_at
        FROM duty_alert
        JOIN message ON message.id = duty_alert.message_id
        JOIN conversation ON conversation.id = duty_alert.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE duty_alert.officer_id = ?
        """

    private func calls(of conversation: Int64, for officer: ConversationID) throws -> FurtherAlert? {
        let more = try number(
            "SELECT more FROM duty_alert WHERE officer_id = ? AND conversation_id = ?", [officer.number, conversation])
        return try further(
            Self.call + " AND duty_alert.conversation_id = ?", [officer.number, conversation],
            count: Int(more ?? 0), isOfMany: false)
    }

    private func heldCalls(for officer: ConversationID) throws -> FurtherAlert? {
        let count = try number(
            "SELECT COUNT(*) FROM duty_alert WHERE officer_id = ? AND state = 'held'", [officer.number])
        return try further(
            Self.call + " AND duty_alert.state = 'held' LIMIT ?", [officer.number, StoreLimits.callsInDigest],
            count: Int(count ?? 0), isOfMany: true)
    }

    private func further(
        _ sql: String, _ values: StatementValues, count: Int, isOfMany: Bool
    ) throws -> FurtherAlert? {
        var commune: CommuneID?
        let calls = try all(sql, values) { row in
            let owner: String = try row.next()
            commune = commune ?? CommuneID(rawValue: owner)
            return FurtherAlert.Call(
                // One spoilt address must not keep the others from being told.
                sender: try addressIfReadable(in: &row) ?? "?", text: try row.next(),
                at: Date(milliseconds: try row.next()))
        }
        guard let commune, count > 0 else { return nil }
        return FurtherAlert(commune: commune, count: count, isOfMany: isOfMany, calls: calls)
    }
}
