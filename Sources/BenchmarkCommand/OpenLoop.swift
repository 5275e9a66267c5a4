import Histogram
import NIOCore
import NIOPosix
import Synchronization

/// Sends requests at a constant rate, whatever the server does, and measures each from the moment it was due.
///
/// So a server that stops for a second is charged for all who would have come in that second.
struct OpenLoop: Sendable {
    var port: Int
    var connections: Int
    /// Requests per second.
    var rate: Double
    var bodies: SignedBodies
    /// Called with the villager and the moment a request was due, before it goes out.
    var due: @Sendable (String, ContinuousClock.Instant) -> Void = { _, _ in }

    struct Outcome: Sendable {
        /// Microseconds from due to answered, of the requests that got 200.
        var latency = Histogram<UInt64>(highestTrackableValue: 60_000_000)
        var accepted = 0
        var refused = 0
    }

    /// What all connections work on.
    private final class Shared: Sendable {
        let next = Atomic<Int>(0)
        let outcome = Mutex(Outcome())
    }

    func run() async throws -> Outcome {
        let shared = Shared()
        let start = ContinuousClock.now + .milliseconds(100)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                        .connect(host: "127.0.0.1", port: port) { channel in
                            channel.eventLoop.makeCompletedFuture {
                                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                            }
                        }
                    try await channel.executeThenClose { inbound, outbound in
                        var answers = inbound.makeAsyncIterator()
                        while case let number = shared.next.add(1, ordering: .relaxed).oldValue,
                            number < bodies.entries.count
                        {
                            let moment = start + .seconds(Double(number) / rate)
                            try await Task.sleep(until: moment, tolerance: .zero, clock: .continuous)
                            let entry = bodies.entries[number]
                            due(entry.villager, moment)
                            try await outbound.write(entry.request)
                            let status = try await Self.status(&answers)
                            let waited = (ContinuousClock.now - moment).microseconds
                            shared.outcome.withLock { outcome in
                                if status == 200 {
                                    outcome.accepted += 1
                                    _ = outcome.latency.record(waited)
                                } else {
                                    outcome.refused += 1
                                }
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return shared.outcome.withLock { $0 }
    }

    private struct Unexpected: Error, CustomStringConvertible { var description: String }

    /// Reads one whole answer.
    private static func status(
        _ answers: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> Int {
        var answer = ByteBuffer()
        while let part = try await answers.next() {
            answer.writeImmutableBuffer(part)
            if let whole = WholeMessage(takenFrom: &answer), let status = Int(whole.word) { return status }
        }
        throw Unexpected(description: "the server closed the connection in the middle of an answer")
    }
}

extension Duration {
    var microseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
    }
}
