extension DoctorCheck {
    /// What waits for staff can be found and answered.
    static let staff: [DoctorCheck] = [
        DoctorCheck(
            "escalation without a conversation", of: "escalation",
            means:
                "A question for staff names no conversation, no channel and nothing set aside: nobody can be answered.",
            sql: """
                SELECT id FROM escalation
                WHERE conversation_id IS NULL AND quarantine_id IS NULL AND channel IS NULL
                """,
            mend: .statements(
                "takes the conversation of its message, where it has one",
                [
                    """
                    UPDATE escalation SET conversation_id = (
                        SELECT conversation_id FROM message WHERE message.id = escalation.message_id)
                    WHERE id = :row AND NOT EXISTS (
                        SELECT 1 FROM escalation AS other JOIN message ON message.conversation_id = other.conversation_id
                        WHERE message.id = escalation.message_id AND other.state = 'open' AND escalation.state = 'open'
                            AND other.reason = escalation.reason AND other.is_restricted = escalation.is_restricted
                            AND COALESCE(other.unit, '') = COALESCE(escalation.unit, ''))
                    """
                ])),
        DoctorCheck(
            "escalation of another message", of: "escalation",
            means: "A question for staff names a message of another conversation.",
            sql: """
                SELECT escalation.id FROM escalation JOIN message ON message.id = escalation.message_id
                WHERE message.conversation_id <> escalation.conversation_id
                """,
            mend: .byHand("it was changed by hand: compare with a backup")),
        DoctorCheck(
            "escalation half answered", of: "escalation",
            means: "A question for staff is answered without a name or time, or open with one.",
            sql: """
                SELECT id FROM escalation
                WHERE (state = 'answered') <> (answered_at IS NOT NULL)
                    OR (state = 'answered') <> (answered_by IS NOT NULL)
                """,
            mend: .byHand("look at the conversation, and answer it again if it was not")),
    ]
}
