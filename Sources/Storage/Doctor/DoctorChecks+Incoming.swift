import Conversations

extension DoctorCheck {
    /// A villager's message is waiting, handled or given to staff, and in that state it is whole.
    static let incoming: [DoctorCheck] = [
        DoctorCheck(
            "incoming without message", of: "incoming",
            means: "A place in the inbox is left over from a message that is gone.",
            sql: "SELECT message_id FROM incoming WHERE message_id NOT IN (SELECT id FROM message)",
            mend: .statements("removes the place", ["DELETE FROM incoming WHERE message_id = :row"])),
        DoctorCheck(
            "incoming of an answer", of: "incoming",
            means: "One of our own answers stands in the inbox and would be answered.",
            sql: """
                SELECT message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE message.direction <> 'in'
                """,
            mend: .statements("removes it from the inbox", ["DELETE FROM incoming WHERE message_id = :row"])),
        DoctorCheck(
            "incoming conversation", of: "incoming",
            means: "The inbox counts a message to another conversation than the message itself.",
            sql: """
                SELECT message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE message.conversation_id <> incoming.conversation_id
                """,
            mend: .statements(
                "takes the conversation of the message",
                [
                    """
                    UPDATE incoming SET conversation_id = (SELECT conversation_id FROM message WHERE id = :row)
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "incoming state", of: "incoming",
            means: "A message is in a state that this version does not know.",
            sql: "SELECT message_id FROM incoming WHERE state NOT IN (\(IncomingState.allCases.sqlList))",
            mend: .byHand("use the version of the gateway that wrote it")),
        DoctorCheck(
            "decided but pending", of: "incoming",
            means: "A message was decided on, but waits as if it was not, and would be answered a second time.",
            sql: """
                SELECT message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE incoming.state = 'pending' AND message.decision IS NOT NULL
                """,
            mend: .statements(
                "marks it as handled",
                [
                    """
                    UPDATE incoming SET state = 'handled', handled_at = COALESCE(handled_at, :now),
                        lease_owner = NULL, lease_until = NULL
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "handled without a decision", of: "incoming",
            means: "A message counts as handled, but nothing tells when or how.",
            sql: """
                SELECT message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE incoming.state = 'handled' AND (incoming.handled_at IS NULL OR message.decision IS NULL)
                """,
            mend: .statements(
                "marks it as failed and hands it to staff",
                [
                    """
                    UPDATE incoming SET state = 'failed', last_error = 'nothing told how it was handled'
                    WHERE message_id = :row
                    """,
                    escalation(of: "incoming", as: .handlingFailed),
                ])),
        DoctorCheck(
            "failed without staff", of: "incoming",
            means: "A message could not be handled, and staff were never told.",
            sql: "SELECT message_id FROM incoming WHERE state = 'failed' AND NOT "
                + told("incoming", .handlingFailed),
            mend: .statements("hands it to staff", [escalation(of: "incoming", as: .handlingFailed)])),
        DoctorCheck(
            "incoming lease", of: "incoming",
            means: "A message is held by a worker although it is done, or is held by nobody, or without an end.",
            sql: """
                SELECT message_id FROM incoming
                WHERE (state <> 'pending' AND (lease_owner IS NOT NULL OR lease_until IS NOT NULL))
                    OR (lease_owner IS NULL) <> (lease_until IS NULL)
                """,
            mend: .statements(
                "ends the hold",
                ["UPDATE incoming SET lease_owner = NULL, lease_until = NULL WHERE message_id = :row"])),
        DoctorCheck(
            "incoming overdue", of: "incoming",
            means: "A villager's message has waited for more than a quarter of an hour.",
            sql: """
                SELECT message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE incoming.state = 'pending' AND message.created_at < :overdue
                    AND COALESCE(incoming.lease_until, 0) < :overdue
                """,
            mend: .byHand("see that the gateway runs, and read its log")),
        DoctorCheck(
            "answer missing", of: "incoming",
            means: "The trace says that a message was answered, but the answer was never put into the outbox.",
            // Replies are made in the transaction that handles the message, so they bear its very time. To a message
            // that a later one had overtaken, silence may be the answer.
            sql: """
                SELECT incoming.message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE incoming.state = 'handled' AND message.kind = 'text'
                    AND message.decision IN ('answer', 'menu', 'question', 'referral', 'small_talk', 'trouble', 'unknown', 'none')
                    AND NOT EXISTS (
                        SELECT 1 FROM message AS reply
                        WHERE reply.conversation_id = message.conversation_id AND reply.id > message.id
                            AND reply.direction = 'out' AND reply.created_at = incoming.handled_at)
                    AND incoming.message_id NOT IN (
                        SELECT CAST(SUBSTR(subject, 9) AS INTEGER) FROM audit
                        WHERE action = 'turn.handled' AND detail LIKE '%, out of turn')
                    AND NOT \(told("incoming", .handlingFailed))
                """,
            mend: .statements("hands it to staff", [escalation(of: "incoming", as: .handlingFailed)])),
        DoctorCheck(
            "handled twice", of: "audit",
            means: "A message was handled twice, so the villager may have got two answers.",
            sql: """
                SELECT CAST(SUBSTR(subject, 9) AS INTEGER) FROM audit WHERE action = 'turn.handled'
                GROUP BY subject HAVING COUNT(*) > 1
                """,
            mend: .byHand("nothing can be taken back; tell the makers of the gateway")),
    ]

    /// Whether staff were told of the conversation of a row for this reason, now or before.
    static func told(_ table: String, _ reason: EscalationReason) -> String {
        """
        EXISTS (
            SELECT 1 FROM escalation
            WHERE escalation.conversation_id = \(table).conversation_id AND escalation.reason = '\(reason.rawValue)')
        """
    }
}
