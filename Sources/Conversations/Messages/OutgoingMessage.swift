public import Foundation

/// A message claimed from the outbox, ready to be handed to its channel.
public struct OutgoingMessage: Sendable, Equatable {
    /// Also the idempotency key and the reference in delivery reports.
    public var id: MessageID
    public var channel: ChannelID
    public var recipient: String
    public var text: String
    /// How many times it was tried before this claim.
    public var earlierAttempts: Int
    /// What may be answered by number, in order; it stands in the text too, and a channel may show it as buttons.
    public var choices: [String]
    /// When the villager last wrote or tapped; nil when he never did.
    public var lastInteraction: Date?
    /// The provider's id of the newest message from this recipient, for providers that bind answers to questions.
    public var receivedID: String?
    /// How long its channel's pace makes it wait after the claim, in seconds.
    public var wait: Double = 0

    public init(
        id: MessageID, channel: ChannelID, recipient: String, text: String, earlierAttempts: Int,
        choices: [String] = [], lastInteraction: Date? = nil, receivedID: String? = nil
    ) {
        self.id = id
        self.channel = channel
        self.recipient = recipient
        self.text = text
        self.earlierAttempts = earlierAttempts
        self.choices = choices
        self.lastInteraction = lastInteraction
        self.receivedID = receivedID
    }
}
