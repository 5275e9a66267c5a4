public import Conversations
public import Foundation
import GRDB

extension GatewayStore {
    /// Keeps what several webhooks brought with one durable commit; each has its own result.
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
                guard transaction.undoesParts else { return .success(try events.map(transaction.receive)) }
                switch try transaction.db.undoneAlone({ try events.map(transaction.receive) }) {
                case .success(let receipts): return .success(receipts)
                case .failure(let error as StorageError): return .failure(error)
                case .failure(let error as DatabaseError): return .failure(StorageError(error, path: path))
                case .failure(let error): throw error
                }
            }
        }
    }
}
