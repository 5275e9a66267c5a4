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
