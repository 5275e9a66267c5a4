/// An Aho–Corasick automaton over whole syllables, as numbers of a `Vocabulary`: finds all runs of words of all phrases in
/// one pass over a text.
///
/// The cost of a pass grows with the text and with what is found, not with the number of phrases
/// (Aho and Corasick, "Efficient string matching", 1975).
struct PhraseAutomaton: Sendable {
    /// A run of words found in a text; `pattern` is the number that `insert` gave.
    struct Occurrence: Sendable, Equatable {
        var pattern: Int32
        var tokens: Range<Int>
    }

    /// What is known of a state, side by side in memory, for a pass reads all of it.
    private struct State: Sendable {
        /// Where its transitions begin in `edges`; they end where the next state's begin.
        var edges: Int32 = 0
        var failure: Int32 = 0
        var pattern: Int32 = -1
        /// The next state on the failure path at which a pattern ends, or 0.
        var output: Int32 = 0
        var depth: Int32 = 0
    }

    private struct Edge: Sendable {
        var symbol: Int32
        var target: Int32
    }

    /// Transitions by state and symbol while phrases are added; `build` packs them.
    private var transitions: [UInt64: Int32] = [:]
    private var states = [State()]
    /// The transitions of all states but the first, by state and then by symbol.
    private var edges: [Edge] = []
    /// The transitions of the first state, by symbol.
    private var rootTargets: [Int32] = []
    private var patternCount: Int32 = 0

    /// Adds a run of words, none of them 0, and returns its number; the same run has one number.
    ///
    /// Call `build` after the last.
    mutating func insert(_ run: [Int32]) -> Int32 {
        var state: Int32 = 0
        for symbol in run {
            let key = Self.key(state, symbol)
            if let next = transitions[key] {
                state = next
            } else {
                let next = Int32(states.count)
                transitions[key] = next
                states.append(State(depth: states[Int(state)].depth + 1))
                state = next
            }
        }
        if states[Int(state)].pattern < 0 {
            states[Int(state)].pattern = patternCount
            patternCount += 1
        }
        return states[Int(state)].pattern
    }

    /// Packs the transitions and computes where to go on after a mismatch, state by state in order of depth.
    mutating func build() {
        let keys = transitions.keys.sorted()
        rootTargets = Array(repeating: 0, count: Int(keys.map(Self.symbol(of:)).max() ?? 0) + 1)
        edges = []
        edges.reserveCapacity(keys.count)
        var next = 0
        for key in keys {
            guard let target = transitions[key] else { continue }
            let (from, symbol) = (Self.state(of: key), Self.symbol(of: key))
            guard from != 0 else {
                rootTargets[Int(symbol)] = target
                continue
            }
            while next <= from {
                states[next].edges = Int32(edges.count)
                next += 1
            }
            edges.append(Edge(symbol: symbol, target: target))
        }
        for state in next..<max(next, states.count) { states[state].edges = Int32(edges.count) }
        // One state more, where the transitions of the last one end.
        states.append(State(edges: Int32(edges.count)))
        transitions = [:]
        for key in keys.sorted(by: { states[Self.state(of: $0)].depth < states[Self.state(of: $1)].depth }) {
            let (from, symbol) = (Self.state(of: key), Self.symbol(of: key))
            let state = from == 0 ? rootTargets[Int(symbol)] : target(Int32(from), symbol)
            let fallback = from == 0 ? 0 : step(states[from].failure, symbol)
            states[Int(state)].failure = fallback
            states[Int(state)].output =
                states[Int(fallback)].pattern >= 0 ? fallback : states[Int(fallback)].output
        }
    }

    /// All runs that stand in a sequence of words, in the order of their ends; 0 is a word of no phrase.
    func occurrences(in sequence: some Sequence<Int32>) -> [Occurrence] {
        var found: [Occurrence] = []
        forEachOccurrence(in: sequence) { found.append($0) }
        return found
    }

    /// Shows each run that stands in a sequence of words, in the order of their ends.
    @inline(__always)
    func forEachOccurrence(in sequence: some Sequence<Int32>, _ show: (Occurrence) -> Void) {
        var state: Int32 = 0
        var end = 0
        for symbol in sequence {
            end += 1
            state = symbol == 0 ? 0 : step(state, symbol)
            var ending = states[Int(state)].pattern >= 0 ? state : states[Int(state)].output
            while ending != 0 {
                let found = states[Int(ending)]
                show(Occurrence(pattern: found.pattern, tokens: end - Int(found.depth)..<end))
                ending = found.output
            }
        }
    }

    private func step(_ state: Int32, _ symbol: Int32) -> Int32 {
        var state = state
        while state != 0 {
            let next = target(state, symbol)
            if next != 0 { return next }
            state = states[Int(state)].failure
        }
        return Int(symbol) < rootTargets.count ? rootTargets[Int(symbol)] : 0
    }

    /// Where a state other than the first goes by a symbol, or 0; few words follow any but the commonest beginnings.
    private func target(_ state: Int32, _ symbol: Int32) -> Int32 {
        var low = Int(states[Int(state)].edges)
        let end = Int(states[Int(state) + 1].edges)
        var high = end
        while high - low > 4 {
            let middle = (low + high) / 2
            if edges[middle].symbol < symbol { low = middle + 1 } else { high = middle + 1 }
        }
        while low < end {
            if edges[low].symbol >= symbol { return edges[low].symbol == symbol ? edges[low].target : 0 }
            low += 1
        }
        return 0
    }

    private static func key(_ state: Int32, _ symbol: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: symbol))
    }

    private static func state(of key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 32) }
    private static func symbol(of key: UInt64) -> Int32 { Int32(truncatingIfNeeded: key & 0xFFFF_FFFF) }
}
