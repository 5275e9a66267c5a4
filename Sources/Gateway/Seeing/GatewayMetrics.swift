import Channels
import Conversations
import Storage
import Synchronization

/// What the gateway counts while it runs, for `/metrics`: since its start, by labels that are all known before.
///
/// No text, number or conversation is a label, so nothing that villagers send makes a new one.
final class GatewayMetrics: Sendable {
    /// What became of a villager's message.
    enum Handled: String, CaseIterable, Sendable {
        /// The gateway answered it, and staff have nothing to do.
        case answered
        /// Staff got it, whatever was said to the villager.
        case toStaff = "to_staff"
        /// It was kept, and nobody says anything.
        case silent
        /// Handling failed; it is tried again, or goes to staff.
        case failed
    }

    /// What came of one try to send.
    enum Outcome: String, CaseIterable, Sendable {
        case sent, retry, failed
    }

    struct Send: Hashable, Sendable {
        var channel: ChannelID
        var outcome: Outcome
    }

    struct Counts: Sendable {
        var received: [ChannelID: Int]
        var handled: [Handled: Int]
        var sends: [Send: Int]
        var promisesBroken = 0
        /// Messages that the second way out of a channel took in its place.
        var tookOver: [ChannelID: Int]
    }

    let channels: [ChannelID]
    /// How long providers took for a message, in seconds.
    let sendDurations = DurationHistogram(bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600])
    /// From a message to its answer's handover, in seconds.
    let answerDelays = DurationHistogram(bounds: [1, 2, 5, 10, 30, 60, 300, 900, 3600, 4 * 3600, 12 * 3600, 30 * 3600])
    private let state: Mutex<Counts>

    init(channels: some Sequence<ChannelID> = []) {
        let channels = channels.sorted { $0.rawValue < $1.rawValue }
        self.channels = channels
        let sends = channels.flatMap { channel in Outcome.allCases.map { Send(channel: channel, outcome: $0) } }
        state = Mutex(
            Counts(
                received: Self.zeros(channels), handled: Self.zeros(Handled.allCases), sends: Self.zeros(sends),
                tookOver: Self.zeros(channels)))
    }

    private static func zeros<Key: Hashable>(_ keys: [Key]) -> [Key: Int] {
        Dictionary(keys.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
    }

    var counts: Counts { state.withLock { $0 } }

    func noteReceived(_ count: Int, on channel: ChannelID) {
        guard count > 0 else { return }
        state.withLock { $0.received[channel]? += count }
    }

    func noteHandled(_ turns: [HandledTurn]) {
        state.withLock { state in
            for turn in turns { state.handled[Self.kind(of: turn)]? += 1 }
        }
    }

    func noteFailedHandling() { state.withLock { $0.handled[.failed]? += 1 } }

    func noteSend(_ outcome: Outcome, on channel: ChannelID, seconds: Double) {
        sendDurations.note(seconds)
        state.withLock { $0.sends[Send(channel: channel, outcome: outcome)]? += 1 }
    }

    func noteTakenOver(of channel: ChannelID) { state.withLock { $0.tookOver[channel]? += 1 } }

    func noteBrokenPromises(_ count: Int) { state.withLock { $0.promisesBroken += count } }

    static func kind(of turn: HandledTurn) -> Handled {
        let isForStaff = turn.effects.contains { effect in
            switch effect {
            case .escalate, .addToMatter, .alert: true
            default: false
            }
        }
        return isForStaff ? .toStaff : turn.replies.isEmpty ? .silent : .answered
    }
}
