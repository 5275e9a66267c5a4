import AsyncAlgorithms
import Channels
import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Hands stored messages to their channels and records what came of it: steps 9 to 11 of the way of a message.
///
/// Each channel has slots of its own, so that a slow provider or a pace slows nobody else.
struct OutboxWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let limits: GatewayLimits
    let owner: String
    /// One listener for each channel.
    let wakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger
    let progress: FlowProgress
    private let health: ChannelHealth
    private let metrics: GatewayMetrics
    private let ways: WaysOut

    init(
        store: GatewayStore, channels: ChannelList, limits: GatewayLimits, owner: String, wakeUps: WakeUps,
        now: @escaping @Sendable () -> Date, logger: Logger, progress: FlowProgress = FlowProgress(),
        health: ChannelHealth = ChannelHealth(), metrics: GatewayMetrics = GatewayMetrics(),
        rule: WayOut.Rule = WayOut.Rule()
    ) {
        ways = WaysOut(channels, rule: rule)
        self.progress = progress
        self.health = health
        self.metrics = metrics
        self.store = store
        self.channels = channels
        self.limits = limits
        self.owner = owner
        self.wakeUps = wakeUps
        self.now = now
        self.logger = logger
    }

    /// How many listeners the wake-ups need.
    static func listeners(channels: ChannelList) -> Int { channels.channels.count }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            let ids = channels.channels.keys.sorted { $0.rawValue < $1.rawValue }
            for (index, id) in ids.enumerated() {
                group.addTask { await send(on: id, listener: index) }
            }
            group.addTask { await failStrays() }
        }
    }

    /// Sends what is due on a channel until the gateway stops: each message on a task of its own, so that a slow one holds
    /// its own slot only, while others are claimed into the slots that are free.
    private func send(on id: ChannelID, listener: Int) async {
        let owner = "\(owner)/0"
        let slots = SendingSlots(limits.sendingSlots, claimedAtOnce: limits.messagesPerClaim)
        let recorder = SendingRecorder { results, alarms in
            try await keep(results, alarms, of: id)
            progress.noteOutgoing(id)
        }
        await withDiscardingTaskGroup { group in
            let passes = merge(wakeUps.passes(of: listener, tickSeconds: limits.tickSeconds), slots.freed)
            for await _ in passes.cancelOnGracefulShutdown() {
                do {
                    try await recorder.record()
                    while !Task.isShuttingDownGracefully, let limit = slots.claimable {
                        let claimed = try await store.claimOutgoing(
                            limit: limit, owner: owner, now: now(), lease: limits.sendLease, of: id, pace: pace(of: id))
                        slots.take(claimed.count)
                        for message in claimed {
                            group.addTask {
                                recorder.add(await result(of: message, through: channels[id], owner: owner))
                                var isKept = false
                                _ = await work { isKept = try await recorder.record() }
                                slots.release(wakes: isKept)
                            }
                        }
                        guard claimed.count == limit else { break }
                    }
                } catch is CancellationError {
                    break
                } catch {
                    complain(error)
                }
            }
        }
        _ = await work { try await recorder.record() }
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
            complain(error)
        }
        return true
    }

    private func complain(_ error: any Error) {
        logger.error(
            "The outbox cannot be read; it is tried again at the next tick.", metadata: ["error": "\(error)"])
    }

    /// Sends one claimed batch of a channel and ends with the slowest; true if there was any.
    ///
    /// For channels that fail at once, and for tests.
    func pass(of id: ChannelID, owner: String) async throws -> Bool {
        let channel = channels[id]
        let claimed = try await store.claimOutgoing(
            limit: limits.messagesPerClaim, owner: owner, now: now(), lease: limits.sendLease, of: id,
            pace: channel?.profile.pace)
        guard !claimed.isEmpty else { return false }
        let results = await withTaskGroup(of: SendingRecorder.Sent.self) { group in
            for message in claimed {
                group.addTask { await result(of: message, through: channel, owner: owner) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        try await keep(results.map(\.result), results.map(\.error), of: id)
        return true
    }

    private func keep(_ results: [SendResult], _ errors: [DeliveryError?], of id: ChannelID) async throws {
        // While another sends in its place, what that one does says nothing of this one.
        guard !ways.isReplaced(id) else { return try await store.recordSending(results, now: now()) }
        let alarm = health.alarm(after: errors, of: id, now: now(), patience: limits.channelAlarmSeconds)
        try await store.recordSending(results, now: now(), of: id, alarm: alarm)
    }

    private func result(
        of message: OutgoingMessage, through channel: (any Channel)?, owner: String
    ) async -> SendingRecorder.Sent {
        func result(_ outcome: SendResult.Outcome) -> SendResult {
            SendResult(message: message.id, owner: owner, outcome: outcome)
        }
        guard let channel else {
            let error = DeliveryError(.unreachable, "channel \(message.channel) is no longer configured")
            return SendingRecorder.Sent(result: result(.unreachable(error.detail)), error: error)
        }
        do throws(DeliveryError) {
            if message.wait > 0 { try await pause(message.wait) }
            let handover = try await handOver(message, through: channel)
            return SendingRecorder.Sent(
                result: result(.sent(handover.detail, reference: handover.reference)), error: nil)
        } catch {
            logger.warning(
                "A message could not be handed over.",
                metadata: [
                    "message": "\(message.id)", "channel": "\(message.channel)", "reason": "\(error.detail)",
                    "tries": "\(message.earlierAttempts + 1)",
                ])
            return SendingRecorder.Sent(result: result(outcome(of: error, message)), error: error)
        }
    }

    /// Asks the channel's provider, or that of its second way, and learns from what comes of it.
    private func handOver(
        _ message: OutgoingMessage, through channel: any Channel
    ) async throws(DeliveryError) -> Handover {
        let way = ways.next(of: message.channel)
        let other = way == .second ? ways.second(of: message.channel).flatMap { channels[$0] } : nil
        let begin = ContinuousClock.now
        do throws(DeliveryError) {
            let handover = try await (other ?? channel).send(message)
            let seconds = seconds(since: begin)
            metrics.noteSend(.sent, on: message.channel, seconds: seconds)
            if other != nil { metrics.noteTakenOver(of: message.channel) }
            if let askedAt = message.askedAt { metrics.answerDelays.note(now().timeIntervalSince(askedAt)) }
            logger.info(
                "A message was handed over.",
                metadata: [
                    "message": "\(message.id)", "channel": "\((other ?? channel).profile.id)",
                    "tries": "\(message.earlierAttempts + 1)",
                ])
            await tell(ways.note(nil, of: message.channel, by: way, seconds: seconds), of: message.channel)
            return handover
        } catch {
            let seconds = seconds(since: begin)
            let mayWork = error.kind == .retry || error.kind == .account
            metrics.noteSend(mayWork ? .retry : .failed, on: message.channel, seconds: seconds)
            await tell(ways.note(error, of: message.channel, by: way, seconds: seconds), of: message.channel)
            throw error
        }
    }

    /// Tells the log, `/health` and staff that messages take another way from now on.
    private func tell(_ change: WayOut.Change?, of channel: ChannelID) async {
        guard let change, let other = ways.second(of: channel) else { return }
        do {
            switch change {
            case .tookOver(let isSlow):
                health.note(channel, replacedBy: other)
                logger.error(
                    "Another channel sends in the place of one that fails.",
                    metadata: ["channel": "\(channel)", "by": "\(other)", "reason": isSlow ? "slow" : "errors"])
                try await store.noteTakeOver(of: channel, by: other, isSlow: isSlow, now: now())
            case .wentBack:
                health.note(channel, replacedBy: nil)
                logger.notice("A channel sends by itself again.", metadata: ["channel": "\(channel)"])
                try await store.noteReturn(of: channel, now: now())
            }
        } catch {
            logger.error("Staff could not be told of a change of ways.", metadata: ["error": "\(error)"])
        }
    }

    /// The pace of whoever sends now.
    private func pace(of channel: ChannelID) -> SendingPace? {
        let sender = ways.isReplaced(channel) ? ways.second(of: channel) : channel
        return sender.flatMap { channels[$0]?.profile.pace }
    }

    private func seconds(since begin: ContinuousClock.Instant) -> Double { (ContinuousClock.now - begin) / .seconds(1) }

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
