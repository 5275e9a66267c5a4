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
