public import Conversations
import Foundation
import GRDB

extension GatewayStore {
    /// The log of the conversation with an address, the oldest message first; empty when it never wrote.
    public func messages(of channel: ChannelID, address: String) async throws -> [StoredMessage] {
        try await read { transaction in
            guard let conversation = try transaction.conversation(with: address, on: channel) else { return [] }
            return try transaction.messages(of: conversation)
        }
    }

    /// How much waits, for the health page.
    public func counts() async throws -> StoreCounts {
        try await read { transaction in
            StoreCounts(
                pendingIncoming: try transaction.count("SELECT COUNT(*) FROM incoming WHERE state = 'pending'"),
                queuedOutgoing: try transaction.count(
                    "SELECT COUNT(*) FROM outgoing WHERE channel > '' AND due_at IS NOT NULL"),
                openEscalations: try transaction.count("SELECT COUNT(*) FROM escalation WHERE state = 'open'"),
                quarantined: try transaction.count("SELECT COUNT(*) FROM quarantine WHERE outcome IS NULL")
            )
        }
    }
}

extension Transaction {
    fileprivate func count(_ sql: String) throws -> Int { Int(try number(sql) ?? 0) }

    fileprivate func messages(of conversation: ConversationID) throws -> [StoredMessage] {
        try rows(
            """
            SELECT message.*, outgoing.state AS delivery_state
            FROM message LEFT JOIN outgoing ON outgoing.message_id = message.id
            WHERE message.conversation_id = ?
            ORDER BY message.id
            """,
            [conversation.number]
        ).map { row in
            StoredMessage(
                id: MessageID(row["id"]),
                direction: MessageDirection(rawValue: row["direction"]) ?? .incoming,
                kind: MessageKind(rawValue: row["kind"]) ?? .unsupported,
                text: row["text"],
                template: row["template"],
                facts: (row["facts"] as String?).flatMap { StoredJSON.value([String].self, from: $0) } ?? [],
                choices: (row["choices"] as String?).flatMap { StoredJSON.value([String].self, from: $0) } ?? [],
                reference: row["provider_id"],
                author: row["author"],
                decision: row["decision"],
                understanding: try understanding(in: row, of: conversation),
                deliveryState: (row["delivery_state"] as String?).flatMap(DeliveryState.init(rawValue:)),
                createdAt: Date(milliseconds: row["created_at"])
            )
        }
    }

    /// The understanding in a row of `message`; nil when there is none, or one of a version that shaped it otherwise.
    private func understanding(in row: Row, of conversation: ConversationID) throws -> Understanding? {
        guard let masked = row["understanding"] as String? else { return nil }
        let json = try sealing.full(
            GuardedText(masked: masked, sealed: row["understanding_sealed"]),
            in: .understanding(conversation)
        )
        return StoredJSON.value(Understanding.self, from: json)
    }
}
