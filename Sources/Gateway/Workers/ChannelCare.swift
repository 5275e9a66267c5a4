import AsyncAlgorithms
import Channels
import Conversations
import ServiceLifecycle

/// Lets every channel do what is due when nobody writes, such as renewing a token.
struct ChannelCare: Service {
    let channels: ChannelList
    let limits: GatewayLimits

    func run() async throws {
        await care()
        let ticks = AsyncTimerSequence(interval: .seconds(limits.careSeconds), clock: .continuous)
        for await _ in ticks.cancelOnGracefulShutdown() { await care() }
    }

    private func care() async {
        await withDiscardingTaskGroup { group in
            for channel in channels.channels.values {
                group.addTask { await channel.maintain() }
            }
        }
    }
}
