package import Conversations
package import Foundation
package import PublicServices

/// One escalation as staff see it: enough to answer, and no whole address.
package struct EscalationSummary: Sendable, Equatable {
    /// One message of the conversation, with personal numbers masked.
    package struct Line: Sendable, Equatable {
        package var message: MessageID
        package var direction: MessageDirection
        /// What it is beside its words, such as a picture.
        package var kind: MessageKind = .text
        package var text: String
        package var at: Date
        /// It came without a proof that it is from the provider.
        package var isUnproven = false
    }

    package var id: EscalationID
    package var createdAt: Date
    package var reason: EscalationReason
    /// What went wrong, in a sentence, where something did.
    package var detail: String?
    package var unit: String?
    /// Whose unit that is.
    package var commune: CommuneID?
    /// The message that raised the matter, whatever was written since; nil where no message did.
    package var raisedBy: Line?
    /// Whether a message raised it that only the handler of denunciations may read.
    package var isTextHidden = false
    /// What the villager added to it later, oldest first; the last of it where that is much.
    package var added: [Line]
    package var promisedBy: Date?
    /// Nil when nobody can be answered: the sender of unreadable bytes is not always known.
    package var conversation: ConversationID?
    package var channel: ChannelID?
    /// The last characters of the address, such as `567`.
    package var addressTail: String?
    /// Oldest first.
    package var lastTexts: [Line]
    /// Nil while it is open.
    package var answeredAt: Date?
    package var answeredBy: String?
}

/// What waits for staff, in the order in which it should be looked at.
package struct OpenEscalations: Sendable, Equatable {
    /// Emergencies and broken channels first, whatever the limit; then by promise, then by age.
    package var shown: [EscalationSummary]
    /// How many wait in this list, shown or not.
    package var total: Int
    /// How many wait in the other list: in the restricted one when this is the open one, and the other way round.
    package var elsewhere: Int
}
