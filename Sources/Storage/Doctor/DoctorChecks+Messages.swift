import Conversations

extension DoctorCheck {
    /// Every message has its one place: in the inbox or in the outbox.
    static let messages: [DoctorCheck] = [
        DoctorCheck(
            "conversation missing", of: "contact",
            means: "A villager is known, but has no conversation, so all that he writes is refused.",
            sql: """
                SELECT id FROM contact
                WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE contact_id = contact.id)
                """,
            mend: .statements(
                "begins the conversation",
                ["INSERT INTO conversation (contact_id, updated_at) VALUES (:row, :now)"])),
        DoctorCheck(
            "incoming missing", of: "message",
            means: "A villager's message is kept, but stands in no inbox, so nobody will ever answer it.",
            sql: """
                SELECT id FROM message
                WHERE direction = 'in' AND NOT EXISTS (SELECT 1 FROM incoming WHERE message_id = message.id)
                """,
            mend: .statements(
                "puts it into the inbox; as handled where its trace holds a decision",
                [
                    """
                    INSERT INTO incoming (message_id, conversation_id, state, handled_at)
                    SELECT id, conversation_id, CASE WHEN decision IS NULL THEN 'pending' ELSE 'handled' END,
                        CASE WHEN decision IS NOT NULL THEN :now END
                    FROM message WHERE id = :row
                    """
                ])),
        DoctorCheck(
            "outgoing missing", of: "message",
            means: "An answer is kept, but stands in no outbox: whether the villager got it is unknown.",
            sql: """
                SELECT id FROM message
                WHERE direction = 'out' AND withheld_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM outgoing WHERE message_id = message.id)
                """,
            mend: .statements(
                "marks it as failed and hands it to staff, for sending it could be a second time",
                [
                    """
                    INSERT INTO outgoing
                        (message_id, conversation_id, channel, state, created_at, not_before, last_error)
                    SELECT id, conversation_id, channel, 'failed', created_at, created_at,
                        'it had no place in the outbox'
                    FROM message WHERE id = :row
                    """,
                    escalation(of: "outgoing", as: .deliveryFailed),
                ])),
        DoctorCheck(
            "provider id twice", of: "message",
            means: "One message of a provider is kept twice, so it may have been answered twice.",
            sql: """
                SELECT MAX(id) FROM message WHERE direction = 'in' AND provider_id IS NOT NULL
                GROUP BY channel, provider_id HAVING COUNT(*) > 1
                """,
            mend: .byHand("read both in the list of messages; restore a backup if the index message_once is gone")),
        DoctorCheck(
            "channel differs", of: "message",
            means: "A message stands in a conversation of another channel.",
            sql: """
                SELECT message.id FROM message
                JOIN conversation ON conversation.id = message.conversation_id
                JOIN contact ON contact.id = conversation.contact_id
                WHERE contact.channel <> message.channel
                """,
            mend: .byHand("it was changed by hand: compare with a backup")),
    ]
}
