import Dispatch
import Foundation
import Synchronization

/// Something that takes long to make and is made once, on a thread of its own: whoever needs it earlier waits.
package final class Later<Value: AnyObject & Sendable>: Sendable {
    private let made = AtomicLazyReference<Value>()
    private let making = DispatchGroup()

    /// What is there already.
    package init(_ value: Value) { _ = made.storeIfNil(value) }

    package init(_ make: @escaping @Sendable () -> Value) {
        making.enter()
        let thread = Thread { [self] in
            _ = made.storeIfNil(make())
            making.leave()
        }
        thread.stackSize = longWorkStack
        thread.start()
    }

    /// Holds the thread up until it is made; in a task, wait for ``whenMade()`` before.
    package var value: Value {
        while true {
            if let value = made.load() { return value }
            making.wait()
        }
    }

    /// Returns once it is made, and holds no thread up.
    package func whenMade() async {
        await withCheckedContinuation { waiting in
            making.notify(queue: .global()) { waiting.resume() }
        }
    }
}

/// Nested wordings and brackets are read in depth, in bytes of stack.
let longWorkStack = 8 << 20
