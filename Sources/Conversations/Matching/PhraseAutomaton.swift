/// An Aho–Corasick automaton over whole syllables: finds all runs of words of all phrases in one pass over a text.
///
/// The cost of a pass grows with the text and with what is found, not with the number of phrases
/// (Aho and Corasick, "Efficient string matching", 1975).
struct PhraseAutomaton: Sendable {
    /// A run of words found in a text; `pattern` is the number that `insert` gave.
    struct Occurrence: Sendable, Equatable {
        var pattern: Int32
        var tokens: Range<Int>
    }

    private var symbols: [String: Int32] = [:]
    /// Transitions by state and symbol, packed into one key.
    private var transitions: [UInt64: Int32] = [:]
    private var failure: [Int32] = [0]
    private var pattern: [Int32] = [-1]
    /// The next state on the failure path at which a pattern ends, or 0.
    private var output: [Int32] = [0]
    private var depth: [Int32] = [0]
    private var patternCount: Int32 = 0

    /// Adds a run of folded words and returns its number; the same run has one number.
    ///
    /// Call `build` after the last.
    mutating func insert(_ run: [String]) -> Int32 {
        var state: Int32 = 0
        for word in run {
            let symbol = symbols[word] ?? Int32(symbols.count + 1)
            symbols[word] = symbol
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

    /// Computes where to go on after a mismatch, state by state in order of depth.
    mutating func build() {
        let edges = transitions.map { key, target in
            (
                from: Int32(truncatingIfNeeded: key >> 32), symbol: Int32(truncatingIfNeeded: key & 0xFFFF_FFFF),
                to: target
            )
        }.sorted { depth[Int($0.to)] < depth[Int($1.to)] }
        for edge in edges {
            var fallback = edge.from == 0 ? 0 : step(failure[Int(edge.from)], edge.symbol)
            if fallback == edge.to { fallback = 0 }
            failure[Int(edge.to)] = fallback
            output[Int(edge.to)] = pattern[Int(fallback)] >= 0 ? fallback : output[Int(fallback)]
        }
    }

    /// The number of a word, or 0 for a word that stands in no phrase.
    func symbol(of word: String) -> Int32 { symbols[word] ?? 0 }

    /// All runs that stand in a sequence of symbols, in the order of their ends.
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
        while true {
            if let next = transitions[Self.key(state, symbol)] { return next }
            if state == 0 { return 0 }
            state = failure[Int(state)]
        }
    }

    private static func key(_ state: Int32, _ symbol: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: symbol))
    }
}
