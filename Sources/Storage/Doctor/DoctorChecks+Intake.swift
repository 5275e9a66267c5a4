import Conversations

extension DoctorCheck {
    /// What was set aside waits for somebody or is gone, and who writes too much is known to staff.
    static let intake: [DoctorCheck] = [
        DoctorCheck(
            "set aside state", of: "quarantine",
            means: "Something that was set aside is of a kind, or has ended in a way, that this version does not know.",
            sql: """
                SELECT id FROM quarantine
                WHERE kind NOT IN (\(QuarantineEntry.Kind.allCases.sqlList))
                    OR outcome NOT IN (\(QuarantineOutcome.allCases.sqlList))
                    OR (kind = 'unreadable' AND outcome = 'released')
                """,
            mend: .byHand("use the version of the gateway that wrote it")),
        DoctorCheck(
            "set aside half ended", of: "quarantine",
            means: "Something that was set aside has ended without a name or time, or is held and has one.",
            sql: """
                SELECT id FROM quarantine
                WHERE (outcome IS NULL) <> (ended_at IS NULL) OR (outcome IS NULL) <> (ended_by IS NULL)
                """,
            mend: .byHand("look it up in the audit")),
        DoctorCheck(
            "set aside but kept", of: "quarantine",
            means: "Something that was set aside has ended, but what it said was not thrown away.",
            sql: "SELECT id FROM quarantine WHERE outcome IS NOT NULL AND LENGTH(bytes_sealed) > 0",
            mend: .statements("throws it away", ["UPDATE quarantine SET bytes_sealed = x'' WHERE id = :row"])),
        DoctorCheck(
            "set aside without staff", of: "quarantine",
            means: "Something was set aside and is held, and staff were never told.",
            // One that names its sender may have joined an open question of his.
            sql: """
                SELECT id FROM quarantine
                WHERE outcome IS NULL AND CASE kind
                    WHEN 'unproven' THEN NOT EXISTS (
                        SELECT 1 FROM escalation
                        WHERE escalation.channel = quarantine.channel AND escalation.reason = 'unproven_calls')
                    WHEN 'unreadable' THEN sender_sealed IS NULL AND NOT EXISTS (
                        SELECT 1 FROM escalation WHERE escalation.quarantine_id = quarantine.id)
                    END
                """,
            mend: .statements(
                "hands it to staff",
                [
                    """
                    INSERT INTO escalation (quarantine_id, channel, reason, detail, state, created_at)
                    SELECT CASE kind WHEN 'unreadable' THEN id END, CASE kind WHEN 'unproven' THEN channel END,
                        CASE kind WHEN 'unproven' THEN 'unproven_calls' ELSE 'unreadable_message' END,
                        'found by gateway doctor', 'open', :now
                    FROM quarantine WHERE id = :row
                    ON CONFLICT DO NOTHING
                    """
                ])),
        DoctorCheck(
            "escalation of what is gone", of: "escalation",
            means: "A question for staff names something that was set aside, but it is gone.",
            sql: """
                SELECT id FROM escalation
                WHERE quarantine_id IS NOT NULL AND quarantine_id NOT IN (SELECT id FROM quarantine)
                """,
            mend: .byHand("compare with a backup")),
        DoctorCheck(
            "burst without a cause", of: "conversation",
            means: "A villager counts as writing too much, but no message of his began it, so he may get no answers.",
            // The message that begins a burst is closed in the same transaction.
            sql: """
                SELECT id FROM conversation
                WHERE burst_since IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM message JOIN incoming ON incoming.message_id = message.id
                    WHERE message.conversation_id = conversation.id AND message.direction = 'in'
                        AND message.decision = 'limited' AND incoming.handled_at = conversation.burst_since)
                """,
            mend: .statements("counts him as calm", ["UPDATE conversation SET burst_since = NULL WHERE id = :row"])),
        DoctorCheck(
            "limited without staff", of: "incoming",
            means: "A villager wrote too much and got no answer, and staff were never told.",
            sql: """
                SELECT incoming.message_id FROM incoming JOIN message ON message.id = incoming.message_id
                WHERE message.decision = 'limited' AND NOT \(told("incoming", .tooManyMessages))
                """,
            mend: .statements("hands it to staff", [escalation(of: "incoming", as: .tooManyMessages)])),
        DoctorCheck(
            "order ahead of arrivals", of: "conversation",
            means: "A villager's messages count as come too late, though none came that is newer.",
            sql: """
                SELECT id FROM conversation
                WHERE newest_sent_at > COALESCE(
                    (SELECT MAX(created_at) FROM message
                        WHERE message.conversation_id = conversation.id AND direction = 'in'), 0)
                """,
            mend: .statements(
                "takes the time of the newest message that was handled",
                [
                    """
                    UPDATE conversation SET newest_sent_at = (
                        SELECT MAX(MIN(sent_at, created_at)) FROM message
                        WHERE conversation_id = :row AND direction = 'in' AND decision IS NOT NULL)
                    WHERE id = :row
                    """
                ])),
    ]
}
