import Synchronization

/// What arrived at all phones since the start, for whoever waits for it.
package final class PhoneBoard: Sendable {
    /// Messages that are kept; older ones are forgotten.
    private static let kept = 20_000

    private struct State {
        var delivered: [Delivered] = []
        var count = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// The place of the newest message; 0 before the first.
    package var last: Int { state.withLock { $0.count } }

    /// Everything that arrived behind a place, oldest first.
    package func delivered(after place: Int) -> [Delivered] {
        state.withLock { state in
            let first = state.count - state.delivered.count
            return Array(state.delivered.dropFirst(max(0, place - first)))
        }
    }

    func add(_ arrival: Arrival, on channel: String) {
        add(
            Delivered(
                place: 0, channel: channel, from: arrival.from, to: arrival.to, text: arrival.text,
                buttons: arrival.buttons, number: arrival.number, id: arrival.id))
    }

    /// Adds a message that arrived here or at another simulator.
    func add(_ message: Delivered) {
        let waiting = state.withLock { state in
            state.count += 1
            var message = message
            message.place = state.count
            state.delivered.append(message)
            if state.delivered.count > Self.kept { state.delivered.removeFirst(Self.kept / 10) }
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns when something arrived behind a place, or after a while.
    func wait(after place: Int, seconds: Double) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: place) }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(after place: Int) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    guard state.count <= place, !Task.isCancelled else { return true }
                    state.waiting[number] = waiter
                    return false
                }
                if isOver { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }

    /// What arrives at a phone: waits for the first message, then until no further one comes for a while; empty when none
    /// came in time.
    package func answers(
        to address: String, on channel: String, after place: Int, within seconds: Double, quiet: Double = 0.8
    ) async -> [Delivered] {
        var seen = place
        var answers: [Delivered] = []
        var deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let new = delivered(after: seen)
            seen = new.last?.place ?? seen
            let own = new.filter { $0.to == address && $0.channel == channel }
            if !own.isEmpty {
                answers += own
                deadline = .now + .seconds(quiet)
            } else if new.isEmpty {
                await wait(after: seen, seconds: min(0.2, max(0.01, (deadline - .now) / .seconds(1))))
            }
        }
        return answers
    }
}
