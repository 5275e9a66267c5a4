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
    /// How many times it was claimed, this time included.
    public var attempts: Int
    public var state: DialogueState
    public var optedOut: Bool
}
