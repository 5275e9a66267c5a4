import Channels
import Content
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage
import Synchronization

/// Understands what arrived and decides the answers: steps 6 to 8 of the way of a message.
struct InboxWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let live: LiveContent
    let limits: GatewayLimits
    let pace: MessagePace
    let owner: String
    let wakeUps: WakeUps
    let outboxWakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger
    private let marks: HandlingMarks?
    let progress: FlowProgress
    private let metrics: GatewayMetrics
    private let lookupsInFlight = Counter()

    init(
        store: GatewayStore, channels: ChannelList, live: LiveContent, limits: GatewayLimits, pace: MessagePace,
        owner: String, wakeUps: WakeUps, outboxWakeUps: WakeUps,
        now: @escaping @Sendable () -> Date, logger: Logger, marks: HandlingMarks? = nil,
        progress: FlowProgress = FlowProgress(), metrics: GatewayMetrics = GatewayMetrics()
    ) {
        self.metrics = metrics
        self.marks = marks
        self.progress = progress
        self.store = store
        self.channels = channels
        self.live = live
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
                        guard !batch.asking.isEmpty else { continue }
                        // A slow portal holds nobody else, unless very many wait for it.
                        if lookupsInFlight.reserve(batch.asking.count, of: limits.lookupsInFlight) {
                            group.addTask {
                                await end(batch)
                                lookupsInFlight.release(batch.asking.count)
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

    /// What was claimed together, and what of it still has to be fetched for.
    private struct Batch {
        var claimed: [IncomingTurn]
        var asking: [AskingTurn]
    }

    /// Commits all turns of a batch that ask for nothing; nil if nothing waits.
    private func begin(atMost most: Int) async throws -> Batch? {
        let claimed = try await store.claimIncoming(
            limit: most, owner: owner, now: now(), lease: limits.turnLease, senderLimit: pace.sender)
        guard !claimed.isEmpty else {
            progress.noteIncoming()
            return nil
        }
        // One content for the batch; another may take its place meanwhile.
        let use = live.current
        var turns: [HandledTurn] = []
        var asking: [AskingTurn] = []
        // What was cut off before is claimed alone, and noted until it is committed: keeping it may be what ends the program.
        let isSuspect = claimed.count == 1 && claimed[0].attempts > 1
        var mark = marks?.take()
        defer { marks?.release(mark) }
        for incoming in claimed {
            marks?.note(incoming.message, in: mark)
            guard let channel = channels[incoming.channel] else {
                await fail(incoming, because: "channel \(incoming.channel) is no longer configured")
                continue
            }
            if let silent = silent(incoming, of: channel.profile, ourNumbers: use.ourNumbers) {
                turns.append(silent)
                continue
            }
            var message = VillagerMessage(
                text: incoming.text, spelling: channel.profile.spelling, kind: incoming.kind, sender: incoming.sender,
                matter: incoming.matter)
            guard let place = use.content.dialogues.place(message, state: incoming.state, at: channel.profile.commune)
            else {
                await fail(incoming, because: "commune \(channel.profile.commune) is no longer configured")
                continue
            }
            let dialogue = place.dialogue.writing(for: channel.profile.kind.carrier)
            message.reachesDuty = channels.toPhone(about: incoming.channel, of: dialogue.composer.commune.id) != nil
            var incoming = incoming
            incoming.state = place.state
            let state = incoming.isOvertaken ? dialogue.stateOfOvertaken(incoming.state) : incoming.state
            // Understood once, whether it is answered or not.
            let turn = dialogue.turn(message, state: state, now: now())
            if let limited = limited(turn, message, of: incoming, on: channel.profile, dialogue) {
                turns.append(limited)
            } else if turn.need != nil {
                asking.append(AskingTurn(incoming: incoming, message: message, dialogue: dialogue, turn: turn))
            } else {
                turns.append(handled(turn, message, of: incoming, dialogue))
            }
        }
        if !isSuspect {
            marks?.release(mark)
            mark = nil
        }
        await commit(turns, of: claimed)
        progress.noteIncoming()
        outboxWakeUps.signal()
        return Batch(claimed: claimed, asking: asking)
    }

    /// Fetches what is left of a batch, and commits those turns too.
    private func end(_ batch: Batch) async {
        guard !batch.asking.isEmpty else { return }
        await commit(await resumed(batch.asking), of: batch.claimed)
        outboxWakeUps.signal()
        // The villager may have written more meanwhile.
        wakeUps.signal()
    }

    /// A turn that must know something before it can end.
    private struct AskingTurn {
        var incoming: IncomingTurn
        var message: VillagerMessage
        var dialogue: Dialogue
        var turn: Turn
    }

    /// Fetches what turns ask for, all at once and in no transaction, and ends those turns.
    private func resumed(_ asking: [AskingTurn]) async -> [HandledTurn] {
        await withTaskGroup(of: HandledTurn?.self) { group in
            for asking in asking { group.addTask { await resumed(asking) } }
            return await group.reduce(into: []) { if let turn = $1 { $0.append(turn) } }
        }
    }

    private func resumed(_ asking: AskingTurn) async -> HandledTurn? {
        let incoming = asking.incoming
        do {
            var turn = asking.turn
            while let need = turn.need {
                let fetched = try await fetch(need, for: incoming, commune: asking.dialogue.composer.commune.id)
                let mark = marks?.begin(incoming.message)
                defer { marks?.release(mark) }
                turn = asking.dialogue.resume(turn, with: fetched, now: now())
            }
            return handled(turn, asking.message, of: incoming, asking.dialogue)
        } catch {
            await fail(incoming, because: "what it asks about could not be read: \(error)")
            return nil
        }
    }

    /// What a turn asks for; done again for the same message, it comes out the same.
    private func fetch(_ need: Need, for incoming: IncomingTurn, commune: CommuneID) async throws -> Fetched {
        switch need {
        case .dossier(let lookup):
            let asker = DossierDesk.Asker(
                message: incoming.message, conversation: incoming.conversation, sender: incoming.sender,
                isOptedOut: incoming.optedOut)
            return .dossier(try await live.current.desk.result(lookup, for: asker, commune: commune, now: now()))
        case .matter(let number): return .matter(try await store.caseState(number, in: incoming.conversation))
        case .answerCode(let code):
            return .answerCode(try await store.answerSent(withCode: code, in: incoming.conversation, now: now()))
        case .link(.begin): return .link(try await store.makeLinkCode(for: incoming.conversation, now: now()))
        case .link(.code(let code)):
            return .link(try await store.link(incoming.conversation, by: code, in: incoming.message, now: now()))
        case .link(.end): return .link(try await store.unlink(incoming.conversation, now: now()))
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
        if incoming.rate == .calmAgain { turn.burst = .ends }
        return HandledTurn(
            message: incoming.message, conversation: incoming.conversation, channel: incoming.channel,
            understanding: turn.understanding,
            decision: turn.decision.name, state: turn.state, effects: turn.effects,
            answersToday: answersToday(of: incoming, with: turn.replies.count),
            commune: dialogue.composer.commune.id, leavesState: incoming.isOvertaken, owner: owner)
    }

    /// Commits a batch as one; if that fails, each alone, so that one bad turn holds up nobody else.
    private func commit(_ turns: [HandledTurn], of claimed: [IncomingTurn]) async {
        do {
            let skipped = try await store.commit(turns, now: now())
            note(turns, without: skipped)
        } catch {
            for turn in turns {
                do {
                    note([turn], without: try await store.commit([turn], now: now()))
                } catch {
                    guard let incoming = claimed.first(where: { $0.message == turn.message }) else { continue }
                    await fail(incoming, because: "its answer could not be stored: \(error)")
                }
            }
        }
    }

    /// Counts what was handled, and logs a line for each message: its ids, and what became of it in a word.
    private func note(_ turns: [HandledTurn], without skipped: [MessageID]) {
        let handled = skipped.isEmpty ? turns : turns.filter { !skipped.contains($0.message) }
        metrics.noteHandled(handled)
        guard logger.logLevel <= .info else { return }
        for turn in handled {
            logger.info(
                "A message was handled.",
                metadata: [
                    "message": "\(turn.message)", "conversation": "\(turn.conversation)",
                    "result": "\(GatewayMetrics.kind(of: turn).rawValue)",
                ])
        }
    }

    private func fail(_ incoming: IncomingTurn, because reason: String) async {
        metrics.noteFailedHandling()
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
