public import Conversations
public import Foundation

/// A villager's message leased to one worker, with all that the dialogue needs to answer it.
public struct IncomingTurn: Sendable, Equatable {
    public var message: MessageID
    public var conversation: ConversationID
    public var channel: ChannelID
    public var sender: String
    public var kind: MessageKind
    /// The text as the villager wrote it, with nothing masked.
    public var text: String
    public var receivedAt: Date
    /// When the provider took it from the villager, where it says so.
    public var sentAt: Date?
    /// A message that the villager wrote later was handled before this one.
    public var isOvertaken: Bool
    /// How fast the villager writes.
    public var rate: SenderRate
    /// How many times it was claimed, this time included.
    public var attempts: Int
    public var state: DialogueState
    public var optedOut: Bool
}
