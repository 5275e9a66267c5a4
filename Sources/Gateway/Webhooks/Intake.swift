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

    /// Who waits for what became of his events; called once, from any thread.
    typealias Caller = @Sendable (Result<[Receipt], Refusal>) -> Void

    /// One request that waits; whoever answers it first is heard, later answers are not.
    private final class Waiting: Sendable {
        let events: [InboundEvent]
        let deadline: ContinuousClock.Instant
        private let caller: Mutex<Caller?>

        init(_ events: [InboundEvent], until deadline: ContinuousClock.Instant, caller: @escaping Caller) {
            self.events = events
            self.deadline = deadline
            self.caller = Mutex(caller)
        }

        func answer(_ result: Result<[Receipt], Refusal>) {
            let caller = caller.withLock { caller in
                defer { caller = nil }
                return caller
            }
            caller?(result)
        }
    }

    private struct Queue: Sendable {
        /// In the order of coming, so by falling patience too.
        var waiting: [Waiting] = []
        /// Those of the commit that is under way.
        var inHand: [Waiting] = []
        var isClosed = false

        var isEmpty: Bool { waiting.isEmpty && inHand.isEmpty }
        var oldestDeadline: ContinuousClock.Instant? { (inHand.first ?? waiting.first)?.deadline }
    }

    private let store: GatewayStore
    private let limits: GatewayLimits
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let queue = Mutex(Queue())
    private let work = WakeUps(listeners: 1)
    private let deadlines = WakeUps(listeners: 1)

    init(store: GatewayStore, limits: GatewayLimits, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.store = store
        self.limits = limits
        self.now = now
        self.logger = logger
    }

    /// Returns when the events are on disk.
    func receive(_ events: [InboundEvent]) async throws(Refusal) -> [Receipt] {
        let result = await withCheckedContinuation { caller in receive(events) { caller.resume(returning: $0) } }
        return try result.get()
    }

    /// Tells the caller when the events are on disk, or that they are not.
    func receive(_ events: [InboundEvent], then caller: @escaping Caller) {
        let item = Waiting(events, until: ContinuousClock.now + .seconds(limits.webhookSeconds), caller: caller)
        let (isTaken, isFirst, isAlone) = queue.withLock { queue in
            let isFirst = queue.waiting.isEmpty
            let isAlone = queue.isEmpty
            guard !queue.isClosed, queue.waiting.count < limits.waitingWebhooks else {
                return (false, isFirst, isAlone)
            }
            queue.waiting.append(item)
            return (true, isFirst, isAlone)
        }
        guard isTaken else { return item.answer(.failure(.busy)) }
        if isFirst { work.signal() }
        if isAlone { deadlines.signal() }
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchDeadlines() }
            for await _ in work.signals(of: 0).cancelOnGracefulShutdown() {
                while case let batch = take(), !batch.isEmpty { await keep(batch) }
            }
            group.cancelAll()
        }
        // The door is closed by now; whoever still waits is sent away to come back.
        let rest = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.waiting = [] }
            return queue.waiting
        }
        for item in rest { item.answer(.failure(.busy)) }
    }

    private func take() -> [Waiting] {
        queue.withLock { queue in
            queue.inHand = Array(queue.waiting.prefix(limits.webhooksPerCommit))
            queue.waiting.removeFirst(queue.inHand.count)
            return queue.inHand
        }
    }

    private func keep(_ batch: [Waiting]) async {
        do {
            let results = try await store.receiveTogether(batch.map(\.events), at: now())
            for (item, result) in zip(batch, results) {
                item.answer(result.mapError { .failed($0) })
            }
        } catch {
            logger.error(
                "Webhook calls could not be stored; their providers are asked to repeat them.",
                metadata: ["calls": "\(batch.count)", "error": "\(error)"])
            for item in batch { item.answer(.failure(.failed(error))) }
        }
    }

    /// Sends away whoever waits too long, also in a commit that does not come back; one sleep serves all who wait.
    private func watchDeadlines() async {
        for await _ in deadlines.signals(of: 0) {
            while let next = queue.withLock({ $0.oldestDeadline }) {
                guard (try? await Task.sleep(until: next, clock: .continuous)) != nil else { return }
                let moment = ContinuousClock.now
                let overdue = queue.withLock { queue in
                    let late = queue.waiting.prefix { $0.deadline <= moment }
                    let all = queue.inHand.prefix { $0.deadline <= moment } + late
                    queue.waiting.removeFirst(late.count)
                    queue.inHand.removeFirst(all.count - late.count)
                    return all
                }
                for item in overdue { item.answer(.failure(.busy)) }
            }
        }
    }
}
