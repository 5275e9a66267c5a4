import GRDB

extension SQLiteFile {
    /// Carries what the journal holds into the database file, on a connection of its own, so that no commit waits for it.
    ///
    /// Meanwhile the journal goes on growing, so it goes over it again until little is new; that little the writer carries,
    /// and its next commit begins the journal anew. Done seldom, since a page that changed often is then carried once.
    func checkpoint() async throws {
        guard journal.bytes >= StoreLimits.checkpointBytes else { return }
        try await Self.inWords(of: path) {
            for _ in 0..<StoreLimits.checkpointPasses {
                let before = journal.bytes
                try await checkpoints.writeWithoutTransaction(Self.carry)
                if journal.bytes - before < StoreLimits.checkpointRest { break }
            }
            try await pool.writeWithoutTransaction(Self.carry)
        }
    }

    /// Carries the whole journal into the file and empties it, so that nothing erased can be read in it; while somebody reads
    /// an older view, or another program writes, that is not possible, and it is tried again some times.
    func cutJournal() async throws {
        try await Self.inWords(of: path) {
            for attempt in 1...StoreLimits.journalCuts {
                do {
                    _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
                    return
                } catch let error as DatabaseError
                    where attempt < StoreLimits.journalCuts
                    && (error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED)
                {
                    try await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Passive, so it waits for nobody; another program that does the same at the moment does it for us.
    @Sendable private static func carry(_ db: Database) throws {
        do {
            _ = try db.checkpoint(.passive)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            return
        }
    }
}
