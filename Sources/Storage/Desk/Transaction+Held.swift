package import Conversations
package import Foundation

/// A person has a conversation: from taking it over until it is answered, closed or given back.
extension Transaction {
    private static let held =
        "SELECT id FROM escalation WHERE conversation_id = ? AND \(isHeld(since: "?")) ORDER BY id DESC LIMIT 1"

    /// In SQL: whether a person has a row of `escalation`, taken later than a value.
    static func isHeld(since value: String) -> String {
        "state = 'open' AND holder_id IS NOT NULL AND machine_at IS NULL AND held_at > \(value)"
    }

    /// What was taken before has been given back by itself.
    var holdBeginning: Int64 { now - StoreLimits.holdLife.inMilliseconds }

    /// The matter by which a person has the conversation; nil where the gateway speaks.
    ///
    /// Some days after it was taken nobody has it any more; taking it again begins anew.
    func heldMatter(of conversation: ConversationID) throws -> EscalationID? {
        try heldMatters(of: [conversation])[0]
    }

    /// The same of several conversations, in their order.
    func heldMatters(of conversations: [ConversationID]) throws -> [EscalationID?] {
        try all(Self.held, each: conversations.map { [$0.number, holdBeginning] }) { EscalationID(try $0.next()) }.map(
            \.first)
    }

    /// The villager wants the gateway's answers again; the matter stays with whoever has it.
    func bringMachineBack(_ matter: EscalationID, in conversation: ConversationID) throws {
        try run(
            "UPDATE escalation SET machine_at = ? WHERE conversation_id = ? AND state = 'open' AND holder_id IS NOT NULL",
            [now, conversation.number])
        try audit("matter.machine_back", of: "escalation \(matter)")
    }

    /// Gives a new matter to the officer with whom its villager speaks, if they are still there and may see it.
    func give(_ matter: EscalationID, to id: OfficerID) throws {
        guard let officer = try officer(id), officer.isActive,
            let row = try matterRow(matter, for: Viewer(officer: officer), at: now), row.holder == nil
        else { return }
        try hold(matter, by: id)
    }

    /// Takes a message of the gateway's out of the outbox, because a person has the conversation now.
    func withhold(_ message: MessageID, _ text: String, in matter: EscalationID, on channel: ChannelID) throws {
        let taken = try changes("DELETE FROM outgoing WHERE message_id = ? AND due_at IS NOT NULL", [message.number])
        guard taken == 1 else { return }
        try run("UPDATE message SET withheld_at = ? WHERE id = ?", [now, message.number])
        unspend(text, on: channel)
        try audit("message.withheld", of: "message \(message)", detail: "escalation \(matter)")
    }
}

extension GatewayStore {
    /// When an officer's message with a code was sent to a villager; nil where none was, or it can still be taken back.
    package func answerSent(withCode code: String, in conversation: ConversationID, now: Date) async throws -> Date? {
        try await read { transaction in
            try transaction.first(
                """
                SELECT COALESCE(outgoing.sent_at, outgoing.not_before)
                FROM staff_answer JOIN outgoing ON outgoing.message_id = staff_answer.message_id
                WHERE staff_answer.conversation_id = ? AND staff_answer.code = ? AND outgoing.state <> 'failed'
                    AND (outgoing.attempts > 0 OR outgoing.not_before <= ?)
                """,
                [conversation.number, code, now.milliseconds]
            ) { Date(milliseconds: try $0.next()) }
        }
    }
}
