import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Keeps what webhooks bring: requests wait here together and share a commit.
///
/// They wait for the store's writer, which takes all who wait when it comes to them; a client that goes away cancels
/// nobody's write. Waiting is bounded in number and in time; beyond, the provider is asked to come back.
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

    /// Those of one commit, who stay the same when the writer has to begin again.
    private final class Batch: Sendable {
        private let taken = Mutex<[Waiting]?>(nil)

        func items(_ take: () -> [Waiting]) -> [Waiting] {
            taken.withLock { taken in
                if let taken { return taken }
                let items = take()
                taken = items
                return items
            }
        }
    }

    private struct Queue: Sendable {
        /// In the order of coming, so by falling patience too.
        var waiting: [Waiting] = []
        /// Those of the commit that is under way.
        var inHand: [Waiting] = []
        /// Whether the writer has been asked to take those who wait.
        var isAsked = false
        var isClosed = false

        var isEmpty: Bool { waiting.isEmpty && inHand.isEmpty }
        var oldestDeadline: ContinuousClock.Instant? { (inHand.first ?? waiting.first)?.deadline }
    }

    private let store: GatewayStore
    private let limits: GatewayLimits
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let queue = Mutex(Queue())
    /// Ends when the writer has nothing of ours any more, once the door is closed.
    private let writerIsFree: AsyncStream<Void>
    private let freeWriter: AsyncStream<Void>.Continuation
    private let deadlines = WakeUps(listeners: 1)

    init(store: GatewayStore, limits: GatewayLimits, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.store = store
        self.limits = limits
        self.now = now
        self.logger = logger
        (writerIsFree, freeWriter) = AsyncStream.makeStream(of: Void.self)
    }

    /// Tells the caller when the events are on disk, or that they are not.
    func receive(_ events: [InboundEvent], then caller: @escaping Caller) {
        let item = Waiting(events, until: ContinuousClock.now + .seconds(limits.webhookSeconds), caller: caller)
        let (isTaken, asks, isAlone) = queue.withLock { queue in
            guard !queue.isClosed, queue.waiting.count < limits.waitingWebhooks else { return (false, false, false) }
            let isAlone = queue.isEmpty
            queue.waiting.append(item)
            defer { queue.isAsked = true }
            return (true, !queue.isAsked, isAlone)
        }
        guard isTaken else { return item.answer(.failure(.busy)) }
        if asks { askWriter() }
        if isAlone { deadlines.signal() }
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchDeadlines() }
            try? await gracefulShutdown()
            group.cancelAll()
        }
        // The door is closed by now; whoever still waits is sent away to come back.
        let (rest, isAsked) = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.waiting = [] }
            return (queue.waiting, queue.isAsked)
        }
        for item in rest { item.answer(.failure(.busy)) }
        // The store is closed next, so what the writer has in hand must end before.
        if isAsked { for await _ in writerIsFree {} }
    }

    /// Has the writer take those who wait when it comes to it, and again until nobody waits.
    private func askWriter() {
        let batch = Batch()
        store.receiveTogether(at: now, { batch.items { self.take() }.map(\.events) }) { result in
            // They are not taken yet where the transaction could not even begin.
            self.answer(batch.items { self.take() }, result)
            let goesOn = self.queue.withLock { queue in
                queue.inHand = []
                queue.isAsked = !queue.waiting.isEmpty
                return queue.isAsked
            }
            if goesOn { self.askWriter() } else if self.queue.withLock({ $0.isClosed }) { self.freeWriter.finish() }
        }
    }

    private func take() -> [Waiting] {
        queue.withLock { queue in
            queue.inHand = Array(queue.waiting.prefix(limits.webhooksPerCommit))
            queue.waiting.removeFirst(queue.inHand.count)
            return queue.inHand
        }
    }

    private func answer(_ batch: [Waiting], _ result: GatewayStore.ReceivedTogether) {
        switch result {
        case .success(let results):
            for (item, result) in zip(batch, results) { item.answer(result.mapError { .failed($0) }) }
        case .failure(let error):
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
