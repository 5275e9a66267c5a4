import GRDB

/// Why the store could not do what was asked: a sentence, and what mends it; never a text or an address.
public struct StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds that callers tell apart.
    public enum Kind: Sendable, Equatable {
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
        /// SQLite or the file system refused.
        case database
    }

    public var kind: Kind
    public var what: String
    public var mend: String

    public var description: String { "\(what) \(mend)" }

    init(_ kind: Kind, _ what: String, mend: String) {
        self.kind = kind
        self.what = what
        self.mend = mend
    }

    /// A refusal of SQLite in our words; GRDB keeps the arguments of the statement out of its message.
    init(_ error: DatabaseError, path: String) {
        let message = error.message ?? "no message"
        let mend =
            switch error.resultCode {
            case .SQLITE_FULL: "Free space on its disk."
            case .SQLITE_BUSY, .SQLITE_LOCKED: "Close other programs that hold the file."
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: "Restore the file from a backup."
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                "Let the user of the gateway read and write the file and its folder."
            case .SQLITE_IOERR: "Look after the disk: it may be failing, full or mounted read-only."
            default: "Keep the log and tell the makers of the gateway."
            }
        self.init(
            .database,
            "The database \(path) refused: \(message) (code \(error.extendedResultCode.rawValue)).",
            mend: mend
        )
    }
}
