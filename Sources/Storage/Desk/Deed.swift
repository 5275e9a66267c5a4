package import Conversations
package import Foundation
package import PublicServices

/// What came of something that an officer did to a matter.
package enum Deed: Sendable, Equatable {
    case done
    /// There is none of this number, or it may not be seen.
    case unknown
    case refused(DeedRefusal)
}

package enum DeedRefusal: Sendable, Equatable {
    /// It was answered or closed.
    case notOpen
    /// It is open.
    case isOpen
    /// Another one of the same kind is open already; go on there.
    case openTwin(EscalationID)
    /// In the past, or after the promise.
    case badTime
    case empty
    /// The one it shall go to may not have it.
    case notAllowed
    /// A denunciation is not put off.
    case isRestricted
}

package enum HandOver: Sendable, Equatable {
    case unit(UnitID)
    case officer(OfficerID)
}

/// Why a matter was closed without an answer; the raw value is stored.
package enum ClosingReason: String, Sendable, CaseIterable {
    case answeredByPhone = "answered_by_phone"
    case answeredInPerson = "answered_in_person"
    case notForUs = "not_for_us"
    case duplicate
    case spam
    case noAnswerNeeded = "no_answer_needed"
}

/// How a call back went; the raw value is stored.
package enum CallOutcome: String, Sendable, CaseIterable {
    case reached
    case noReply = "no_reply"
    case wrongNumber = "wrong_number"
}

/// An answer as its writer sends it.
package struct NewAnswer: Sendable, Equatable {
    package var matter: EscalationID
    /// As it leaves, with the line of its code; see `OfficerText` and `CheckCode`.
    package var text: String
    /// As it was typed; it comes back when the answer is taken back.
    package var typed: String
    package var code: String
    /// The newest message that its writer was shown.
    package var lastSeen: MessageID?
    /// Its writer knows what was written since, and sends it all the same.
    package var isConfirmed: Bool
    /// Made anew for each form: sent twice, it is one answer.
    package var formKey: String
    /// What is asked behind it, in a message of its own; nil where the commune does not ask.
    package var question: String?

    package init(
        matter: EscalationID, text: String, typed: String, code: String, lastSeen: MessageID?,
        isConfirmed: Bool = false, formKey: String, question: String? = nil
    ) {
        self.matter = matter
        self.text = text
        self.typed = typed
        self.code = code
        self.lastSeen = lastSeen
        self.isConfirmed = isConfirmed
        self.formKey = formKey
        self.question = question
    }
}

package struct SentAnswer: Sendable, Equatable {
    package var message: MessageID
    /// Until then it can be taken back.
    package var leavesAt: Date
}

package enum AnswerResult: Sendable, Equatable {
    case sent(SentAnswer)
    /// Nothing was sent: these were written since, oldest first. To be asked.
    case since([ThreadMessage])
    /// Nothing was sent: somebody ended the matter since. To be asked.
    case ended(by: String)
    case unknown
    /// Nobody can be answered.
    case noConversation
    case empty
    /// The code was used for another answer just now; the page must be shown anew, with a new code.
    case codeTaken
}

package enum TakeBack: Sendable, Equatable {
    /// Nothing was sent; what was typed is the draft again.
    case done(typed: String)
    /// It is on its way.
    case gone
    case unknown
}

/// What an officer began to write in a matter; it depends on nothing but its writer.
package struct Draft: Sendable, Equatable {
    package var matter: EscalationID
    package var text: String
    package var savedAt: Date
    /// The newest message that its writer was shown then.
    package var lastSeen: MessageID?
}
