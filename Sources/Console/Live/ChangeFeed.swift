import Foundation
import Storage
import Synchronization

/// Tells all open pages that something changed: one look at the database a second for all of them, and none while nobody watches.
///
/// It looks at the database and not at what this program does, since commands change things too.
final class ChangeFeed: Sendable {
    private struct State {
        var watchers = 0
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

    func enter() { state.withLock { $0.watchers += 1 } }
    func leave() { state.withLock { $0.watchers -= 1 } }
    var watchers: Int { state.withLock { $0.watchers } }

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
