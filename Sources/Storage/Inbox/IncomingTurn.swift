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
    /// Why nothing is answered, where its channel says so.
    public var silence: Silence?
    /// The provider has noted and answered a wish about messages that were not asked for, and the store has too.
    public var isWishKept: Bool
    /// How many messages the villager was answered today, by Vietnam's calendar.
    public var answersToday: Int
    /// What staff and the villager have between them.
    public var matter: OpenMatter?
}
