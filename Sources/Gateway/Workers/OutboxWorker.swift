import Channels
import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Hands stored messages to their channels and records what came of it: steps 9 to 11 of the way of a message.
///
/// Each channel has senders of its own, so that a slow provider or a pace slows nobody else.
struct OutboxWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let limits: GatewayLimits
    let owner: String
    /// One listener for each sender of each channel.
    let wakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger
    private let health = ChannelHealth()

    init(
        store: GatewayStore, channels: ChannelList, limits: GatewayLimits, owner: String, wakeUps: WakeUps,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.channels = channels
        self.limits = limits
        self.owner = owner
        self.wakeUps = wakeUps
        self.now = now
        self.logger = logger
    }

    /// How many listeners the wake-ups need.
    static func listeners(channels: ChannelList, limits: GatewayLimits) -> Int {
        channels.channels.count * limits.senders
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            let ids = channels.channels.keys.sorted { $0.rawValue < $1.rawValue }
            for (index, id) in ids.enumerated() {
                for sender in 0..<limits.senders {
                    group.addTask { await send(as: index * limits.senders + sender, of: id) }
                }
            }
            group.addTask { await failStrays() }
        }
    }

    private func send(as sender: Int, of channel: ChannelID) async {
        let owner = "\(owner)/\(sender)"
        for await _ in wakeUps.passes(of: sender, tickSeconds: limits.tickSeconds).cancelOnGracefulShutdown() {
            guard await work({ while !Task.isShuttingDownGracefully, try await pass(of: channel, owner: owner) {} })
            else { break }
        }
        try? await store.releaseLeases(owner: owner)
    }

    /// Gives up what waits for channels that are no longer configured.
    private func failStrays() async {
        let owner = "\(owner)/strays"
        let ticks = WakeUps(listeners: 1).passes(of: 0, tickSeconds: limits.strayTickSeconds)
        for await _ in ticks.cancelOnGracefulShutdown() {
            let goesOn = await work {
                for channel in try await store.channelsWithOutgoing() where channels[channel] == nil {
                    while !Task.isShuttingDownGracefully, try await pass(of: channel, owner: owner) {}
                }
            }
            guard goesOn else { break }
        }
    }

    /// Does one round of work; false when the task is cancelled.
    private func work(_ round: () async throws -> Void) async -> Bool {
        do {
            try await round()
        } catch is CancellationError {
            return false
        } catch {
            logger.error(
                "The outbox cannot be read; it is tried again at the next tick.", metadata: ["error": "\(error)"])
        }
        return true
    }

    /// Sends one claimed batch of a channel, each message on its own task, and ends with the slowest; true if there was any.
    func pass(of id: ChannelID, owner: String) async throws -> Bool {
        let channel = channels[id]
        let claimed = try await store.claimOutgoing(
            limit: limits.messagesPerClaim, owner: owner, now: now(), lease: limits.sendLease, of: id,
            pace: channel?.profile.pace)
        guard !claimed.isEmpty else { return false }
        let handed = Handed()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for message in claimed {
                group.addTask { handed.add(await result(of: message, through: channel, owner: owner)) }
            }
            var record = Record(claimed: claimed.count)
            while try await group.next() != nil { await keep(handed.takeAll(), of: id, in: &record) }
            if let failure = record.failure { throw failure }
        }
        return true
    }

    /// What a claim has brought so far.
    private struct Record {
        var claimed: Int
        var errors: [DeliveryError?] = []
        var unkept: [SendResult] = []
        var failure: (any Error)?
    }

    /// Records results as they come, so that a kill repeats no more than it must; what ends during a commit shares the next.
    private func keep(_ results: [(SendResult, DeliveryError?)], of id: ChannelID, in record: inout Record) async {
        guard !results.isEmpty else { return }
        record.errors += results.map(\.1)
        record.unkept += results.map(\.0)
        // Only all of a claim together tell whether the channel works.
        let alarm =
            record.errors.count < record.claimed
            ? nil : health.alarm(after: record.errors, of: id, now: now(), patience: limits.channelAlarmSeconds)
        do {
            try await store.recordSending(record.unkept, now: now(), of: id, alarm: alarm)
            record.unkept = []
            record.failure = nil
        } catch {
            // The sends that still go on must end; what is not kept is tried again with them.
            record.failure = error
        }
    }

    /// The results of a claim that nobody has recorded yet.
    private final class Handed: Sendable {
        private let results = Mutex<[(SendResult, DeliveryError?)]>([])

        func add(_ result: (SendResult, DeliveryError?)) { results.withLock { $0.append(result) } }

        func takeAll() -> [(SendResult, DeliveryError?)] {
            results.withLock { results in
                defer { results = [] }
                return results
            }
        }
    }

    private func result(
        of message: OutgoingMessage, through channel: (any Channel)?, owner: String
    ) async -> (SendResult, DeliveryError?) {
        func result(_ outcome: SendResult.Outcome) -> SendResult {
            SendResult(message: message.id, owner: owner, outcome: outcome)
        }
        guard let channel else {
            let error = DeliveryError(.unreachable, "channel \(message.channel) is no longer configured")
            return (result(.unreachable(error.detail)), error)
        }
        do throws(DeliveryError) {
            if message.wait > 0 { try await pause(message.wait) }
            let handover = try await channel.send(message)
            return (result(.sent(handover.detail, reference: handover.reference)), nil)
        } catch {
            logger.warning(
                "A message could not be handed over.",
                metadata: [
                    "message": "\(message.id)", "channel": "\(message.channel)", "reason": "\(error.detail)",
                    "tries": "\(message.earlierAttempts + 1)",
                ])
            return (result(outcome(of: error, message)), error)
        }
    }

    /// The wait that a claim asks for; a cancelled one sends nothing.
    private func pause(_ seconds: TimeInterval) async throws(DeliveryError) {
        do {
            try await Task.sleep(for: .seconds(seconds))
        } catch {
            throw DeliveryError(.retry, "the gateway was stopped before its turn came")
        }
    }

    private func outcome(of error: DeliveryError, _ message: OutgoingMessage) -> SendResult.Outcome {
        switch error.kind {
        case .refused: return .failed(error.detail)
        case .unreachable: return .unreachable(error.detail)
        case .retry, .account:
            guard message.earlierAttempts < limits.retryWaits.count else { return .unreachable(error.detail) }
            let wait = limits.retryWaits[message.earlierAttempts]
            let jitter = 1 + Double.random(in: -limits.retryJitter...limits.retryJitter)
            let least = error.retryAfter ?? 0
            return .retry(at: now().addingTimeInterval(max(wait * jitter, least)), reason: error.detail)
        }
    }
}
