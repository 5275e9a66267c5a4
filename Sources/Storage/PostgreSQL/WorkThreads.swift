#if PostgreSQL
import Foundation
import Synchronization

/// Threads that block for others: each makes its own tools, and nothing of them leaves it.
final class WorkThreads<Work: Sendable>: Sendable {
    private struct State: Sendable {
        var waiting: [Work] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let count: Int

    /// - Parameter run: what each thread does: it takes work from `take` until there is none, which waits for it.
    init(count: Int, run: @escaping @Sendable (_ take: () -> Work?) -> Void) {
        self.count = count
        for _ in 0..<count {
            Thread.detachNewThread { [self] in
                run(take)
                ended.signal()
            }
        }
    }

    func add(_ work: Work) {
        state.withLock { $0.waiting.append(work) }
        wake.signal()
    }

    /// Lets what waits be done and ends the threads.
    func close() {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return }
        for _ in 0..<count { wake.signal() }
        for _ in 0..<count { ended.wait() }
    }

    private func take() -> Work? {
        while true {
            wake.wait()
            let (work, isOver) = state.withLock { state -> (Work?, Bool) in
                state.waiting.isEmpty ? (nil, state.isClosed) : (state.waiting.removeFirst(), false)
            }
            if let work { return work }
            if isOver { return nil }
        }
    }
}
#endif
