import Evaluation
import Foundation

/// Which conversations are held: everything in them follows from the seed.
package struct PersonaPlan: Sendable, Equatable {
    /// Monday 2026-11-23, midnight in Vietnam: a fortnight of working days begins, with a day off in it.
    static let begin = Date(timeIntervalSince1970: 1_795_366_800)
    /// The days over which conversations are spread.
    static let days = 14
    /// Conversations that share a database; they are played one behind another, so that each comes out the same however
    /// many others are played beside them.
    var blockSize = 200

    package var seed: UInt64
    package var count: Int
    /// How many databases are filled at once.
    package var jobs: Int

    package init(seed: UInt64, count: Int, jobs: Int = 4) {
        self.seed = seed
        self.count = count
        self.jobs = jobs
    }

    /// The numbers of the conversations of each database.
    var blocks: [Range<Int>] {
        stride(from: 0, to: count, by: blockSize).map { $0..<min($0 + blockSize, count) }
    }

    func random(of number: Int) -> SplitMix {
        var random = SplitMix(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
        _ = random.next()
        return random
    }

    /// When a conversation begins: the days in turn, by day from 6 to 21 o'clock.
    func start(of number: Int, _ random: inout SplitMix) -> Date {
        let day = number % blockSize * Self.days / blockSize
        let minute = 6 * 60 + random.next(below: 15 * 60)
        return Self.begin.addingTimeInterval(Double(day * 86_400 + minute * 60))
    }
}
