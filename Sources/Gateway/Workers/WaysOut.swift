import Channels
import Conversations
import Synchronization

/// The two ways out of each channel that has a second one (`second_way` in its entry).
///
/// A message stays in the queue of its own channel, in its order and with its tries; only who is asked to carry it changes.
final class WaysOut: Sendable {
    private let seconds: [ChannelID: ChannelID]
    private let state: Mutex<[ChannelID: WayOut]>

    init(_ channels: ChannelList, rule: WayOut.Rule = WayOut.Rule()) {
        var seconds: [ChannelID: ChannelID] = [:]
        for channel in channels.channels.values {
            if let second = channel.profile.secondWay, channels[second] != nil { seconds[channel.profile.id] = second }
        }
        self.seconds = seconds
        state = Mutex(seconds.mapValues { _ in WayOut(rule: rule) })
    }

    func second(of channel: ChannelID) -> ChannelID? { seconds[channel] }

    /// The channel in whose place another sends now.
    func isReplaced(_ channel: ChannelID) -> Bool { state.withLock { $0[channel]?.way == .second } }

    /// Which of its ways the next message of a channel takes.
    func next(of channel: ChannelID) -> WayOut.Way {
        state.withLock { $0[channel]?.next(at: .now) ?? .first }
    }

    func note(_ error: DeliveryError?, of channel: ChannelID, by way: WayOut.Way, seconds: Double) -> WayOut.Change? {
        let result: WayOut.Result =
            switch error?.kind {
            case nil, .refused, .unreachable: .works(seconds: seconds)
            case .retry: .fails
            case .account: .isBarred
            }
        return state.withLock { $0[channel]?.note(result, by: way, at: .now) }
    }
}
