extension DoctorCheck {
    /// What one channel could not bring goes out on the villager's other channel, once, and each channel keeps its pace.
    static let switching: [DoctorCheck] = [
        DoctorCheck(
            "switched from nothing", of: "outgoing",
            means: "An answer is said to go out in the place of another, but there is none.",
            sql: """
                SELECT message_id FROM outgoing
                WHERE switched_from IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM outgoing AS first WHERE first.message_id = outgoing.switched_from)
                """,
            mend: .statements(
                "lets it be an answer of its own",
                ["UPDATE outgoing SET switched_from = NULL WHERE message_id = :row"])),
        DoctorCheck(
            "switched but waiting", of: "outgoing",
            means: "An answer went out on the villager's other channel, but waits on its own channel as well.",
            sql: switched("first.state IN (\(DeliveryState.unsent.sqlList))"),
            mend: .statements(
                "marks it as failed, for the other one stands in its place",
                [
                    """
                    UPDATE outgoing SET state = 'failed', last_error = 'another message was sent in its place',
                        lease_owner = NULL, lease_until = NULL
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "switched but sent", of: "outgoing",
            means: "An answer was sent on its own channel and on the villager's other one, though it never failed.",
            // A report may still say that a failed one arrived after all.
            sql: switched("first.state = 'sent'"),
            mend: .byHand("nothing can be taken back; tell the makers of the gateway")),
        DoctorCheck(
            "switched twice", of: "outgoing",
            means: "Two answers go out in the place of one.",
            sql: """
                SELECT MAX(message_id) FROM outgoing WHERE switched_from IS NOT NULL
                GROUP BY switched_from HAVING COUNT(*) > 1
                """,
            mend: .byHand("read both in the list of messages; restore a backup if the index outgoing_switched is gone")),
        DoctorCheck(
            "pace far ahead", of: "channel_pace",
            means: "A channel is to send nothing for hours, more than its pace can ask for.",
            mend: .repair("lets it send from now on") { view, fault, _ in
                try view.run("DELETE FROM channel_pace WHERE channel = ?", [fault.words])
            },
            find: { view in
                try view.all(
                    "SELECT channel FROM channel_pace WHERE free_at - set_at > ?",
                    [Int64(StoreLimits.paceAhead * 1000)]
                ) { Fault(words: try $0.next()) }
            }),
    ]

    /// Those in whose place another goes out and of which the condition holds.
    private static func switched(_ condition: String) -> String {
        """
        SELECT DISTINCT first.message_id FROM outgoing JOIN outgoing AS first
            ON first.message_id = outgoing.switched_from
        WHERE \(condition)
        """
    }
}
