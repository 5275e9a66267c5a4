package import Conversations
package import Foundation

/// Something that came by webhook and was set aside instead of being handled.
package struct QuarantineEntry: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The body of a proven call that could not be decoded.
        case unreadable
        /// A whole call that could not prove that it comes from the provider.
        case unproven
    }

    package var number: Int64
    package var channel: ChannelID
    package var kind: Kind
    package var reason: String
    /// In bytes, before sealing; 0 for entries of old versions.
    package var size: Int
    package var receivedAt: Date
    /// Nil while it is held.
    package var outcome: String?
    package var endedBy: String?
}

/// How something that was set aside ended; the raw value is stored.
enum QuarantineOutcome: String, CaseIterable {
    /// What it says was taken in.
    case released
    case discarded
}

/// What came of releasing or discarding an entry.
package enum QuarantineEnding: Sendable, Equatable {
    /// Done; the receipts of a release.
    case done([Receipt])
    /// Somebody was faster, or it is the second time: nothing was changed.
    case endedBefore(outcome: String, by: String)
}
