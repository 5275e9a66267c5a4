import Foundation

/// The numbers of the store, with their units.
enum StoreLimits {
    /// How long a statement waits for another process that writes.
    static let busyTimeout: TimeInterval = 5
    /// How many pieces of work share a commit at most; a webhook batch or a worker's batch is one of them.
    static let jobsPerCommit = 32
    /// From this size on the journal is carried into the database file, in bytes.
    static let checkpointBytes = 32 << 20
    /// How much of the journal the writer may be left to carry, in bytes.
    static let checkpointRest = 1 << 20
    /// How often the rest is made smaller at most, before the writer carries it whatever it is.
    static let checkpointPasses = 6
    /// How many times a message is handled before staff get it; a crash in the middle counts as well.
    static let handlingAttempts = 3
    /// How long a later message of a conversation waits for an earlier one, counted from the earlier one's making.
    static let orderPatience: TimeInterval = 120
    /// How many messages an officer sees with an escalation.
    static let escalationTexts = 5
    /// How many characters of an address staff see.
    static let addressTail = 3
    /// How many characters of a provider's or an error's words are kept.
    static let detailLength = 500
}
