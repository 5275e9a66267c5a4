import Foundation
import Storage
import Synchronization

/// Tells all open pages that something changed: one look at the database a second for all of them, and none while nobody watches.
///
/// It looks at the database and not at what this program does, since commands change things too.
final class ChangeFeed: Sendable {
    private struct State {
        var watchers: [SessionID: Int] = [:]
        var mark: Int64 = 0
        var lookedAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let store: GatewayStore
    private let seconds: Int

    init(store: GatewayStore, seconds: Int) {
        self.store = store
        self.seconds = seconds
    }

    func enter(_ session: SessionID) { state.withLock { $0.watchers[session, default: 0] += 1 } }

    func leave(_ session: SessionID) {
        state.withLock { state in
            let left = (state.watchers[session] ?? 0) - 1
            state.watchers[session] = left > 0 ? left : nil
        }
    }

    /// Whether one more of this session may watch.
    func hasRoom(for session: SessionID, _ limits: ConsoleLimits) -> Bool {
        state.withLock { state in
            state.watchers[session] ?? 0 < limits.sessionStreams
                && state.watchers.values.reduce(0, +) < limits.streams
        }
    }
    /// The newest mark, looked up unless another page just did.
    func mark() async throws -> Int64 {
        let known = state.withLock { state -> Int64? in
            let now = ContinuousClock.now
            if let last = state.lookedAt, now - last < .milliseconds(seconds * 900) { return state.mark }
            state.lookedAt = now
            return nil
        }
        if let known { return known }
        let mark = try await store.deskMark()
        state.withLock { $0.mark = max($0.mark, mark) }
        return mark
    }
}
