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
}
