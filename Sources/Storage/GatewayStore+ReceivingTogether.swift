public import Conversations
public import Foundation
import GRDB

extension GatewayStore {
    /// What became of each webhook of several, or why none of them is kept.
    public typealias ReceivedTogether = Result<[Result<[Receipt], StorageError>], any Error>

    /// Keeps what several webhooks brought with one durable commit; each has its own result.
    ///
    /// One write to the disk then serves all of them. What fails for one webhook is undone for that one alone; an error
    /// that undoes the whole transaction counts for all.
    ///
    /// `deliveries` is asked when the writer comes to it, so that a busy writer finds all who came meanwhile: on the writer's
    /// thread, never if the transaction cannot begin, and twice when a webhook failed, when it must say the same again. There
    /// too `tell` is called, after the commit.
    public func receiveTogether(
        at now: @escaping @Sendable () -> Date,
        _ deliveries: @escaping @Sendable () -> [[InboundEvent]],
        then tell: @escaping @Sendable (ReceivedTogether) -> Void
    ) {
        let path = pool.path
        enqueue(at: now, { try $0.receiveTogether(deliveries(), path: path) }, then: tell)
    }
}

extension Transaction {
    fileprivate func receiveTogether(
        _ deliveries: [[InboundEvent]], path: String
    ) throws -> [Result<[Receipt], StorageError>] {
        try deliveries.map { events in
            guard undoesParts else { return .success(try events.map(receive)) }
            switch try db.undoneAlone({ try events.map(receive) }) {
            case .success(let receipts): return .success(receipts)
            case .failure(let error as StorageError): return .failure(error)
            case .failure(let error as DatabaseError): return .failure(StorageError(error, path: path))
            case .failure(let error): throw error
            }
        }
    }
}
