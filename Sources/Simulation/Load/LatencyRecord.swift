import Histogram
import Synchronization

/// Latencies and outcomes of many calls, written by many tasks.
final class LatencyRecord: Sendable {
    private struct State {
        // Microseconds up to an hour, true to three digits.
        var histogram = Histogram<UInt64>(highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        var outcomes: [LoadClient.Outcome: Int] = [:]
    }

    private let state = Mutex(State())

    /// Counts a call; only what was taken enters the latencies, so that quick refusals do not look fast.
    func note(_ outcome: LoadClient.Outcome, after latency: Duration) {
        let (seconds, attoseconds) = latency.components
        let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        state.withLock { state in
            state.outcomes[outcome, default: 0] += 1
            if outcome.isTaken { state.histogram.record(UInt64(min(microseconds, 3_600_000_000))) }
        }
    }

    func summary() -> LatencySummary {
        state.withLock { state in
            func milliseconds(_ percentile: Double) -> Double {
                guard state.histogram.totalCount > 0 else { return 0 }
                return Double(state.histogram.valueAtPercentile(percentile)) / 1000
            }
            return LatencySummary(
                calls: state.outcomes.values.reduce(0, +), taken: Int(state.histogram.totalCount),
                p50: milliseconds(50), p90: milliseconds(90), p99: milliseconds(99), p999: milliseconds(99.9),
                max: milliseconds(100),
                outcomes: Dictionary(
                    state.outcomes.map { ("\($0.key)", $0.value) }, uniquingKeysWith: +))
        }
    }
}

/// How long calls took until their 200, in milliseconds, and how all calls ended.
package struct LatencySummary: Sendable, Equatable, Codable {
    package var calls: Int
    package var taken: Int
    package var p50: Double
    package var p90: Double
    package var p99: Double
    package var p999: Double
    package var max: Double
    /// Numbers of calls by HTTP status or reason.
    package var outcomes: [String: Int]
}

extension LatencySummary: CustomStringConvertible {
    package var description: String {
        func shown(_ value: Double) -> String { "\((value * 100).rounded() / 100) ms" }
        let ends = outcomes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return """
            until the 200: p50 \(shown(p50)), p90 \(shown(p90)), p99 \(shown(p99)), p99.9 \(shown(p999)), \
            max \(shown(max))
              outcomes: \(ends.isEmpty ? "none" : ends)
            """
    }
}
