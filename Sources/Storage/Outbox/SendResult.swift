public import Conversations
public import Foundation

/// What came of handing one claimed message to its channel.
public struct SendResult: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        /// The provider took it; the text is the provider's word, the reference its own id, by which reports name it.
        case sent(String, reference: String? = nil)
        /// It may be tried again at this time.
        case retry(at: Date, reason: String)
        /// It will never go out, for this reason; staff are told.
        case failed(String)
        /// It will never go out on this channel, for this reason; another channel of the villager may take it.
        case unreachable(String)
    }

    public var message: MessageID
    /// The worker that holds the lease.
    public var owner: String
    public var outcome: Outcome

    var isSent: Bool {
        if case .sent = outcome { true } else { false }
    }

    public init(message: MessageID, owner: String, outcome: Outcome) {
        self.message = message
        self.owner = owner
        self.outcome = outcome
    }
}
