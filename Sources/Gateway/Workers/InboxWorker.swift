import Channels
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage
import Synchronization
import VietnameseText

/// Understands what arrived and decides the answers: steps 6 to 8 of the way of a message.
struct InboxWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let content: GatewayContent
    let desk: DossierDesk
    let limits: GatewayLimits
    let pace: MessagePace
    let owner: String
    let wakeUps: WakeUps
    let outboxWakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger
    /// Numbers that no villager writes from.
    let ourNumbers: OurNumbers
    private let marks: HandlingMarks?
    let progress: FlowProgress
    private let lookupsInFlight = Counter()

    init(
        store: GatewayStore, channels: ChannelList, content: GatewayContent, desk: DossierDesk, limits: GatewayLimits,
        pace: MessagePace, owner: String, wakeUps: WakeUps, outboxWakeUps: WakeUps,
        now: @escaping @Sendable () -> Date, logger: Logger, marks: HandlingMarks? = nil,
        progress: FlowProgress = FlowProgress()
    ) {
        self.marks = marks
        self.progress = progress
        ourNumbers = OurNumbers(content.communes.values)
        self.store = store
        self.channels = channels
        self.content = content
        self.desk = desk
        self.limits = limits
        self.pace = pace
        self.owner = owner
        self.wakeUps = wakeUps
        self.outboxWakeUps = outboxWakeUps
        self.now = now
        self.logger = logger
    }

    /// How many lookups run beside the loop.
    private final class Counter: Sendable {
        private let count = Mutex(0)

        func reserve(_ number: Int, of most: Int) -> Bool {
            count.withLock { count in
                guard count + number <= most else { return false }
                count += number
                return true
            }
        }

        func release(_ number: Int) { count.withLock { $0 -= number } }
    }

    func run() async throws {
        var handling = HandlingPace(perSecond: pace.messagesPerSecond)
        await withDiscardingTaskGroup { group in
            for await _ in wakeUps.passes(of: 0, tickSeconds: limits.tickSeconds).cancelOnGracefulShutdown() {
                do {
                    while !Task.isShuttingDownGracefully {
                        let allowed = handling.allowance(at: .now)
                        guard allowed > 0 else {
                            try await Task.sleep(for: .milliseconds(limits.paceRest))
                            continue
                        }
                        guard let batch = try await begin(atMost: min(limits.turnsPerPass, allowed)) else { break }
                        handling.spend(batch.claimed.count)
                        guard !batch.lookups.isEmpty else { continue }
                        // A slow portal holds nobody else, unless very many wait for it.
                        if lookupsInFlight.reserve(batch.lookups.count, of: limits.lookupsInFlight) {
                            group.addTask {
                                await end(batch)
                                lookupsInFlight.release(batch.lookups.count)
                            }
                        } else {
                            await end(batch)
                        }
                    }
                } catch is CancellationError {
                    break
                } catch {
                    logger.error(
                        "The inbox cannot be read; it is tried again at the next tick.",
                        metadata: ["error": "\(error)"])
                }
            }
        }
        try? await store.releaseLeases(owner: owner)
    }

    /// Handles one batch, at most one message of each conversation; true if there was any.
    func pass() async throws -> Bool {
        guard let batch = try await begin(atMost: limits.turnsPerPass) else { return false }
        await end(batch)
        return true
    }

    /// What was claimed together, and what of it still has to be looked up.
    private struct Batch {
        var claimed: [IncomingTurn]
        var lookups: [Lookup]
    }

    /// Commits all turns of a batch that need no lookup; nil if nothing waits.
    private func begin(atMost most: Int) async throws -> Batch? {
        let claimed = try await store.claimIncoming(
            limit: most, owner: owner, now: now(), lease: limits.turnLease, senderLimit: pace.sender)
        guard !claimed.isEmpty else {
            progress.noteIncoming()
            return nil
        }
        var turns: [HandledTurn] = []
        var lookups: [Lookup] = []
        // What was cut off before is claimed alone, and noted until it is committed: keeping it may be what ends the program.
        let alone = claimed.count == 1 && claimed[0].attempts > 1 ? marks?.begin(claimed[0].message) : nil
        defer { marks?.end(alone) }
        for incoming in claimed {
            let mark = alone == nil ? marks?.begin(incoming.message) : nil
            defer { marks?.end(mark) }
            guard let channel = channels[incoming.channel] else {
                await fail(incoming, because: "channel \(incoming.channel) is no longer configured")
                continue
            }
            if let silent = silent(incoming, of: channel.profile) {
                turns.append(silent)
                continue
            }
            // The channel's commune answers, unless the villager names another that this gateway serves.
            var incoming = incoming
            incoming.state.commune = content.places.commune(in: Words(incoming.text)) ?? incoming.state.commune
            let commune = incoming.state.commune ?? channel.profile.commune
            guard let dialogue = content.dialogues[commune] ?? content.dialogues[channel.profile.commune] else {
                await fail(incoming, because: "commune \(commune) is no longer configured")
                continue
            }
            let message: VillagerMessage
            do {
                message = try await self.message(of: incoming, on: channel.profile, asking: dialogue)
            } catch let error as CancellationError {
                throw error
            } catch {
                // The others that were claimed with it are handled all the same.
                await fail(incoming, because: "what it asks about could not be read: \(error)")
                continue
            }
            let state = incoming.isOvertaken ? dialogue.stateOfOvertaken(incoming.state) : incoming.state
            // Understood once, whether it is answered or not.
            let turn = dialogue.turn(message, state: state, now: now())
            if let limited = limited(turn, message, of: incoming, on: channel.profile, dialogue) {
                turns.append(limited)
                continue
            }
            if let asked = turn.lookup {
                lookups.append(
                    Lookup(incoming: incoming, message: message, dialogue: dialogue, turn: turn, asked: asked))
            } else {
                turns.append(handled(turn, message, of: incoming, dialogue))
            }
        }
        await commit(turns, of: claimed)
        progress.noteIncoming()
        outboxWakeUps.signal()
        return Batch(claimed: claimed, lookups: lookups)
    }

    /// Looks up what is left of a batch, and commits those turns too.
    private func end(_ batch: Batch) async {
        guard !batch.lookups.isEmpty else { return }
        await commit(await resumed(batch.lookups), of: batch.claimed)
        outboxWakeUps.signal()
        // The villager may have written more meanwhile.
        wakeUps.signal()
    }

    /// The message with what the turn must know beside its text.
    private func message(
        of incoming: IncomingTurn, on channel: ChannelProfile, asking dialogue: Dialogue
    ) async throws -> VillagerMessage {
        var asked: CaseState?
        if let number = CaseInquiry.number(in: incoming.text) {
            asked = try await store.caseState(number, in: incoming.conversation)
        }
        return VillagerMessage(
            text: incoming.text, spelling: channel.spelling, kind: incoming.kind, sender: incoming.sender,
            askedCase: asked, link: try await link(of: incoming), matter: incoming.matter,
            reachesDuty: channels.toPhone(about: incoming.channel, of: dialogue.composer.commune.id) != nil)
    }

    /// Carries out the wish to link two channels; done again for the same message it comes out the same.
    private func link(of incoming: IncomingTurn) async throws -> LinkOutcome? {
        guard incoming.kind == .text else { return nil }
        switch LinkRequest(incoming.text) {
        case nil: return nil
        case .begin: return try await store.makeLinkCode(for: incoming.conversation, now: now())
        case .code(let code):
            return try await store.link(incoming.conversation, by: code, in: incoming.message, now: now())
        case .end: return try await store.unlink(incoming.conversation, now: now())
        }
    }

    /// A turn that waits for a lookup.
    private struct Lookup {
        var incoming: IncomingTurn
        var message: VillagerMessage
        var dialogue: Dialogue
        var turn: Turn
        var asked: DossierLookup
    }

    /// Looks up what turns wait for, all at once and in no transaction, and ends those turns.
    private func resumed(_ lookups: [Lookup]) async -> [HandledTurn] {
        await withTaskGroup(of: HandledTurn?.self) { group in
            for lookup in lookups {
                group.addTask {
                    let commune = lookup.dialogue.composer.commune.id
                    do {
                        let incoming = lookup.incoming
                        let asker = DossierDesk.Asker(
                            message: incoming.message, conversation: incoming.conversation, sender: incoming.sender,
                            isOptedOut: incoming.optedOut)
                        let result = try await desk.result(lookup.asked, for: asker, commune: commune, now: now())
                        let mark = marks?.begin(incoming.message)
                        defer { marks?.end(mark) }
                        let turn = lookup.dialogue.resume(lookup.turn, with: result, now: now())
                        return handled(turn, lookup.message, of: lookup.incoming, lookup.dialogue)
                    } catch {
                        await fail(lookup.incoming, because: "its dossier could not be looked up: \(error)")
                        return nil
                    }
                }
            }
            return await group.reduce(into: []) { if let turn = $1 { $0.append(turn) } }
        }
    }

    private func handled(
        _ turn: Turn, _ message: VillagerMessage, of incoming: IncomingTurn, _ dialogue: Dialogue
    ) -> HandledTurn {
        var turn = turn
        if incoming.isOvertaken {
            turn = dialogue.settled(
                turn, of: message, sentAt: incoming.sentAt ?? incoming.receivedAt, conversation: incoming.state)
        }
        if turn.alert != nil {
            let commune = dialogue.composer.commune.id
            turn.alert?.channel = channels.toPhone(about: incoming.channel, of: commune)
            if turn.alert?.channel == nil {
                turn.alert = nil
                logger.error(
                    "No channel reaches the phone of the officer on duty.", metadata: ["commune": "\(commune)"])
            }
        }
        // A wish that was granted already is granted in silence to whoever repeats it without end.
        if incoming.rate.isOver, incoming.optedOut, turn.optedOut == true { turn.replies = [] }
        return HandledTurn(
            message: incoming.message, conversation: incoming.conversation, understanding: turn.understanding,
            decision: turn.decision.name, state: turn.state, replies: turn.replies, escalation: turn.escalation,
            furtherEscalations: turn.furtherEscalations, alert: turn.alert, optedOut: turn.optedOut,
            dossier: turn.dossier, followUp: turn.followUp, linkNotice: turn.linkNotice, interest: turn.interest,
            addsTo: turn.addsTo, answersToday: answersToday(of: incoming, with: turn.replies.count),
            commune: dialogue.composer.commune.id, leavesState: incoming.isOvertaken,
            burst: incoming.rate == .calmAgain ? .ends : nil, owner: owner)
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
