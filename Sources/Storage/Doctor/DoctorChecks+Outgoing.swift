import Conversations

extension DoctorCheck {
    /// An answer is queued, on its way, sent or given to staff, and in that state it is whole.
    static let outgoing: [DoctorCheck] = [
        DoctorCheck(
            "outgoing without message", of: "outgoing",
            means: "A place in the outbox is left over from an answer that is gone.",
            sql: "SELECT message_id FROM outgoing WHERE message_id NOT IN (SELECT id FROM message)",
            mend: .statements("removes the place", ["DELETE FROM outgoing WHERE message_id = :row"])),
        DoctorCheck(
            "outgoing of a question", of: "outgoing",
            means: "A villager's own message stands in the outbox and would be sent back to him.",
            sql: """
                SELECT message_id FROM outgoing JOIN message ON message.id = outgoing.message_id
                WHERE message.direction <> 'out'
                """,
            mend: .statements("removes it from the outbox", ["DELETE FROM outgoing WHERE message_id = :row"])),
        DoctorCheck(
            "outgoing conversation", of: "outgoing",
            means: "The outbox would send an answer to another conversation than it was written for.",
            sql: """
                SELECT message_id FROM outgoing JOIN message ON message.id = outgoing.message_id
                WHERE message.conversation_id <> outgoing.conversation_id
                """,
            mend: .statements(
                "takes the conversation of the message",
                [
                    """
                    UPDATE outgoing SET conversation_id = (SELECT conversation_id FROM message WHERE id = :row)
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "outgoing channel", of: "outgoing",
            means: "An answer stands in the queue of another channel than it was written for.",
            sql: """
                SELECT message_id FROM outgoing JOIN message ON message.id = outgoing.message_id
                WHERE message.channel <> outgoing.channel
                """,
            mend: .statements(
                "takes the channel of the message",
                [
                    """
                    UPDATE outgoing SET channel = (SELECT channel FROM message WHERE id = :row)
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "outgoing state", of: "outgoing",
            means: "An answer is in a state that this version does not know.",
            sql: """
                SELECT message_id FROM outgoing
                WHERE state NOT IN (\(DeliveryState.allCases.sqlList))
                """,
            mend: .byHand("use the version of the gateway that wrote it")),
        DoctorCheck(
            "sending without an end", of: "outgoing",
            means: "An answer counts as being sent, but by nobody or without an end, so it would never be tried again.",
            sql: """
                SELECT message_id FROM outgoing
                WHERE state = 'sending' AND (lease_owner IS NULL OR lease_until IS NULL)
                """,
            mend: .statements(
                "queues it again",
                [
                    """
                    UPDATE outgoing SET state = 'queued', lease_owner = NULL, lease_until = NULL
                    WHERE message_id = :row
                    """
                ])),
        DoctorCheck(
            "outgoing lease", of: "outgoing",
            means: "An answer is held by a sender although it is not being sent.",
            sql: """
                SELECT message_id FROM outgoing
                WHERE state <> 'sending' AND (lease_owner IS NOT NULL OR lease_until IS NOT NULL)
                """,
            mend: .statements(
                "ends the hold",
                ["UPDATE outgoing SET lease_owner = NULL, lease_until = NULL WHERE message_id = :row"])),
        DoctorCheck(
            "sent without a time", of: "outgoing",
            means: "An answer was sent, but nothing tells when.",
            sql: "SELECT message_id FROM outgoing WHERE state IN (\(DeliveryState.taken.sqlList)) AND sent_at IS NULL",
            mend: .statements(
                "takes the time at which it was written",
                ["UPDATE outgoing SET sent_at = created_at WHERE message_id = :row"])),
        DoctorCheck(
            "tries not counted", of: "outgoing",
            means:
                "An answer was sent or is being sent, but counts as never tried, so its reports would be passed over.",
            sql: "SELECT message_id FROM outgoing WHERE attempts < 1 AND state IN (\(DeliveryState.tried.sqlList))",
            mend: .statements("counts one try", ["UPDATE outgoing SET attempts = 1 WHERE message_id = :row"])),
        DoctorCheck(
            "undelivered without staff", of: "outgoing",
            means: "An answer did not reach the villager, and staff were never told.",
            sql: """
                SELECT message_id FROM outgoing WHERE state = 'failed' AND COALESCE(last_error, '') <> 'erased'
                    AND NOT EXISTS (SELECT 1 FROM outgoing AS next WHERE next.switched_from = outgoing.message_id)
                    AND NOT \(told("outgoing", .deliveryFailed))
                """,
            mend: .statements("hands it to staff", [escalation(of: "outgoing", as: .deliveryFailed)])),
        DoctorCheck(
            "outgoing overdue", of: "outgoing",
            means: "An answer has waited for more than a quarter of an hour past its time.",
            // Urgent ones are due since ever, so their making counts. A channel that keeps a pace may have a long queue:
            // while it moves, only what it passed over is overdue.
            sql: """
                WITH moving AS (
                    SELECT channel_pace.channel, MAX(past.not_before) AS reached FROM channel_pace
                    LEFT JOIN outgoing AS past
                        ON past.channel = channel_pace.channel AND past.state IN (\(DeliveryState.taken.sqlList))
                    WHERE channel_pace.set_at >= :overdue
                    GROUP BY channel_pace.channel)
                SELECT outgoing.message_id FROM outgoing LEFT JOIN moving ON moving.channel = outgoing.channel
                WHERE MAX(outgoing.due_at, outgoing.created_at) < :overdue
                    AND NOT (outgoing.state = 'queued' AND moving.channel IS NOT NULL
                        AND outgoing.due_at >= COALESCE(moving.reached, 0) - \(Int64(StoreLimits.overdue * 1000)))
                """,
            mend: .byHand("see that the gateway runs, and read its log")),
    ]
}
