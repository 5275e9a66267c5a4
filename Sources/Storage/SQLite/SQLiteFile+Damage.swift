import Foundation
import GRDB
import GRDBSQLite

/// Whether the file is whole.
extension SQLiteFile {
    /// Looks for damage for so long at most; nil when nothing was found, or when the time was too short for the file.
    ///
    /// Readers hold back the checkpoints of the journal, so the time bounds what the journal grows meanwhile.
    func damage(lookingFor seconds: TimeInterval) async throws -> String? {
        try await Self.inWords(of: path) {
            try await pool.read { db in
                var deadline = ContinuousClock.now + .seconds(seconds)
                return try withUnsafeMutablePointer(to: &deadline) { pointer in
                    sqlite3_progress_handler(
                        db.sqliteConnection, 10_000,
                        { context in
                            guard let end = context?.load(as: ContinuousClock.Instant.self) else { return 0 }
                            return ContinuousClock.now > end ? 1 : 0
                        }, pointer)
                    defer { sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil) }
                    do {
                        let words = try Connection(SQLiteConnection(db: db)).text("PRAGMA quick_check(1)")
                        return words == "ok" ? nil : words.map(Transaction.kept)
                    } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
                        return nil
                    } catch let error as DatabaseError
                        where error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
                    {
                        return error.message ?? "it is malformed"
                    }
                }
            }
        }
    }
}
