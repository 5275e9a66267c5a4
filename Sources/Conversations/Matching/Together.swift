import Dispatch
import Synchronization

/// Does two long things at the same time where the machine has two cores, so that the gateway starts sooner.
func together<One: Sendable, Other: Sendable>(
    _ one: @Sendable () -> One, _ other: @Sendable () -> Other
) -> (One, Other) {
    let first = Mutex<One?>(nil)
    let second = Mutex<Other?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
        if part == 0 {
            let made = one()
            first.withLock { $0 = made }
        } else {
            let made = other()
            second.withLock { $0 = made }
        }
    }
    return (first.withLock { $0 } ?? one(), second.withLock { $0 } ?? other())
}
