import GRDB

extension StorageError {
    /// A refusal of SQLite in our words, or what is in our words already; nil for any other error.
    ///
    /// GRDB keeps the values of a statement out of its message.
    init?(_ error: any Error, path: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default: return nil
        }
    }

    private init(_ error: DatabaseError, path: String) {
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
