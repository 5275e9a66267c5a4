import Conversations

/// A small random generator for measuring and playing, the same on every machine: ``SteadySteps`` with a bound.
package struct SplitMix: Sendable {
    private var steps: SteadySteps

    package init(state: UInt64) { steps = SteadySteps(state: state) }

    package mutating func next() -> UInt64 { steps.next() }

    package mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
