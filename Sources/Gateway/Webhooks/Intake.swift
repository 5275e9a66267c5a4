import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Keeps what webhooks bring: requests wait here together and share a commit.
///
/// The writer is a service of its own, so a client that goes away cancels nobody's write. Waiting is bounded in number and
/// in time; beyond, the provider is asked to come back.
final class Intake: Service, Sendable {
    /// Why nothing was kept, as far as the caller knows.
    enum Refusal: Error {
        /// Too many wait already, or the disk takes too long; the provider's retry finds either nothing or a copy.
        case busy
        case failed(any Error)
    }

    private struct Waiting {
        var events: [InboundEvent]
        var answer: AsyncStream<Result<[Receipt], Refusal>>.Continuation
    }

    private let store: GatewayStore
    private let limits: GatewayLimits
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let waiting = Mutex<[Waiting]>([])
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(store: GatewayStore, limits: GatewayLimits, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.store = store
        self.limits = limits
        self.now = now
        self.logger = logger
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns when the events are on disk.
    func receive(_ events: [InboundEvent]) async throws(Refusal) -> [Receipt] {
        let (results, answer) = AsyncStream.makeStream(of: Result<[Receipt], Refusal>.self)
        let taken = waiting.withLock { waiting in
            guard waiting.count < limits.waitingWebhooks else { return false }
            waiting.append(Waiting(events: events, answer: answer))
            return true
        }
        guard taken else { throw .busy }
        wakeUp.yield()
        let seconds = limits.webhookSeconds
        let result = await withTaskGroup(of: Result<[Receipt], Refusal>.self) { group in
            group.addTask {
                for await result in results { return result }
                return .failure(.busy)
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return .failure(.busy)
            }
            let first = await group.next() ?? .failure(.busy)
            group.cancelAll()
            return first
        }
        return try result.get()
    }

    func run() async throws {
        for await _ in wakeUps.cancelOnGracefulShutdown() {
            while case let batch = take(), !batch.isEmpty { await keep(batch) }
        }
        // The door is closed by now; whoever still waits is sent away to come back.
        for item in waiting.withLock({ $0 }) { item.answer.yield(.failure(.busy)) }
    }

    private func take() -> [Waiting] {
        waiting.withLock { waiting in
            let batch = Array(waiting.prefix(limits.webhooksPerCommit))
            waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func keep(_ batch: [Waiting]) async {
        do {
            let results = try await store.receiveTogether(batch.map(\.events), at: now())
            for (item, result) in zip(batch, results) {
                item.answer.yield(result.mapError { .failed($0) })
            }
        } catch {
            logger.error(
                "Webhook calls could not be stored; their providers are asked to repeat them.",
                metadata: ["calls": "\(batch.count)", "error": "\(error)"])
            for item in batch { item.answer.yield(.failure(.failed(error))) }
        }
    }
}
