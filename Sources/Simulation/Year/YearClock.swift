import Foundation
import Synchronization

/// A clock that the year moves.
final class MovedClock: Sendable {
    private let time: Mutex<Date>

    init(_ date: Date) { time = Mutex(date) }
    var now: Date { time.withLock { $0 } }
    func set(_ date: Date) { time.withLock { $0 = max($0, date) } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

/// Luck that comes out the same for the same seed.
struct YearLuck {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
