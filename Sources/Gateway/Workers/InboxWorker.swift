import Channels
import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Understands what arrived and decides the answers: steps 6 to 8 of the way of a message.
struct InboxWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let content: GatewayContent
    let limits: GatewayLimits
    let owner: String
    let wakeUps: WakeUps
    let outboxWakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        for await _ in wakeUps.passes(of: 0, tickSeconds: limits.tickSeconds).cancelOnGracefulShutdown() {
            do {
                while !Task.isShuttingDownGracefully, try await pass() {}
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "The inbox cannot be read; it is tried again at the next tick.", metadata: ["error": "\(error)"])
            }
        }
        try? await store.releaseLeases(owner: owner)
    }

    /// Handles one batch, at most one message of each conversation; true if there was any.
    func pass() async throws -> Bool {
        let claimed = try await store.claimIncoming(
            limit: limits.turnsPerPass, owner: owner, now: now(), lease: limits.turnLease)
        guard !claimed.isEmpty else { return false }
        var turns: [HandledTurn] = []
        for incoming in claimed {
            guard let channel = channels[incoming.channel], let dialogue = content.dialogues[channel.profile.commune]
            else {
                await fail(incoming, because: "channel \(incoming.channel) is no longer configured")
                continue
            }
            turns.append(handled(incoming, dialogue: dialogue, spelling: channel.profile.spelling))
        }
        await commit(turns, of: claimed)
        outboxWakeUps.signal()
        return true
    }

    private func handled(
        _ incoming: IncomingTurn, dialogue: Dialogue, spelling: VillagerMessage.SpellingRule
    ) -> HandledTurn {
        let turn = dialogue.turn(
            VillagerMessage(text: incoming.text, spelling: spelling), state: incoming.state, now: now())
        return HandledTurn(
            message: incoming.message, conversation: incoming.conversation, understanding: turn.understanding,
            decision: turn.decision.name, state: turn.state, replies: turn.replies, escalation: turn.escalation,
            optedOut: turn.optedOut, interest: turn.interest, owner: owner)
    }

    /// Commits a batch as one; if that fails, each alone, so that one bad turn holds up nobody else.
    private func commit(_ turns: [HandledTurn], of claimed: [IncomingTurn]) async {
        do {
            let skipped = try await store.commit(turns, now: now())
            logger.debug("Messages were handled.", metadata: ["count": "\(turns.count - skipped.count)"])
        } catch {
            for turn in turns {
                do {
                    _ = try await store.commit([turn], now: now())
                } catch {
                    guard let incoming = claimed.first(where: { $0.message == turn.message }) else { continue }
                    await fail(incoming, because: "its answer could not be stored: \(error)")
                }
            }
        }
    }

    private func fail(_ incoming: IncomingTurn, because reason: String) async {
        logger.error(
            "A message could not be handled.", metadata: ["message": "\(incoming.message)", "reason": "\(reason)"])
        do {
            _ = try await store.recordHandlingFailure(incoming.message, owner: owner, error: reason, now: now())
        } catch {
            // The lease ends by itself and the message is tried again.
            logger.error("The failure could not be recorded.", metadata: ["error": "\(error)"])
        }
    }
}
