public import Conversations
public import Foundation
import GRDB

extension GatewayStore {
    /// Leases due messages to a worker: at most one of each conversation, and in the order of their making.
    ///
    /// A later message waits for an earlier one that is not sent yet, but not for ever.
    public func claimOutgoing(
        limit: Int,
        owner: String,
        now: Date,
        lease: TimeInterval
    ) async throws -> [OutgoingMessage] {
        try await write(at: now) { transaction in
            try transaction.dueOutgoing(limit: limit).compactMap { row in
                try transaction.claim(row, owner: owner, until: now.addingTimeInterval(lease).milliseconds)
            }
        }
    }

    /// Keeps what came of sending, in one transaction.
    public func recordSending(_ results: [SendResult], now: Date) async throws {
        guard !results.isEmpty else { return }
        try await write(at: now) { transaction in
            for result in results { try transaction.record(result) }
        }
    }
}

extension Transaction {
    fileprivate func dueOutgoing(limit: Int) throws -> [Row] {
        // A later message is held back by an earlier one that is young, and by one that is due, for that goes first:
        // so no two messages of a conversation are ever in one claim.
        let impatient = now - Int64(StoreLimits.orderPatience * 1000)
        return try rows(
            """
            SELECT outgoing.message_id, outgoing.conversation_id, outgoing.attempts,
                message.channel, message.text, message.original_sealed, message.choices,
                contact.address_index, contact.address_sealed
            FROM outgoing
            JOIN message ON message.id = outgoing.message_id
            JOIN conversation ON conversation.id = outgoing.conversation_id
            JOIN contact ON contact.id = conversation.contact_id
            WHERE outgoing.due_at <= ?
                AND NOT EXISTS (
                    SELECT 1 FROM outgoing AS earlier
                    WHERE earlier.due_at IS NOT NULL AND earlier.conversation_id = outgoing.conversation_id
                        AND earlier.message_id < outgoing.message_id
                        AND (earlier.created_at > ? OR earlier.due_at <= ?))
            ORDER BY outgoing.due_at, outgoing.message_id
            LIMIT ?
            """,
            [now, impatient, now, limit]
        )
    }

    fileprivate func claim(_ row: Row, owner: String, until end: Int64) throws -> OutgoingMessage? {
        let message = MessageID(row["message_id"])
        let conversation = ConversationID(row["conversation_id"])
        do {
            let claimed = OutgoingMessage(
                id: message,
                channel: ChannelID(rawValue: row["channel"]),
                recipient: try address(in: row),
                text: try text(in: row, of: conversation),
                earlierAttempts: row["attempts"],
                choices: (row["choices"] as String?).flatMap { StoredJSON.value([String].self, from: $0) } ?? [],
                lastInteraction: try lastInteraction(in: conversation),
                receivedID: try idReceived(before: message, in: conversation)
            )
            try run(
                """
                UPDATE outgoing SET state = 'sending', attempts = attempts + 1, lease_owner = ?, lease_until = ?
                WHERE message_id = ?
                """,
                [owner, end, message.number]
            )
            return claimed
        } catch let error as StorageError where error.kind == .unreadableSeal {
            // One spoilt row must not stop everybody else.
            try giveUpSending(message, of: conversation, reason: error.what)
            return nil
        }
    }

    /// When the villager last did something that lets a provider take our answer.
    private func lastInteraction(in conversation: ConversationID) throws -> Date? {
        try number(
            """
            SELECT COALESCE(sent_at, created_at) FROM message
            WHERE conversation_id = ? AND direction = 'in' AND kind <> ? ORDER BY id DESC LIMIT 1
            """,
            [conversation.number, MessageKind.erasureRequest.rawValue]
        ).map(Date.init(milliseconds:))
    }

    /// The provider's id of the newest message from the villager, older than the answer.
    private func idReceived(before message: MessageID, in conversation: ConversationID) throws -> String? {
        let newest = try row(
            """
            SELECT provider_id FROM message
            WHERE conversation_id = ? AND id < ? AND direction = 'in' ORDER BY id DESC LIMIT 1
            """,
            [conversation.number, message.number]
        )
        return newest?["provider_id"]
    }

    fileprivate func record(_ result: SendResult) throws {
        switch result.outcome {
        case .sent(let detail, let reference):
            // True whoever holds the lease by now: marking it keeps the next worker from sending it twice.
            try run(
                """
                UPDATE outgoing SET
                    state = CASE WHEN state IN ('queued', 'sending') THEN 'sent' ELSE state END,
                    sent_at = COALESCE(sent_at, ?), provider_detail = ?, lease_owner = NULL, lease_until = NULL
                WHERE message_id = ?
                """,
                [now, Self.kept(detail), result.message.number]
            )
            if let reference { try learn(reference, of: result.message) }
        case .retry(let time, let reason):
            try run(
                """
                UPDATE outgoing SET state = 'queued', not_before = ?, last_error = ?,
                    lease_owner = NULL, lease_until = NULL
                WHERE message_id = ? AND state = 'sending' AND lease_owner = ?
                """,
                [time.milliseconds, Self.kept(reason), result.message.number, result.owner]
            )
        case .failed(let reason):
            let held = try number(
                """
                SELECT conversation_id FROM outgoing WHERE message_id = ? AND state = 'sending' AND lease_owner = ?
                """,
                [result.message.number, result.owner]
            )
            guard let held else { return }
            try giveUpSending(result.message, of: ConversationID(held), reason: reason)
        }
    }
}
