package import Conversations
package import Foundation

/// A villager's message leased to one worker, with all that the dialogue needs to answer it.
package struct IncomingTurn: Sendable, Equatable {
    package var message: MessageID
    package var conversation: ConversationID
    package var channel: ChannelID
    package var sender: String
    package var kind: MessageKind
    /// The text as the villager wrote it, with nothing masked.
    package var text: String
    package var receivedAt: Date
    /// When the provider took it from the villager, where it says so.
    package var sentAt: Date?
    /// A message that the villager wrote later was handled before this one.
    package var isOvertaken: Bool
    /// How fast the villager writes.
    package var rate: SenderRate
    /// How many times it was claimed, this time included.
    package var attempts: Int
    package var state: DialogueState
    package var optedOut: Bool
    /// Why nothing is answered, where its channel says so.
    package var silence: Silence?
    /// The provider has noted and answered a wish about messages that were not asked for, and the store has too.
    package var isWishKept: Bool
    /// How many messages the villager was answered today, by Vietnam's calendar.
    package var answersToday: Int
    /// What staff and the villager have between them.
    package var matter: OpenMatter?
}
