public import Conversations
public import Foundation

/// Whether a message came from the villager or went to him; the raw value is stored.
public enum MessageDirection: String, Sendable, Codable {
    case incoming = "in"
    case outgoing = "out"
}

/// A message as it stands in the log of a conversation.
public struct StoredMessage: Sendable, Equatable {
    public var id: MessageID
    public var direction: MessageDirection
    public var kind: MessageKind
    /// With personal numbers masked.
    public var text: String
    public var template: String?
    public var facts: [String]
    /// What may be answered by number, where it was offered.
    public var choices: [String]
    /// The provider's own id, where it is known.
    public var reference: String?
    /// The officer who wrote it; nil for villagers and for the gateway itself.
    public var author: String?
    public var decision: String?
    public var understanding: Understanding?
    /// Nil for incoming messages.
    public var deliveryState: DeliveryState?
    public var createdAt: Date
}
