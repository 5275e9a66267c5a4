package import Conversations
import Foundation

extension GatewayStore {
    /// The log of the conversation with an address, the oldest message first; empty when it never wrote.
    package func messages(of channel: ChannelID, address: String) async throws -> [StoredMessage] {
        try await read { transaction in
            guard let conversation = try transaction.conversation(with: address, on: channel) else { return [] }
            return try transaction.messages(of: conversation)
        }
    }
}

extension Transaction {
    fileprivate func messages(of conversation: ConversationID) throws -> [StoredMessage] {
        try all(
            """
            SELECT message.id, message.direction, message.kind, message.text, message.template, message.facts,
                message.choices, message.provider_id, message.author, message.decision, message.understanding,
                message.understanding_sealed, outgoing.state,
                COALESCE(outgoing.attempts, 0), message.created_at
            FROM message LEFT JOIN outgoing ON outgoing.message_id = message.id
            WHERE message.conversation_id = ?
            ORDER BY message.id
            """,
            [conversation.number]
        ) { row in
            StoredMessage(
                id: MessageID(try row.next()),
                direction: MessageDirection(rawValue: try row.next()) ?? .incoming,
                kind: MessageKind(rawValue: try row.next()) ?? .unsupported,
                text: try row.next(),
                template: row.nextIfAny(),
                facts: StoredJSON.list(row.nextIfAny()),
                choices: StoredJSON.list(row.nextIfAny()),
                reference: row.nextIfAny(),
                author: row.nextIfAny(),
                decision: row.nextIfAny(),
                understanding: try understanding(row.nextIfAny(), sealed: row.nextIfAny(), of: conversation),
                deliveryState: row.nextIfAny().flatMap(DeliveryState.init(rawValue:)),
                tries: try row.next(),
                createdAt: Date(milliseconds: try row.next())
            )
        }
    }

    /// The understanding of a message; nil when there is none, or one of a version that shaped it otherwise.
    func understanding(
        _ masked: String?, sealed: Data?, of conversation: ConversationID
    ) throws -> Understanding? {
        guard let masked else { return nil }
        let json = try sealing.full(
            GuardedText(masked: masked, sealed: sealed), in: .understanding(conversation))
        return StoredJSON.value(Understanding.self, from: json)
    }
}
