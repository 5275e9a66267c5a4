import Conversations
import Foundation
import Synchronization

/// One webhook that waits for the writer.
struct Reception: Sendable {
    var events: [InboundEvent]
    var now: @Sendable () -> Date
    /// Whether nobody waits for it any more.
    var isGivenUp: @Sendable () -> Bool
    var tell: @Sendable (Result<[Receipt]?, any Error>) -> Void
}

/// The webhooks that wait for the writer: all that it finds are one piece of its work, so that it asks the same of all at once.
final class Receptions: Sendable {
    private struct State: Sendable {
        var waiting: [Reception] = []
        /// Whether a piece of work is in the queue that takes them.
        var isScheduled = false
    }

    private let state = Mutex(State())

    /// True where a piece of work must be put into the writer's queue.
    func add(_ reception: Reception) -> Bool {
        state.withLock { state in
            state.waiting.append(reception)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
    }

    /// Those that the next commit keeps.
    func taken() -> [Reception] {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(StoreLimits.jobsPerCommit))
            state.waiting.removeFirst(taken.count)
            return taken
        }
    }

    /// After their commit: whether another piece of work must be put into the queue.
    func mustGoOn() -> Bool {
        state.withLock { state in
            state.isScheduled = !state.waiting.isEmpty
            return state.isScheduled
        }
    }
}

/// Those that one piece of work took; it may run twice, and keeps the same then.
final class TakenReceptions: Sendable {
    private let receptions: Receptions
    private let kept = Mutex<[Reception]?>(nil)

    init(of receptions: Receptions) { self.receptions = receptions }

    var all: [Reception] {
        kept.withLock { kept in
            let all = kept ?? receptions.taken()
            kept = all
            return all
        }
    }
}
