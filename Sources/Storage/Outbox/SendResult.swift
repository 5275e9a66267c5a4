package import Conversations
package import Foundation

/// What came of handing one claimed message to its channel.
package struct SendResult: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        /// The provider took it; the text is the provider's word, the reference its own id, by which reports name it.
        case sent(String, reference: String? = nil)
        /// It may be tried again at this time.
        case retry(at: Date, reason: String)
        /// It will never go out, for this reason; staff are told.
        case failed(String)
        /// It will never go out on this channel, for this reason; another channel of the villager may take it.
        case unreachable(String)
    }

    package var message: MessageID
    /// The worker that holds the lease.
    package var owner: String
    package var outcome: Outcome

    var isSent: Bool {
        if case .sent = outcome { true } else { false }
    }

    /// The provider's id of the message, where it told one.
    var learnt: (message: MessageID, reference: String)? {
        if case .sent(_, let reference?) = outcome { (message, reference) } else { nil }
    }

    package init(message: MessageID, owner: String, outcome: Outcome) {
        self.message = message
        self.owner = owner
        self.outcome = outcome
    }
}
