import Dispatch
import Synchronization

/// Does two long things at the same time where the machine has two cores, so that the gateway starts sooner.
package func together<One: Sendable, Other: Sendable>(
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

/// Does the same long thing with each element, on all cores; the results come in the order of the elements.
package func together<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ make: @Sendable (Element) -> Value
) -> [Value] {
    let made = Mutex<[Int: Value]>([:])
    DispatchQueue.concurrentPerform(iterations: elements.count) { number in
        let value = make(elements[number])
        made.withLock { $0[number] = value }
    }
    let values = made.withLock { $0 }
    return elements.indices.map { values[$0] ?? make(elements[$0]) }
}
