import Channels
import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Hands stored messages to their channels and records what came of it: steps 9 to 11 of the way of a message.
struct OutboxWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let limits: GatewayLimits
    let owner: String
    let wakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for sender in 0..<limits.senders {
                group.addTask { await send(as: sender) }
            }
        }
    }

    private func send(as sender: Int) async {
        let owner = "\(owner)/\(sender)"
        for await _ in wakeUps.passes(of: sender, tickSeconds: limits.tickSeconds).cancelOnGracefulShutdown() {
            do {
                while !Task.isShuttingDownGracefully, try await pass(owner: owner) {}
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "The outbox cannot be read; it is tried again at the next tick.", metadata: ["error": "\(error)"])
            }
        }
        try? await store.releaseLeases(owner: owner)
    }

    /// Sends one claimed batch, each message on its own task; true if there was any.
    func pass(owner: String) async throws -> Bool {
        let claimed = try await store.claimOutgoing(
            limit: limits.messagesPerClaim, owner: owner, now: now(), lease: limits.sendLease)
        guard !claimed.isEmpty else { return false }
        let results = await withTaskGroup(of: SendResult.self) { group in
            for message in claimed {
                group.addTask { await result(of: message, owner: owner) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        try await store.recordSending(results, now: now())
        return true
    }

    private func result(of message: OutgoingMessage, owner: String) async -> SendResult {
        guard let channel = channels[message.channel] else {
            return SendResult(
                message: message.id, owner: owner,
                outcome: .failed("channel \(message.channel) is no longer configured"))
        }
        do throws(DeliveryError) {
            let handover = try await channel.send(message)
            return SendResult(
                message: message.id, owner: owner, outcome: .sent(handover.detail, reference: handover.reference))
        } catch {
            logger.warning(
                "A message could not be handed over.",
                metadata: [
                    "message": "\(message.id)", "channel": "\(message.channel)", "reason": "\(error.detail)",
                    "tries": "\(message.earlierAttempts + 1)",
                ])
            return SendResult(message: message.id, owner: owner, outcome: outcome(of: error, message))
        }
    }

    private func outcome(of error: DeliveryError, _ message: OutgoingMessage) -> SendResult.Outcome {
        switch error.kind {
        case .refused: return .failed(error.detail)
        case .retry, .account:
            guard message.earlierAttempts < limits.retryWaits.count else { return .failed(error.detail) }
            let wait = limits.retryWaits[message.earlierAttempts]
            let jitter = 1 + Double.random(in: -limits.retryJitter...limits.retryJitter)
            let least = error.retryAfter ?? 0
            return .retry(at: now().addingTimeInterval(max(wait * jitter, least)), reason: error.detail)
        }
    }
}
