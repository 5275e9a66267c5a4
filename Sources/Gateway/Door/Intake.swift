import Conversations
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import Storage
import Synchronization

/// Lets webhooks in: so many may wait for the store's writer, and none longer than its provider does.
///
/// Each webhook is one job of the writer, which commits all that wait together; a client that goes away cancels nothing.
/// Beyond the bounds the provider is asked to come back; its retry finds either nothing or a copy.
final class Intake: Service, Sendable {
    /// Why nothing was kept, as far as the caller knows.
    enum Refusal: Error {
        /// Too many wait already, or the disk takes too long.
        case busy
        case failed(any Error)
    }

    /// Who waits for what became of his events; called once, from any thread.
    typealias Caller = @Sendable (Result<[Receipt], Refusal>) -> Void

    /// One webhook that waits; whoever answers it first is heard, later answers are not.
    private final class Waiting: Sendable {
        let deadline: ContinuousClock.Instant
        private let caller: Mutex<Caller?>

        init(until deadline: ContinuousClock.Instant, caller: @escaping Caller) {
            self.deadline = deadline
            self.caller = Mutex(caller)
        }

        var isAnswered: Bool { caller.withLock { $0 == nil } }

        func answer(_ result: Result<[Receipt], Refusal>) {
            let caller = caller.withLock { caller in
                defer { caller = nil }
                return caller
            }
            caller?(result)
        }
    }

    private struct Queue: Sendable {
        /// In the order of coming, so by falling patience too; those in front may be answered already.
        var waiting = CircularBuffer<Waiting>()
        /// How many jobs the writer has not ended.
        var jobs = 0
        var isClosed = false

        /// Leaves out those in front that were answered.
        mutating func trim() {
            while let first = waiting.first, first.isAnswered { waiting.removeFirst() }
        }
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
        let item = Waiting(until: ContinuousClock.now + .seconds(limits.webhookSeconds), caller: caller)
        let (isTaken, isAlone) = queue.withLock { queue in
            guard !queue.isClosed, queue.jobs < limits.waitingWebhooks else { return (false, false) }
            queue.trim()
            queue.waiting.append(item)
            queue.jobs += 1
            return (true, queue.waiting.count == 1)
        }
        guard isTaken else { return item.answer(.failure(.busy)) }
        if isAlone { deadlines.signal() }
        store.receive(events, at: now, unless: { item.isAnswered }) { result in
            switch result {
            case .success(let receipts): item.answer(receipts.map { .success($0) } ?? .failure(.busy))
            case .failure(let error): item.answer(.failure(.failed(error)))
            }
            let isLast = self.queue.withLock { queue in
                queue.jobs -= 1
                queue.trim()
                return queue.isClosed && queue.jobs == 0
            }
            if isLast { self.freeWriter.finish() }
        }
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchDeadlines() }
            try? await gracefulShutdown()
            group.cancelAll()
        }
        // The door is closed by now; whoever still waits is sent away to come back.
        let (rest, hasJobs) = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.waiting.removeAll() }
            return (queue.waiting, queue.jobs > 0)
        }
        for item in rest { item.answer(.failure(.busy)) }
        // The store is closed next, so what the writer has in hand must end before.
        if hasJobs { for await _ in writerIsFree {} }
    }

    /// Sends away whoever waits too long, also in a commit that does not come back; one sleep serves all who wait.
    private func watchDeadlines() async {
        for await _ in deadlines.signals(of: 0) {
            while let next = queue.withLock({ $0.waiting.first?.deadline }) {
                guard (try? await Task.sleep(until: next, clock: .continuous)) != nil else { return }
                let moment = ContinuousClock.now
                let overdue = queue.withLock { queue in
                    var overdue: [Waiting] = []
                    while let first = queue.waiting.first, first.deadline <= moment || first.isAnswered {
                        overdue.append(queue.waiting.removeFirst())
                    }
                    return overdue
                }
                for item in overdue { item.answer(.failure(.busy)) }
            }
        }
    }
}
