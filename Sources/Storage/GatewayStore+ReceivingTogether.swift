public import Conversations
public import Foundation
import GRDB

extension GatewayStore {
    /// Keeps what several webhooks brought with one durable commit; each has its own savepoint and its own result.
    ///
    /// One write to the disk then serves all of them. What fails for one webhook is undone for that one alone; an error
    /// that undoes the whole transaction is thrown and counts for all.
    public func receiveTogether(
        _ deliveries: [[InboundEvent]],
        at now: Date
    ) async throws -> [Result<[Receipt], StorageError>] {
        let path = pool.path
        return try await write(at: now) { transaction in
            try deliveries.map { events in
                do {
                    var receipts: [Receipt] = []
                    try transaction.db.inSavepoint {
                        receipts = try events.map(transaction.receive)
                        return .commit
                    }
                    return .success(receipts)
                } catch let error as StorageError {
                    return .failure(error)
                } catch let error as DatabaseError where transaction.db.isInsideTransaction {
                    return .failure(StorageError(error, path: path))
                }
            }
        }
    }
}
