package import Conversations
package import Foundation

/// Whether a message came from the villager or went to him; the raw value is stored.
package enum MessageDirection: String, Sendable, Codable {
    case incoming = "in"
    case outgoing = "out"
}

/// A message as it stands in the log of a conversation.
package struct StoredMessage: Sendable, Equatable {
    package var id: MessageID
    package var direction: MessageDirection
    package var kind: MessageKind
    /// With personal numbers masked.
    package var text: String
    package var template: String?
    package var facts: [String]
    /// What may be answered by number, where it was offered.
    package var choices: [String]
    /// The provider's own id, where it is known.
    package var reference: String?
    /// The officer who wrote it; nil for villagers and for the gateway itself.
    package var author: String?
    package var decision: String?
    package var understanding: Understanding?
    /// Nil for incoming messages.
    package var deliveryState: DeliveryState?
    /// How often sending it was begun; 0 for incoming messages.
    package var tries = 0
    package var createdAt: Date
}
