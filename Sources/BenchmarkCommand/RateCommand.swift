import ArgumentParser
import Foundation
import Histogram
import NIOCore
import Synchronization

/// The constant-rate client that wrk is not.
struct RateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "Sends prepared requests at a constant rate and prints percentiles as JSON.",
        discussion: """
            With --provider-port it is the provider too, and measures from the moment an event was due to the arrival of
            its answer; every villager of the file must then be answered once for each event.
            """)

    @Option var port: Int
    @Option(help: "A file of requests, as Tests/Benchmarks/events.py writes it.") var requests: String
    @Option(help: "Requests per second.") var rate: Double
    @Option var seconds: Double
    @Option var connections: Int
    @Option var providerPort: Int?
    @Option(help: "How long to wait for the last answer, in seconds.") var patience = 60.0

    /// Events that went out and their answers that came.
    private final class Deliveries: Sendable {
        let state = Mutex(State())
    }

    private struct State: Sendable {
        /// The moments at which each villager's open events were due, oldest first.
        var open: [String: [ContinuousClock.Instant]] = [:]
        var latency = Histogram<UInt64>(highestTrackableValue: 600_000_000)
        var arrived = 0
    }

    func run() async throws {
        let prepared = try PreparedRequests(file: requests, count: Int(rate * seconds))
        let deliveries = Deliveries()
        var load = OpenLoop(port: port, connections: connections, rate: rate, requests: prepared)
        guard let providerPort else {
            print(try await Self.json(load.run(), nil))
            return
        }
        load.due = { villager, moment in
            deliveries.state.withLock { $0.open[villager, default: []].append(moment) }
        }
        let provider = Provider { villager in
            let now = ContinuousClock.now
            deliveries.state.withLock { state in
                guard var open = state.open[villager], !open.isEmpty else { return }
                _ = state.latency.record((now - open.removeFirst()).microseconds)
                state.open[villager] = open
                state.arrived += 1
            }
        }
        let outcome = try await withThrowingTaskGroup(of: Void.self) { [load] group in
            group.addTask { try await provider.serve(port: providerPort) }
            let outcome = try await load.run()
            let end = ContinuousClock.now + .seconds(patience)
            while deliveries.state.withLock({ $0.arrived }) < outcome.accepted, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(20))
            }
            group.cancelAll()
            return outcome
        }
        print(try Self.json(outcome, deliveries.state.withLock { $0 }))
    }

    private static func json(_ outcome: OpenLoop.Outcome, _ deliveries: State?) throws -> String {
        var report: [String: Any] = [
            "accepted": outcome.accepted, "refused": outcome.refused, "webhook": percentiles(outcome.latency),
        ]
        if let deliveries {
            report["delivered"] = deliveries.arrived
            report["delivery"] = percentiles(deliveries.latency)
        }
        return String(
            decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self)
    }

    /// In microseconds.
    private static func percentiles(_ latency: Histogram<UInt64>) -> [String: UInt64] {
        [
            "p50": latency.valueAtPercentile(50), "p99": latency.valueAtPercentile(99),
            "p99.9": latency.valueAtPercentile(99.9), "max": latency.max,
        ]
    }
}
