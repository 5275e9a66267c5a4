public import Foundation

/// How many messages one villager may write in how many seconds before the gateway falls silent.
public struct SenderLimit: Sendable, Equatable {
    public var messages: Int
    public var seconds: TimeInterval

    public init(messages: Int, seconds: TimeInterval) {
        self.messages = messages
        self.seconds = seconds
    }
}

/// How fast a villager writes, counted by what arrived before a message.
///
/// A burst ends when no more than half of the limit came within its time, so that somebody at the limit is not told again
/// and again.
public enum SenderRate: Sendable, Equatable {
    case calm
    /// The first calm message behind a burst.
    case calmAgain
    /// The message that goes over the limit.
    case burstBegins
    case burst

    public var isOver: Bool { self == .burstBegins || self == .burst }
}
