import Synchronization

/// How many things took how long, counted between fixed bounds; safe to use from everywhere.
package final class DurationHistogram: Sendable {
    package struct Counts: Sendable, Equatable {
        /// Upper bounds in seconds, rising.
        package var bounds: [Double]
        /// How many lay below each bound and not below the one before, and last how many lay beyond all.
        package var counts: [Int]
        /// Of all, in seconds.
        package var sum = 0.0

        package var count: Int { counts.reduce(0, +) }
    }

    private let state: Mutex<Counts>

    package init(bounds: [Double]) {
        state = Mutex(Counts(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// A negative or impossible duration, as a clock that was set can make it, counts as none at all.
    package func note(_ seconds: Double) {
        let seconds = seconds.isFinite ? max(0, seconds) : 0
        state.withLock { state in
            state.counts[state.bounds.firstIndex { seconds <= $0 } ?? state.bounds.count] += 1
            state.sum += seconds
        }
    }

    package var counts: Counts { state.withLock { $0 } }
}
