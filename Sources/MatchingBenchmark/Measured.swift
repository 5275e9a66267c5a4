import CAllocationCounter
import Conversations

/// A matcher with the times that it took.
struct Measured {
    private let matcher: IntentMatcher
    private let name: String
    private var nanoseconds: [Int64] = []
    private var allocations: Int64 = 0

    init(_ matcher: IntentMatcher, name: String) {
        self.matcher = matcher
        self.name = name
    }

    mutating func pass(over texts: [String], counts: Bool) {
        let clock = ContinuousClock()
        nanoseconds.reserveCapacity(nanoseconds.count + texts.count)
        for text in texts {
            let before = allocation_count()
            let start = clock.now
            let decision = matcher.decide(matcher.understand(text))
            let taken = clock.now - start
            let after = allocation_count()
            // Looked at, so that the work cannot be left out.
            guard counts, !decision.name.isEmpty else { continue }
            let (seconds, attoseconds) = taken.components
            nanoseconds.append(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            allocations += after - before
        }
    }

    func microseconds(at share: Double) -> Double {
        let sorted = nanoseconds.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) / 1000
    }

    var line: String {
        let total = nanoseconds.reduce(0, +)
        let rate = total == 0 ? 0 : Int64(nanoseconds.count) * 1_000_000_000 / total
        let each = allocation_count() < 0 ? "not counted" : "\(allocations / Int64(max(1, nanoseconds.count)))"
        return "| \(name) | \(matcher.wordingCount) | \(rate) | \(microseconds(at: 0.5)) | \(microseconds(at: 0.99)) "
            + "| \(each) |"
    }
}
