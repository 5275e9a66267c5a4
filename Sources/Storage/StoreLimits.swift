import Foundation

/// The numbers of the store, with their units.
enum StoreLimits {
    /// How long a statement waits for another process that writes.
    static let busyTimeout: TimeInterval = 5
    /// How many times handling may fail before staff get the message; a try that was cut off counts as well.
    static let handlingAttempts = 3
    /// How many times a message is tried at all: more often, for what was cut off may be the power's fault.
    static let cutOffAttempts = 5
    /// How long a later message of a conversation waits for an earlier one, counted from the earlier one's making.
    static let orderPatience: TimeInterval = 120
    /// How many messages an officer sees with an escalation.
    static let escalationTexts = 5
    /// How many characters of an address staff see.
    static let addressTail = 3
    /// How many characters of a provider's or an error's words are kept.
    static let detailLength = 500
    /// How long anything may wait past its time before the doctor calls it overdue, in seconds; covers a long backlog.
    static let overdue: TimeInterval = 900
    /// How many rows of a finding the doctor names; it counts them all.
    static let namedRows = 20
}
