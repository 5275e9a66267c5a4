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

    /// Transitions by state and symbol while phrases are added; `build` packs them.
    private var transitions: [UInt64: Int32] = [:]
    /// The transitions of a state: a range of `edgeSymbols`, sorted, and their targets beside them.
    private var edgeStart: [Int32] = []
    private var edgeSymbols: [Int32] = []
    private var edgeTargets: [Int32] = []
    /// The transitions of the first state, by symbol.
    private var rootTargets: [Int32] = []
    private var failure: [Int32] = [0]
    private var pattern: [Int32] = [-1]
    /// The next state on the failure path at which a pattern ends, or 0.
    private var output: [Int32] = [0]
    private var depth: [Int32] = [0]
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
                let next = Int32(failure.count)
                transitions[key] = next
                failure.append(0)
                pattern.append(-1)
                output.append(0)
                depth.append(depth[Int(state)] + 1)
                state = next
            }
        }
        if pattern[Int(state)] < 0 {
            pattern[Int(state)] = patternCount
            patternCount += 1
        }
        return pattern[Int(state)]
    }

    /// Packs the transitions and computes where to go on after a mismatch, state by state in order of depth.
    mutating func build() {
        let edges = transitions.map { key, target in
            (
                from: Int32(truncatingIfNeeded: key >> 32), symbol: Int32(truncatingIfNeeded: key & 0xFFFF_FFFF),
                to: target
            )
        }
        transitions = [:]
        rootTargets = Array(repeating: 0, count: Int(edges.map(\.symbol).max() ?? 0) + 1)
        edgeStart = Array(repeating: 0, count: failure.count + 1)
        for edge in edges.sorted(by: { ($0.from, $0.symbol) < ($1.from, $1.symbol) }) {
            if edge.from == 0 { rootTargets[Int(edge.symbol)] = edge.to }
            edgeSymbols.append(edge.symbol)
            edgeTargets.append(edge.to)
            edgeStart[Int(edge.from) + 1] += 1
        }
        for state in failure.indices { edgeStart[state + 1] += edgeStart[state] }
        for edge in edges.sorted(by: { depth[Int($0.to)] < depth[Int($1.to)] }) {
            var fallback = edge.from == 0 ? 0 : step(failure[Int(edge.from)], edge.symbol)
            if fallback == edge.to { fallback = 0 }
            failure[Int(edge.to)] = fallback
            output[Int(edge.to)] = pattern[Int(fallback)] >= 0 ? fallback : output[Int(fallback)]
        }
    }

    /// All runs that stand in a sequence of words, in the order of their ends; 0 is a word of no phrase.
    func occurrences(in sequence: [Int32]) -> [Occurrence] {
        var found: [Occurrence] = []
        var state: Int32 = 0
        for (index, symbol) in sequence.enumerated() {
            state = symbol == 0 ? 0 : step(state, symbol)
            var ending = pattern[Int(state)] >= 0 ? state : output[Int(state)]
            while ending != 0 {
                let start = index + 1 - Int(depth[Int(ending)])
                found.append(Occurrence(pattern: pattern[Int(ending)], tokens: start..<index + 1))
                ending = output[Int(ending)]
            }
        }
        return found
    }

    private func step(_ state: Int32, _ symbol: Int32) -> Int32 {
        var state = state
        while state != 0 {
            if let next = target(state, symbol) { return next }
            state = failure[Int(state)]
        }
        return Int(symbol) < rootTargets.count ? rootTargets[Int(symbol)] : 0
    }

    /// Few words follow any but the commonest beginnings, so halving is short.
    private func target(_ state: Int32, _ symbol: Int32) -> Int32? {
        var low = Int(edgeStart[Int(state)])
        var high = Int(edgeStart[Int(state) + 1])
        while low < high {
            let middle = (low + high) / 2
            if edgeSymbols[middle] < symbol { low = middle + 1 } else { high = middle }
        }
        return low < Int(edgeStart[Int(state) + 1]) && edgeSymbols[low] == symbol ? edgeTargets[low] : nil
    }

    private static func key(_ state: Int32, _ symbol: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: symbol))
    }
}
