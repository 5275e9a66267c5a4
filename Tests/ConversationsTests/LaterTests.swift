import Foundation
import Synchronization
import Testing

@testable import Conversations

@Suite struct LaterTests {
    private final class Number: Sendable {
        let value: Int
        init(_ value: Int) { self.value = value }
    }

    @Test func `what takes long is waited for, and made once`() async {
        let started = Mutex(0)
        let mayEnd = DispatchSemaphore(value: 0)
        let later = Later<Number> {
            started.withLock { $0 += 1 }
            mayEnd.wait()
            return Number(7)
        }
        mayEnd.signal()
        await later.whenMade()
        #expect(later.value.value == 7)
        #expect(later.value === later.value)
        #expect(started.withLock { $0 } == 1)
    }

    @Test func `who needs it before it is made is held up until it is`() {
        let later = Later<Number> {
            Thread.sleep(forTimeInterval: 0.05)
            return Number(8)
        }
        #expect(later.value.value == 8)
    }

    @Test func `two long things within two long things all end`() {
        let sums = together {
            together {
                1
            } _: {
                2
            }
        } _: {
            together {
                3
            } _: {
                4
            }
        }
        #expect(sums.0 == (1, 2) && sums.1 == (3, 4))
    }
}
