import Channels
import Storage
import Synchronization

/// Records results as they come, so that a kill repeats no more than it must; what ends during a commit shares the next.
///
/// What could not be kept stays here and is tried again, for it is true whatever the database says.
final class SendingRecorder: Sendable {
    struct Sent: Sendable {
        var result: SendResult
        /// Nil for a message that was sent.
        var error: DeliveryError?
    }

    private struct State {
        var waiting: [Sent] = []
        var isRecording = false
    }

    private let state = Mutex(State())
    private let keep: @Sendable ([SendResult], [DeliveryError?]) async throws -> Void

    init(keep: @escaping @Sendable ([SendResult], [DeliveryError?]) async throws -> Void) { self.keep = keep }

    func add(_ sent: Sent) { state.withLock { $0.waiting.append(sent) } }

    /// Keeps all that waits, unless somebody else is at it already, who then keeps this too; whether it kept any.
    @discardableResult
    func record() async throws -> Bool {
        let isMine = state.withLock { state in
            defer { state.isRecording = true }
            return !state.isRecording
        }
        guard isMine else { return false }
        var isKept = false
        while let batch = next() {
            do {
                try await keep(batch.map(\.result), batch.map(\.error))
                isKept = true
            } catch {
                state.withLock { state in
                    state.waiting.insert(contentsOf: batch, at: 0)
                    state.isRecording = false
                }
                throw error
            }
        }
        return isKept
    }

    /// What waits; nil, and free for another to record, when nothing does.
    private func next() -> [Sent]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRecording = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}
