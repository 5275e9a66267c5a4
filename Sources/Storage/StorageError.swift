/// Why the store could not do what was asked: a sentence, and what mends it; never a text or an address.
package struct StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds that callers tell apart.
    package enum Kind: Sendable, Equatable {
        case keyFile
        case wrongKeys
        case newerDatabase
        /// There is no file where one must be, or an empty one.
        case missingDatabase
        case unknownEscalation
        case alreadyAnswered
        case noConversation
        case unknownQuarantine
        case notReleasable
        case emptyText
        /// A sealed value was changed, or sealed for another place.
        case unreadableSeal
        case cancelled
        /// What was written may be on one machine alone, where two were asked for; it is asked for again.
        case unconfirmed
        /// The server has no standby that a commit waits for, where one was asked for.
        case notReplicated
        /// The engine or the file system refused.
        case database
    }

    package var kind: Kind
    package var what: String
    package var mend: String

    package var description: String { "\(what) \(mend)" }

    init(_ kind: Kind, _ what: String, mend: String) {
        self.kind = kind
        self.what = what
        self.mend = mend
    }
}
