import Foundation
import GRDB

extension GatewayStore {
    /// Carries what the journal holds into the database file, on a connection of its own, so that no commit waits for it.
    ///
    /// Meanwhile the journal goes on growing. Once it is beyond `StoreLimits.journalBytes` the writer carries the rest,
    /// which is little by then, and its next commit begins the journal anew: its size is bounded whatever the load.
    public func checkpoint() async throws {
        guard journalBytes >= StoreLimits.checkpointBytes else { return }
        do {
            try await checkpoints.writeWithoutTransaction(Self.carry)
            guard journalBytes >= StoreLimits.journalBytes else { return }
            try await pool.writeWithoutTransaction(Self.carry)
        } catch let error as DatabaseError {
            throw StorageError(error, path: pool.path)
        }
    }

    /// The size of the journal file; SQLite cuts it when it begins anew.
    var journalBytes: Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: pool.path + "-wal")
        return attributes?[.size] as? Int ?? 0
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
