package import Foundation

/// How many messages one villager may write in how many seconds before the gateway falls silent.
package struct SenderLimit: Sendable, Equatable {
    package var messages: Int
    package var seconds: TimeInterval

    package init(messages: Int, seconds: TimeInterval) {
        self.messages = messages
        self.seconds = seconds
    }
}

/// How fast a villager writes, counted by what arrived before a message.
///
/// A burst ends when no more than half of the limit came within its time, so that somebody at the limit is not told again
/// and again.
package enum SenderRate: Sendable, Equatable {
    case calm
    /// The first calm message behind a burst.
    case calmAgain
    /// The message that goes over the limit.
    case burstBegins
    case burst

    package var isOver: Bool { self == .burstBegins || self == .burst }
}
