import Evaluation
import Foundation
import Synchronization

/// The villagers' side of a storm: new messages, copies, late and held-back ones, replays, and the provider's retries.
final class StormTraffic: Sendable {
    private struct State {
        var accepted: Set<AcceptedMessage> = []
        var earlier: [WebhookCall] = []
        var underWay = 0
        var retries = 0
        var isOver = false
        var words = SpokenWords()
    }

    /// Calls kept for replays.
    private static let keptCalls = 200_000
    /// Messages under way at most; a provider queues the rest.
    private static let mostUnderWay = 2000
    /// A provider's waits between tries are shortened to this, in seconds.
    private static let retrySeconds = 0.1
    private static let lateSeconds: TimeInterval = 3 * 3600

    let fresh = LatencyRecord()
    let replayed = LatencyRecord()
    private let plan: StormPlan
    private let signers: [WebhookSigner]
    private let client: LoadClient
    private let state = Mutex(State())

    init(plan: StormPlan, signers: [WebhookSigner], client: LoadClient) {
        self.plan = plan
        self.signers = signers
        self.client = client
    }

    /// The messages that got a 200.
    var accepted: Set<AcceptedMessage> { state.withLock { $0.accepted } }
    /// Calls that were made again, as a provider does that got no 200.
    var retries: Int { state.withLock { $0.retries } }

    /// No new message from now on; what is under way is tried until it is taken.
    func end() { state.withLock { $0.isOver = true } }

    /// Sends all messages of the plan, or until `end`, and returns when each of them got a 200.
    func run() async throws {
        let begin = ContinuousClock.now
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.replay(from: begin) }
            var number = 0
            // Every planned message goes out, however soon the kills are over.
            while number < plan.least || (!plan.isCounted && !state.withLock { $0.isOver }) {
                let intended = begin + .seconds(Double(number) / plan.wishes.rate)
                try await Task.sleep(until: intended, clock: .continuous)
                while state.withLock({ $0.underWay >= Self.mostUnderWay }) {
                    try await Task.sleep(for: .milliseconds(20))
                }
                let message = plan.message(number)
                let moment = message.isHeldBack ? nil : try await self.moment(of: message, intended: intended)
                state.withLock { $0.underWay += message.copies }
                group.addTask { try await self.deliver(message, at: moment, intended: intended) }
                number += 1
            }
            end()
        }
    }

    /// When a message is written and meant to go out: in a second in which its villager has not said the same.
    private func moment(of message: StormMessage, intended: ContinuousClock.Instant) async throws -> Moment {
        var moment = Moment(time: Date(), intended: intended)
        while let wait = state.withLock({ $0.words.wait(of: message, at: moment.time) }) {
            try await Task.sleep(for: .seconds(wait))
            moment = Moment(time: Date(), intended: .now)
        }
        return moment
    }

    private struct Moment {
        var time: Date
        var intended: ContinuousClock.Instant
    }

    /// - Parameter moment: nil for a message that is held back until later ones have come.
    private func deliver(_ message: StormMessage, at moment: Moment?, intended: ContinuousClock.Instant) async throws {
        let due: Moment
        if let moment {
            due = moment
        } else {
            let later = intended + .seconds(plan.holdSeconds)
            try await Task.sleep(until: later, clock: .continuous)
            due = try await self.moment(of: message, intended: later)
        }
        let signer = signers[message.channel]
        let time = due.time.addingTimeInterval(message.isLate ? -Self.lateSeconds : 0)
        let call = try signer.call(message.text, id: message.id, from: message.villager, at: time)
        let first = due.intended
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<message.copies {
                group.addTask {
                    try await self.insist(on: call, intended: first)
                    self.state.withLock { state in
                        state.underWay -= 1
                        state.accepted.insert(
                            AcceptedMessage(channel: signer.channel, id: signer.providerID(of: message.id)))
                    }
                }
            }
        }
        state.withLock { if $0.earlier.count < Self.keptCalls { $0.earlier.append(call) } }
    }

    /// Makes a call until it is taken, as providers do, though they wait longer.
    ///
    /// The time until the 200 begins when the first try was meant to be made: a 503 takes nothing off it.
    private func insist(on call: WebhookCall, intended: ContinuousClock.Instant) async throws {
        while true {
            let outcome = await client.send(call)
            fresh.note(outcome, after: .now - intended)
            if outcome.isTaken { return }
            state.withLock { $0.retries += 1 }
            try await Task.sleep(for: .seconds(Self.retrySeconds))
        }
    }

    /// Sends calls of earlier messages again, until the new messages end.
    private func replay(from begin: ContinuousClock.Instant) async throws {
        guard plan.wishes.replays > 0 else { return }
        var random = SplitMix(state: plan.wishes.seed ^ 0x5EED)
        try await withThrowingDiscardingTaskGroup { group in
            var number = 0
            while !(state.withLock { $0.isOver }) {
                let intended = begin + .seconds(Double(number) / plan.wishes.replays)
                try await Task.sleep(until: intended, clock: .continuous)
                number += 1
                let earlier = state.withLock { state in
                    state.earlier.isEmpty ? nil : state.earlier[random.next(below: state.earlier.count)]
                }
                guard let call = earlier else { continue }
                group.addTask { self.replayed.note(await self.client.send(call), after: .now - intended) }
            }
        }
    }
}
