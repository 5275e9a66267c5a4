import Conversations

/// The luck of a fuzzer: ``SteadySteps``, and what is drawn by them.
package struct Luck: RandomNumberGenerator, Sendable {
    private var steps: SteadySteps

    /// The luck of one execution; neighbours share nothing.
    package init(seed: UInt64, door: String, index: Int) {
        var mixed = seed ^ door.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        mixed = mixed &+ UInt64(truncatingIfNeeded: index) &* 0xD134_2543_DE82_EF95
        steps = SteadySteps(state: mixed)
        steps = SteadySteps(state: steps.next())
    }

    package mutating func next() -> UInt64 { steps.next() }

    /// From 0 up to, not including, a bound; 0 for a bound below 1.
    mutating func below(_ bound: Int) -> Int { bound < 1 ? 0 : Int(next() % UInt64(bound)) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True once in so many times.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }

    /// A length: mostly short, now and then up to the bound.
    mutating func length(upTo bound: Int) -> Int {
        let bits = within(1...max(1, Int.bitWidth - max(1, bound).leadingZeroBitCount))
        return min(bound, 1 + below(1 << bits))
    }

    mutating func pick<Value>(_ values: [Value], or other: Value) -> Value {
        values.isEmpty ? other : values[below(values.count)]
    }

    mutating func pick(_ values: [String]) -> String { pick(values, or: "") }

    /// A place in a list of so many, for slices.
    mutating func range(in count: Int) -> Range<Int> {
        let start = below(count + 1)
        return start..<min(count, start + below(min(count - start, 40) + 1))
    }

    mutating func digits(_ count: Int) -> String { String((0..<count).map { _ in Character(String(below(10))) }) }
}
