import Conversations
import Foundation

/// What came of sending one message.
extension Transaction {
    private static let sent = """
        UPDATE outgoing SET
            state = CASE WHEN state IN (\(DeliveryState.unsent.sqlList)) THEN 'sent' ELSE state END,
            sent_at = COALESCE(sent_at, ?), provider_detail = ?, lease_owner = NULL, lease_until = NULL
        WHERE message_id = ?
        """

    func record(_ result: SendResult) throws {
        switch result.outcome {
        case .sent(let detail, _):
            // True whoever holds the lease by now: marking it keeps the next worker from sending it twice.
            try run(Self.sent, [now, Self.kept(detail), result.message.number])
        case .retry(let time, let reason):
            try run(
                """
                UPDATE outgoing SET state = 'queued', not_before = ?, last_error = ?,
                    lease_owner = NULL, lease_until = NULL
                WHERE message_id = ? AND state = 'sending' AND lease_owner = ?
                """,
                [time.milliseconds, Self.kept(reason), result.message.number, result.owner]
            )
        case .failed(let reason), .unreachable(let reason):
            // One writer: else the lease may be another's by the time it is given up.
            let held = try number(
                """
                SELECT conversation_id FROM outgoing WHERE message_id = ? AND state = 'sending' AND lease_owner = ?
                """,
                [result.message.number, result.owner]
            )
            guard let held else { return }
            let conversation = ConversationID(held)
            if case .unreachable = result.outcome {
                try giveUpChannel(result.message, of: conversation, reason: reason)
            } else {
                try giveUpSending(result.message, of: conversation, reason: reason)
            }
        }
    }

    /// Ends the sending of a message for good and tells staff.
    func giveUpSending(_ message: MessageID, of conversation: ConversationID, reason: String) throws {
        try fail(message, reason: reason)
        try audit("message.undeliverable", of: "message \(message)", detail: reason)
        guard try isMissed(message, in: conversation) else { return }
        try escalate(.deliveryFailed, conversation: conversation, message: message, detail: reason)
    }

    /// Whether staff must know that a message did not arrive: not where it was the gateway's own, to somebody who wants no
    /// messages, or whose newest message nobody could answer.
    private func isMissed(_ message: MessageID, in conversation: ConversationID) throws -> Bool {
        let found: (author: String?, template: String?, optedOutAt: Int64?)? = try first(
            """
            SELECT message.author, message.template, contact.opted_out_at FROM message
            JOIN conversation ON conversation.id = message.conversation_id
            JOIN contact ON contact.id = conversation.contact_id
            WHERE message.id = ?
            """,
            [message.number]
        ) { ($0.nextIfAny(), $0.nextIfAny(), $0.nextIfAny()) }
        guard let found, found.author == nil, !Self.isAlert(found.template) else { return true }
        guard found.optedOutAt == nil else { return false }
        let silence: String? =
            try first(
                """
                SELECT silence FROM message WHERE conversation_id = ? AND direction = 'in' ORDER BY id DESC LIMIT 1
                """,
                [conversation.number]
            ) { $0.nextIfAny() } ?? nil
        return silence == nil
    }

    /// Ends the sending of a message on its channel: it goes out on the villager's other channel, or staff are told.
    func giveUpChannel(_ message: MessageID, of conversation: ConversationID, reason: String) throws {
        guard let next = try sendElsewhere(message, of: conversation) else {
            return try giveUpSending(message, of: conversation, reason: reason)
        }
        try fail(message, reason: reason)
        try audit("message.switched", of: "message \(message)", detail: "message \(next): \(reason)")
    }

    private func fail(_ message: MessageID, reason: String) throws {
        try run(
            """
            UPDATE outgoing SET state = 'failed', last_error = ?, lease_owner = NULL, lease_until = NULL
            WHERE message_id = ?
            """,
            [Self.kept(reason), message.number]
        )
    }

    /// Queues the same text on the channel that the villager linked; nil when there is none, or it was done before.
    ///
    /// A message that already came from another channel stays where it is, so that nothing goes back and forth.
    private func sendElsewhere(_ message: MessageID, of conversation: ConversationID) throws -> MessageID? {
        let original: (text: GuardedText, template: String?, facts: String?, author: String?)? = try first(
            """
            SELECT message.text, message.original_sealed, message.template, message.facts, message.author
            FROM outgoing JOIN message ON message.id = outgoing.message_id
            WHERE outgoing.message_id = ? AND outgoing.switched_from IS NULL
                AND NOT EXISTS (SELECT 1 FROM outgoing AS next WHERE next.switched_from = ?)
            """,
            [message.number, message.number]
        ) {
            (
                GuardedText(masked: try $0.next(), sealed: $0.nextIfAny()), $0.nextIfAny(), $0.nextIfAny(),
                $0.nextIfAny()
            )
        }
        guard let original, let other = try linkedConversation(of: conversation), !other.isOptedOut else { return nil }
        return try enqueue(
            other.spelling.applied(to: sealing.full(original.text, in: .original(conversation))),
            to: other.id,
            on: other.channel,
            template: original.template,
            facts: StoredJSON.list(original.facts),
            author: original.author,
            switchedFrom: message
        )
    }
}
