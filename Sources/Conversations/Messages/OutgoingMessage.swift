package import Foundation

/// A message claimed from the outbox, ready to be handed to its channel.
package struct OutgoingMessage: Sendable, Equatable {
    /// Also the idempotency key and the reference in delivery reports.
    package var id: MessageID
    package var channel: ChannelID
    package var recipient: String
    package var text: String
    /// How many times it was tried before this claim.
    package var earlierAttempts: Int
    /// What may be answered by number, in order; it stands in the text too, and a channel may show it as buttons.
    package var choices: [String]
    /// When the villager last wrote or tapped; nil when he never did.
    package var lastInteraction: Date?
    /// The provider's id of the newest message from this recipient, for providers that bind answers to questions.
    package var receivedID: String?
    /// When the message was kept that it answers; nil for what nobody just asked for, and where it may have waited for others.
    package var askedAt: Date?
    /// How long its channel's pace makes it wait after the claim, in seconds.
    package var wait: Double = 0

    package init(
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
