public import Conversations
public import Foundation
public import PublicServices

/// One escalation as staff see it: enough to answer, and no whole address.
public struct EscalationSummary: Sendable, Equatable {
    /// One of the last messages of the conversation, with personal numbers masked.
    public struct Line: Sendable, Equatable {
        public var direction: MessageDirection
        public var text: String
        public var at: Date
        /// It came without a proof that it is from the provider.
        public var isUnproven = false
    }

    public var id: EscalationID
    public var createdAt: Date
    public var reason: EscalationReason
    /// What went wrong, in a sentence, where something did.
    public var detail: String?
    public var unit: String?
    /// Whose unit that is.
    public var commune: CommuneID?
    /// The message that raised the matter, whatever was written since; nil where no message did.
    public var raisedBy: Line?
    public var promisedBy: Date?
    /// Nil when nobody can be answered: the sender of unreadable bytes is not always known.
    public var conversation: ConversationID?
    public var channel: ChannelID?
    /// The last characters of the address, such as `567`.
    public var addressTail: String?
    /// Oldest first.
    public var lastTexts: [Line]
    /// Nil while it is open.
    public var answeredAt: Date?
    public var answeredBy: String?
}
