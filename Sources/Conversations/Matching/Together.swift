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

/// Does the same short thing with each of many elements, some hundreds at a time on each core; the results come in their order.
func togetherInParts<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ make: @Sendable (Element) -> Value
) -> [Value] {
    let size = 256
    let parts = stride(from: 0, to: elements.count, by: size).map { elements[$0..<min($0 + size, elements.count)] }
    return together(parts) { $0.map(make) }.flatMap { $0 }
}
