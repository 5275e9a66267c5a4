import Dispatch
import Foundation
import Synchronization

/// Does two long things at the same time where the machine has two cores, so that the gateway starts sooner.
///
/// The first has a thread of its own: pieces of Dispatch within other pieces take turns on one core.
package func together<One: Sendable, Other: Sendable>(
    _ one: @escaping @Sendable () -> One, _ other: () -> Other
) -> (One, Other) {
    let made = Mutex<One?>(nil)
    let isMade = DispatchSemaphore(value: 0)
    let thread = Thread {
        let value = one()
        made.withLock { $0 = value }
        isMade.signal()
    }
    thread.stackSize = longWorkStack
    thread.start()
    let second = other()
    isMade.wait()
    return (made.withLock { $0 } ?? one(), second)
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
