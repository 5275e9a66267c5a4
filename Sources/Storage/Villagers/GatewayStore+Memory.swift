package import Conversations
import Foundation

extension GatewayStore {
    /// What the gateway remembers of the conversation with an address; nil when it never wrote.
    package func memory(of channel: ChannelID, address: String) async throws -> DialogueState? {
        try await read { transaction in
            guard let conversation = try transaction.conversation(with: address, on: channel) else { return nil }
            return try transaction.first(
                "SELECT state, state_sealed FROM conversation WHERE id = ?", [conversation.number]
            ) { row in
                try transaction.dialogueState(row.nextIfAny(), sealed: row.nextIfAny(), of: conversation)
            }
        }
    }

    /// What waits for staff in the conversation with an address, restricted matters too, the newest last.
    package func openEscalations(of channel: ChannelID, address: String) async throws -> [EscalationSummary] {
        try await read { transaction in
            guard let conversation = try transaction.conversation(with: address, on: channel) else { return [] }
            let open: [(EscalationID, Bool)] = try transaction.all(
                "SELECT id, is_restricted FROM escalation WHERE conversation_id = ? AND state = 'open' ORDER BY id",
                [conversation.number]
            ) { row in (EscalationID(try row.next()), try row.next()) }
            return try open.compactMap { try transaction.summary($0, restricted: $1) }
        }
    }
}

/// What the gateway noted of its own deeds, for scenarios that count which of them they cover.
extension GatewayStore {
    /// The number of the newest deed; 0 before the first.
    package func lastDeed() async throws -> Int64 {
        try await read { try $0.number("SELECT COALESCE(MAX(id), 0) FROM audit", []) ?? 0 }
    }

    /// The names of the deeds behind a number, such as `escalation.opened`, oldest first.
    package func deeds(after number: Int64) async throws -> [String] {
        try await read { transaction in
            try transaction.all("SELECT action FROM audit WHERE id > ? ORDER BY id", [number]) { try $0.next() }
        }
    }
}

/// Conversations as a corpus, to be played again.
extension GatewayStore {
    /// The reasons of the matters that were opened behind a deed, oldest first.
    package func reasonsOpened(after number: Int64) async throws -> [String] {
        try await read { transaction in
            try transaction.all(
                "SELECT detail FROM audit WHERE id > ? AND action = 'escalation.opened' ORDER BY id", [number]
            ) { row in row.nextIfAny() ?? "" }
        }
    }

    /// What villagers sent in the conversations behind a number, with personal numbers masked.
    ///
    /// Each is the conversation's number and its messages, oldest first; what is no text has the words beside it, mostly none.
    /// Conversations with a restricted matter are left out.
    package func villagersMessages(
        after number: Int64, limit: Int
    ) async throws -> [(conversation: Int64, messages: [(kind: MessageKind, text: String)])] {
        try await read { transaction in
            let conversations: [Int64] = try transaction.all(
                """
                SELECT id FROM conversation WHERE id > ? AND NOT EXISTS (
                    SELECT 1 FROM escalation WHERE conversation_id = conversation.id AND is_restricted = 1)
                ORDER BY id LIMIT ?
                """,
                [number, Int64(limit)]
            ) { try $0.next() }
            return try conversations.map { conversation in
                let messages: [(MessageKind, String)] = try transaction.all(
                    "SELECT kind, text FROM message WHERE conversation_id = ? AND direction = 'in' ORDER BY id",
                    [conversation]
                ) { row in
                    let kind: String = try row.next()
                    return (MessageKind(rawValue: kind) ?? .unsupported, try row.next())
                }
                return (conversation, messages)
            }
        }
    }
}
