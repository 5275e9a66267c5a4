import Foundation
import Synchronization

/// A clock that goes as the machine's does, and can be moved ahead.
final class BenchClock: Sendable {
    private let ahead = Mutex(0.0)

    var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }

    /// How far it is ahead of the machine's, in seconds.
    var seconds: TimeInterval { ahead.withLock { $0 } }

    func move(by seconds: TimeInterval) { ahead.withLock { $0 += seconds } }
}
