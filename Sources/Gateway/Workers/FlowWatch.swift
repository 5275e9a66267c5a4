import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage
import Synchronization

/// When work last went on, as the workers note it.
final class FlowProgress: Sendable {
    private struct State {
        var incoming = ContinuousClock.now
        var outgoing: [ChannelID: ContinuousClock.Instant] = [:]
    }

    private let begun = ContinuousClock.now
    private let state = Mutex(State())

    func noteIncoming() { state.withLock { $0.incoming = .now } }
    func noteOutgoing(_ channel: ChannelID) { state.withLock { $0.outgoing[channel] = .now } }

    var incoming: ContinuousClock.Instant { state.withLock { $0.incoming } }
    func outgoing(_ channel: ChannelID) -> ContinuousClock.Instant { state.withLock { $0.outgoing[channel] ?? begun } }
}

/// Sees that due messages move: when they do not, the log, `/health` and staff hear of it once, and again when they do.
///
/// It watches the work and not its parts, so it finds a provider that never ends an answer as well as a worker that hangs.
/// It tells of budgets too, which commits count and nobody logs.
final class FlowWatch: Service, Sendable {
    private let store: GatewayStore
    private let limits: GatewayLimits
    private let progress: FlowProgress
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// What does not move; nil stands for what villagers sent.
    private struct State {
        var stalled: Set<ChannelID?> = []
        /// Channels whose alarms of an earlier process were ended, if there were any.
        var cleared: Set<ChannelID?> = []
        var budgets: [CommuneID: Int] = [:]
    }

    private let state = Mutex(State())

    init(
        store: GatewayStore, limits: GatewayLimits, progress: FlowProgress, now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.store = store
        self.limits = limits
        self.progress = progress
        self.now = now
        self.logger = logger
    }

    /// Nil while all moves; else a sentence.
    var problem: String? {
        let stalled = state.withLock { $0.stalled }
        guard !stalled.isEmpty else { return nil }
        let channels = stalled.compactMap { $0?.rawValue }.sorted().joined(separator: ", ")
        let inbox = stalled.contains(nil) ? " Messages of villagers are not handled." : ""
        let outbox = channels.isEmpty ? "" : " Messages that are due do not leave on: \(channels)."
        return "Messages do not move.\(inbox)\(outbox) The log says since when."
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await self.look()
                } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    self.logger.error("The flow of messages cannot be watched.", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(self.limits.flowLookSeconds))
            }
        }
    }

    /// One look, at the time of `instant` for what the workers noted.
    func look(at instant: ContinuousClock.Instant = .now) async throws {
        let now = now()
        let patience = limits.stallSeconds
        func isStalled(since due: Date?, worked: ContinuousClock.Instant) -> Bool {
            guard let due else { return false }
            return now.timeIntervalSince(due) > patience && instant - worked > .seconds(patience)
        }
        try await note(nil, isStalled(since: try await store.oldestIncoming(), worked: progress.incoming), now)
        let oldest = try await store.oldestOutgoing()
        for channel in Set(oldest.keys).union(state.withLock { $0.stalled.compactMap { $0 } }) {
            try await note(channel, isStalled(since: oldest[channel], worked: progress.outgoing(channel)), now)
        }
        try await lookAtBudgets(now)
    }

    private func note(_ channel: ChannelID?, _ isStalled: Bool, _ now: Date) async throws {
        let (was, isNew) = state.withLock { ($0.stalled.contains(channel), !$0.cleared.contains(channel)) }
        let what = channel.map { "channel \($0)" } ?? "inbox"
        if isStalled, !was {
            logger.error(
                "Messages that are due do not move.",
                metadata: ["where": "\(what)", "minutes": "\(Int(limits.stallSeconds / 60))"])
            try await store.raiseStall(of: channel, minutes: Int(limits.stallSeconds / 60), now: now)
            state.withLock { _ = $0.stalled.insert(channel) }
        } else if !isStalled, was || isNew {
            try await store.endStall(of: channel, now: now)
            if was { logger.notice("Messages move again.", metadata: ["where": "\(what)"]) }
            state.withLock { _ = $0.stalled.remove(channel) }
        }
        state.withLock { _ = $0.cleared.insert(channel) }
    }

    private func lookAtBudgets(_ now: Date) async throws {
        for spending in try await store.spending(now: now) {
            let step = spending.isStopped ? 2 : spending.isWarned ? 1 : 0
            let before = state.withLock { state in
                defer { state.budgets[spending.commune] = step }
                return state.budgets[spending.commune] ?? 0
            }
            guard step > before else { continue }
            logger.warning(
                step == 2
                    ? "The budget of the day is spent; only calls for help and officers are answered until midnight."
                    : "The budget of the day is nearly spent.",
                metadata: ["commune": "\(spending.commune)", "sent": "\(spending.units)"])
        }
    }
}

extension FlowWatch: CustomStringConvertible {
    var description: String { "flow watch" }
}
