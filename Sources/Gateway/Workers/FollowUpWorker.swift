import Content
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage

/// Looks up again what a slow portal left open, and tells the villager once: the answer, or that staff have it.
struct FollowUpWorker: Service {
    let store: GatewayStore
    let live: LiveContent
    let limits: GatewayLimits
    let outboxWakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        let ticks = WakeUps(listeners: 1).passes(of: 0, tickSeconds: limits.followUpTickSeconds)
        for await _ in ticks.cancelOnGracefulShutdown() {
            do {
                while !Task.isShuttingDownGracefully, try await pass() {}
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "Waiting questions cannot be read; it is tried again at the next tick.",
                    metadata: ["error": "\(error)"])
            }
        }
    }

    /// Looks up one batch, each on its own task and in no transaction; true if there was any.
    func pass() async throws -> Bool {
        let due = try await store.claimFollowUps(limit: limits.followUpsPerPass, now: now(), lease: limits.turnLease)
        await withDiscardingTaskGroup { group in
            for followUp in due {
                group.addTask {
                    do {
                        try await lookUp(followUp)
                    } catch {
                        // Its lease ends by itself, and it is tried again.
                        logger.error(
                            "A waiting question could not be looked up.",
                            metadata: ["follow-up": "\(followUp.id)", "error": "\(error)"])
                    }
                }
            }
        }
        return !due.isEmpty
    }

    private func lookUp(_ followUp: DueFollowUp) async throws {
        let use = live.current
        guard let dialogue = use.content.dialogues[followUp.commune] else {
            // Nobody is left to word an answer: staff get it as it is.
            let answer = FollowUpAnswer(
                replies: [], escalation: NewEscalation(reason: .dossierQuestion, unit: nil, promisedBy: nil),
                isGivenUp: true)
            _ = try await store.end(followUp, with: answer, now: now())
            return
        }
        let rules = dialogue.composer.commune.dossiers
        let age = now().timeIntervalSince(followUp.askedAt)
        guard !rules.isQuiet(at: now()) || age < limits.followUpNightSeconds else {
            return try await postpone(followUp)
        }
        let asker = DossierDesk.Asker(
            message: followUp.message, conversation: followUp.conversation, sender: followUp.sender, isOptedOut: false)
        var answer: FollowUpAnswer?
        do {
            let result = try await use.desk.result(followUp.lookup, for: asker, commune: followUp.commune, now: now())
            answer = dialogue.followUp(followUp.lookup, with: result, spelling: followUp.spelling, now: now())
        } catch {
            // What cannot be looked up here is given up in time as well; before, its lease ends and it is tried again.
            guard !(error is CancellationError), now() >= followUp.givesUpAt else { throw error }
            logger.error(
                "A waiting question could not be looked up and goes to staff.",
                metadata: ["follow-up": "\(followUp.id)", "error": "\(error)"])
        }
        if answer == nil, now() >= followUp.givesUpAt {
            answer = dialogue.givenUp(followUp.lookup, spelling: followUp.spelling, now: now())
        }
        guard let answer else { return try await postpone(followUp) }
        if try await store.end(followUp, with: answer, now: now()) { outboxWakeUps.signal() }
    }

    private func postpone(_ followUp: DueFollowUp) async throws {
        let waits = limits.followUpWaits
        let wait = waits[max(0, min(followUp.attempts, waits.count) - 1)]
        try await store.postponeFollowUp(followUp.id, until: now().addingTimeInterval(wait), now: now())
    }
}
