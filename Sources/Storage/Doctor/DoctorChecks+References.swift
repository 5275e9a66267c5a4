extension DoctorCheck {
    /// What one row says of another is true, also where the database itself holds no foreign key.
    static let references: [DoctorCheck] = [
        DoctorCheck(
            "attachment conversation", of: "attachment",
            means: "A picture or file is counted to another conversation than its message.",
            sql: """
                SELECT attachment.id FROM attachment JOIN message ON message.id = attachment.message_id
                WHERE message.conversation_id <> attachment.conversation_id
                """,
            mend: .byHand("it is sealed for its conversation: compare with a backup")),
        DoctorCheck(
            "attachment overdue", of: "attachment",
            means: "A picture or file should have been fetched more than a quarter of an hour ago.",
            sql: "SELECT id FROM attachment WHERE due_at < :overdue",
            mend: .byHand("see that the gateway runs, and read its log")),
        DoctorCheck(
            "report not counted", of: "delivery_report",
            means: "A delivery report names an answer of ours by the provider's id, but was never put to it.",
            sql: """
                SELECT delivery_report.id FROM delivery_report JOIN message
                    ON message.channel = delivery_report.channel AND message.provider_id = delivery_report.reference
                        AND message.direction = 'out'
                WHERE delivery_report.message_id = 0
                """,
            mend: .statements(
                "puts the report to the answer; its state stays as it is",
                [
                    """
                    UPDATE delivery_report SET message_id = (
                        SELECT id FROM message
                        WHERE direction = 'out' AND channel = delivery_report.channel
                            AND provider_id = delivery_report.reference)
                    WHERE id = :row
                    """
                ])),
        DoctorCheck(
            "guess of another", of: "dossier_attempt",
            means: "A guess at a dossier's phone number is counted to another villager than the one who wrote.",
            sql: """
                SELECT dossier_attempt.message_id FROM dossier_attempt
                JOIN message ON message.id = dossier_attempt.message_id
                JOIN conversation ON conversation.id = message.conversation_id
                WHERE conversation.contact_id <> dossier_attempt.contact_id
                """,
            mend: .statements(
                "counts it to the one who wrote",
                [
                    """
                    UPDATE dossier_attempt SET contact_id = (
                        SELECT conversation.contact_id FROM message
                        JOIN conversation ON conversation.id = message.conversation_id WHERE message.id = :row)
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "news of another", of: "dossier_notice",
            means: "News of a dossier are noted as told to one villager, but went to another.",
            sql: """
                SELECT dossier_notice.message_id FROM dossier_notice
                JOIN message ON message.id = dossier_notice.message_id
                JOIN conversation ON conversation.id = message.conversation_id
                WHERE conversation.contact_id <> dossier_notice.contact_id OR message.direction <> 'out'
                """,
            mend: .byHand("it was changed by hand: compare with a backup")),
        DoctorCheck(
            "follower beyond the news", of: "dossier_subscription",
            means: "A follower of a dossier counts as told of news that do not exist yet, so he would miss the next.",
            sql: """
                SELECT DISTINCT dossier_id FROM dossier_subscription
                WHERE after_event_id > COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'dossier_event'), 0)
                """,
            mend: .statements(
                "lets him hear of all news from now on",
                [
                    """
                    UPDATE dossier_subscription SET after_event_id = MIN(
                        after_event_id, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'dossier_event'), 0))
                    WHERE dossier_id = :row
                    """
                ])),
        DoctorCheck(
            "news overdue", of: "dossier_event",
            means: "Followers of a dossier have not been told of its news for more than a quarter of an hour.",
            sql: """
                SELECT id FROM dossier_event WHERE told_at IS NULL AND at < :overdue
                    AND EXISTS (SELECT 1 FROM dossier_subscription
                        WHERE dossier_subscription.dossier_id = dossier_event.dossier_id)
                """,
            mend: .byHand("see that the gateway runs, and that the dossier's commune is still configured")),
    ]
}
