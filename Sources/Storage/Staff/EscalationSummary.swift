public import Conversations
public import Foundation
public import PublicServices

/// One escalation as staff see it: enough to answer, and no whole address.
public struct EscalationSummary: Sendable, Equatable {
    /// One message of the conversation, with personal numbers masked.
    public struct Line: Sendable, Equatable {
        public var message: MessageID
        public var direction: MessageDirection
        /// What it is beside its words, such as a picture.
        public var kind: MessageKind = .text
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
    /// Whether a message raised it that only the handler of denunciations may read.
    public var isTextHidden = false
    /// What the villager added to it later, oldest first; the last of it where that is much.
    public var added: [Line]
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

/// What waits for staff, in the order in which it should be looked at.
public struct OpenEscalations: Sendable, Equatable {
    /// Emergencies and broken channels first, whatever the limit; then by promise, then by age.
    public var shown: [EscalationSummary]
    /// How many wait in this list, shown or not.
    public var total: Int
    /// How many wait in the other list: in the restricted one when this is the open one, and the other way round.
    public var elsewhere: Int
}
