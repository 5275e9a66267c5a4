import Histogram
import NIOCore
import NIOPosix

/// Sends requests at a constant rate, whatever the server does, and measures each from the moment it was due.
///
/// So a server that stops for a second is charged for all who would have come in that second. All connections share one
/// event loop, for what the client spends is taken from the server on a small machine.
struct OpenLoop: Sendable {
    var port: Int
    var connections: Int
    /// Requests per second.
    var rate: Double
    var requests: PreparedRequests
    /// Called with the villager and the moment a request was due, before it goes out.
    var due: @Sendable (String, ContinuousClock.Instant) -> Void = { _, _ in }

    struct Outcome: Sendable {
        /// Microseconds from due to answered, of the requests that got 200.
        var latency = Histogram<UInt64>(highestTrackableValue: 60_000_000)
        var accepted = 0
        var refused = 0
    }

    func run() async throws -> Outcome {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let bootstrap = ClientBootstrap(group: loop).channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler())
                }
            }
        var channels: [any Channel] = []
        for _ in 0..<connections {
            channels.append(try await bootstrap.connect(host: "127.0.0.1", port: port).get())
        }
        let outcome = try await loop.flatSubmit { [channels] in
            OpenRun(self, channels: channels, loop: loop.assumeIsolated()).begin()
        }.get()
        for channel in channels { try await channel.close() }
        return outcome
    }
}

/// A run, on the event loop of its connections.
private final class OpenRun {
    private let load: OpenLoop
    private let loop: NIOIsolatedEventLoop
    private let start = ContinuousClock.now + .milliseconds(100)
    private let end: EventLoopPromise<OpenLoop.Outcome>
    private var outcome = OpenLoop.Outcome()
    /// Those that have been free the longest come first, so that none is idle for long.
    private var free: CircularBuffer<any Channel>
    private var next = 0
    private var isScheduled = false

    init(_ load: OpenLoop, channels: [any Channel], loop: NIOIsolatedEventLoop) {
        self.load = load
        self.loop = loop
        free = CircularBuffer(channels)
        end = loop.nonisolated().makePromise()
    }

    func begin() -> EventLoopFuture<OpenLoop.Outcome> {
        do {
            for channel in free {
                let handler = try channel.pipeline.syncOperations.handler(type: AnswerHandler.self)
                handler.onAnswer = { self.answered($0, to: channel, due: $1) }
                handler.onFailure = { self.end.fail($0) }
            }
            if load.requests.entries.isEmpty { end.succeed(outcome) } else { send() }
        } catch {
            end.fail(error)
        }
        return end.futureResult
    }

    private func moment(of number: Int) -> ContinuousClock.Instant { start + .seconds(Double(number) / load.rate) }

    /// Sends what is due as far as connections are free, and comes again when the next is.
    private func send() {
        let entries = load.requests.entries
        let now = ContinuousClock.now
        while next < entries.count, let channel = free.first, case let moment = moment(of: next), moment <= now {
            free.removeFirst()
            load.due(entries[next].villager, moment)
            channel.pipeline.syncOperations.write(
                NIOAny(DueRequest(bytes: entries[next].request, due: moment)), promise: nil)
            channel.pipeline.syncOperations.flush()
            next += 1
        }
        guard next < entries.count, !free.isEmpty, !isScheduled else { return }
        isScheduled = true
        let wait = moment(of: next) - now
        loop.scheduleTask(in: .nanoseconds(Int64(max(wait, .zero) / .nanoseconds(1)))) {
            self.isScheduled = false
            self.send()
        }
    }

    private func answered(_ status: Int, to channel: any Channel, due moment: ContinuousClock.Instant) {
        if status == 200 {
            outcome.accepted += 1
            _ = outcome.latency.record((ContinuousClock.now - moment).microseconds)
        } else {
            outcome.refused += 1
        }
        free.append(channel)
        if outcome.accepted + outcome.refused == load.requests.entries.count { end.succeed(outcome) } else { send() }
    }
}

extension Duration {
    var microseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
    }
}
