import Synchronization

/// What waits for somebody who comes for many at once, and whether they have been told to come.
final class WaitingLine<Element: Sendable>: Sendable {
    private struct State: Sendable {
        var waiting: [Element] = []
        var isScheduled = false
    }

    private let state = Mutex(State())

    /// True where they must be told to come.
    func add(_ element: Element) -> Bool {
        state.withLock { state in
            state.waiting.append(element)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
    }

    /// The oldest, as many as share a commit.
    func taken() -> [Element] {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(StoreLimits.jobsPerCommit))
            state.waiting.removeFirst(taken.count)
            return taken
        }
    }

    /// After their commit: whether they must come again.
    func mustGoOn() -> Bool {
        state.withLock { state in
            state.isScheduled = !state.waiting.isEmpty
            return state.isScheduled
        }
    }
}
