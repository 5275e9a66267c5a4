package import Foundation

/// Why a conversation was handed to staff; the raw value is stored.
package enum EscalationReason: String, Sendable, Codable, CaseIterable {
    case askedForStaff = "asked_for_staff"
    case notUnderstood = "not_understood"
    /// The topic is known, but no checked fact answers what was asked.
    case noCheckedFact = "no_checked_fact"
    case referral
    case dossierQuestion = "dossier_question"
    case feedback
    /// Tố cáo: only for whoever may see it, never in the open list.
    case denunciation
    /// The villager was cheated by phone or on the net, or is about to be.
    case fraud
    case emergency
    /// The villager may be in danger and was asked whether they are.
    case possibleDanger = "possible_danger"
    case unreadableMessage = "unreadable_message"
    case handlingFailed = "handling_failed"
    case deliveryFailed = "delivery_failed"
    /// A photo, a voice message, a file or a place, which only a person can look at.
    case attachment
    /// The villager asked that their data be deleted, in words or through the provider.
    case erasureRequest = "erasure_request"
    /// The villager asked for what is kept of them.
    case dataCopy = "data_copy"
    /// A channel cannot send until somebody mends its account.
    case channelBroken = "channel_broken"
    /// Calls without a proof were set aside; whoever knows the provider must look at them.
    case unprovenCalls = "unproven_calls"
    /// The villager wrote so much at once that the gateway fell silent.
    case tooManyMessages = "too_many_messages"
    /// The villager wrote back to an officer who had answered.
    case villagerReply = "villager_reply"
    /// A commune has sent as much in a day as its budget allows, or nearly.
    case budget
    /// Due messages do not move: a worker or a provider hangs.
    case stalled
}

/// What staff and a villager have between them: the newest matter that is open, or that an officer answered last.
package struct OpenMatter: Sendable, Equatable {
    package var id: EscalationID
    package var reason: EscalationReason
    package var raisedAt: Date
    /// When the villager last added to it.
    package var addedAt: Date?
    /// When an officer answered it; nil while it is open.
    package var answeredAt: Date?
    /// A person has taken over: the gateway adds what is written to it, and is silent but for receipts.
    package var isHeld: Bool
    /// Its villager was asked whether they are content, and has not said so yet.
    package var asksSatisfaction: Bool

    /// When the villager last brought something of it.
    var lastBrought: Date { max(raisedAt, addedAt ?? raisedAt) }

    package init(
        id: EscalationID, reason: EscalationReason, raisedAt: Date, addedAt: Date? = nil, answeredAt: Date? = nil,
        isHeld: Bool = false, asksSatisfaction: Bool = false
    ) {
        self.id = id
        self.reason = reason
        self.raisedAt = raisedAt
        self.addedAt = addedAt
        self.answeredAt = answeredAt
        self.isHeld = isHeld
        self.asksSatisfaction = asksSatisfaction
    }
}

/// A conversation handed to staff by a dialogue turn.
package struct NewEscalation: Sendable, Equatable {
    package var reason: EscalationReason
    /// The unit of the commune that should answer, by its id, where it is known.
    package var unit: String?
    /// When staff should have answered, in working time of the commune.
    package var promisedBy: Date?
    /// A word for staff beside the reason, such as the kind of feedback; never a villager's text.
    package var detail: String?

    package init(reason: EscalationReason, unit: String?, promisedBy: Date?, detail: String? = nil) {
        self.reason = reason
        self.unit = unit
        self.promisedBy = promisedBy
        self.detail = detail
    }
}
