public import Conversations
public import Foundation

/// Something that came by webhook and was set aside instead of being handled.
public struct QuarantineEntry: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The body of a proven call that could not be decoded.
        case unreadable
        /// A whole call that could not prove that it comes from the provider.
        case unproven
    }

    public var number: Int64
    public var channel: ChannelID
    public var kind: Kind
    public var reason: String
    /// In bytes, before sealing; 0 for entries of old versions.
    public var size: Int
    public var receivedAt: Date
    /// Nil while it is held.
    public var outcome: String?
    public var endedBy: String?
}

/// How something that was set aside ended; the raw value is stored.
enum QuarantineOutcome: String, CaseIterable {
    /// What it says was taken in.
    case released
    case discarded
}

/// What came of releasing or discarding an entry.
public enum QuarantineEnding: Sendable, Equatable {
    /// Done; the receipts of a release.
    case done([Receipt])
    /// Somebody was faster, or it is the second time: nothing was changed.
    case endedBefore(outcome: String, by: String)
}
