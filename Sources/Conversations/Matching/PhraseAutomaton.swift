/// An Aho–Corasick automaton over whole syllables, as numbers of a `Vocabulary`: finds all runs of words of all phrases in
/// one pass over a text.
///
/// The cost of a pass grows with the text and with what is found, not with the number of phrases
/// (Aho and Corasick, "Efficient string matching", 1975).
struct PhraseAutomaton: Sendable {
    /// A run of words found in a text.
    struct Occurrence: Sendable, Equatable {
        /// The number that `insert` gave.
        var pattern: Int32
        var tokens: Range<Int>
        /// Where the values that the run carries stand, see `value(at:)`.
        var values: Range<Int>
    }

    /// A state as it stands in `cells`: these fields, the symbols of its transitions in rising order, the states that they
    /// lead to, and the values of its run.
    ///
    /// All of it lies side by side, and a state lies before those that it leads to: what a pass costs is the memory that
    /// is not at hand.
    private enum Field {
        /// Where to go on after a mismatch.
        static let failure = 0
        /// The next state on the failure path at which a run ends, or 0.
        static let output = 1
        static let depth = 2
        /// The number of the run that ends here, or −1.
        static let pattern = 3
        static let transitions = 4
        static let values = 5
        static let count = 6
    }

    /// A state while runs are added.
    private struct Node: Sendable {
        var depth: Int32 = 0
        var pattern: Int32 = -1
    }

    /// Transitions by node and symbol while runs are added; `build` packs them.
    private var transitions: [UInt64: Int32] = [:]
    private var nodes = [Node()]
    private var patternCount: Int32 = 0
    /// All states; each is known by its place, and the first stands at 0.
    private var cells: [Int32] = []
    /// The transitions of the first state, by symbol.
    private var rootTargets: [Int32] = []

    /// Adds a run of words, none of them 0, and returns its number; the same run has one number.
    ///
    /// Call `build` after the last.
    mutating func insert(_ run: [Int32]) -> Int32 {
        var node: Int32 = 0
        for symbol in run {
            let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: symbol))
            if let next = transitions[key] {
                node = next
            } else {
                let next = Int32(nodes.count)
                transitions[key] = next
                nodes.append(Node(depth: nodes[Int(node)].depth + 1))
                node = next
            }
        }
        if nodes[Int(node)].pattern < 0 {
            nodes[Int(node)].pattern = patternCount
            patternCount += 1
        }
        return nodes[Int(node)].pattern
    }

    /// Packs the states, each run with the values that stand under its number, and computes where to go on after a mismatch.
    mutating func build(values: [[Int32]] = []) {
        let children = Children(transitions, of: nodes.count)
        let places = pack(children, values: values)
        var queue: [Int32] = [0]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            let state = Int(places[Int(node)])
            for (symbol, child) in children[node] {
                queue.append(child)
                let place = Int(places[Int(child)])
                let fallback = state == 0 ? 0 : step(Int(cells[state + Field.failure]), symbol)
                cells[place + Field.failure] = Int32(fallback)
                cells[place + Field.output] =
                    cells[fallback + Field.pattern] >= 0 ? Int32(fallback) : cells[fallback + Field.output]
            }
        }
        transitions = [:]
        nodes = []
    }

    /// Writes all states, those of one beginning together, and returns the place of each node.
    private mutating func pack(_ children: Children, values: [[Int32]]) -> [Int32] {
        func carried(by node: Int32) -> [Int32] {
            let pattern = Int(nodes[Int(node)].pattern)
            return values.indices.contains(pattern) ? values[pattern] : []
        }
        var places: [Int32] = Array(repeating: 0, count: nodes.count)
        var order: [Int32] = []
        var waiting: [Int32] = [0]
        var end = 0
        while let node = waiting.popLast() {
            places[Int(node)] = Int32(end)
            order.append(node)
            let own = children[node]
            end += Field.count + (node == 0 ? 0 : 2 * own.count) + carried(by: node).count
            for (_, child) in own.reversed() { waiting.append(child) }
        }
        cells = []
        cells.reserveCapacity(end)
        for node in order {
            let own = node == 0 ? [] : children[node]
            let carried = carried(by: node)
            cells += [
                0, 0, nodes[Int(node)].depth, nodes[Int(node)].pattern, Int32(own.count), Int32(carried.count),
            ]
            for (symbol, _) in own { cells.append(symbol) }
            for (_, child) in own { cells.append(places[Int(child)]) }
            cells += carried
        }
        rootTargets = Array(repeating: 0, count: Int(children[0].last?.symbol ?? 0) + 1)
        for (symbol, child) in children[0] { rootTargets[Int(symbol)] = places[Int(child)] }
        return places
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
        var state = 0
        var end = 0
        for symbol in sequence {
            end += 1
            state = symbol == 0 ? 0 : step(state, symbol)
            var ending = cells[state + Field.pattern] >= 0 ? state : Int(cells[state + Field.output])
            while ending != 0 {
                let values = ending + Field.count + 2 * Int(cells[ending + Field.transitions])
                show(
                    Occurrence(
                        pattern: cells[ending + Field.pattern], tokens: end - Int(cells[ending + Field.depth])..<end,
                        values: values..<values + Int(cells[ending + Field.values])))
                ending = Int(cells[ending + Field.output])
            }
        }
    }

    /// A value that a run carries.
    @inline(__always)
    func value(at place: Int) -> Int32 { cells[place] }

    private func step(_ state: Int, _ symbol: Int32) -> Int {
        var state = state
        while state != 0 {
            let next = target(state, symbol)
            if next != 0 { return next }
            state = Int(cells[state + Field.failure])
        }
        return Int(symbol) < rootTargets.count ? Int(rootTargets[Int(symbol)]) : 0
    }

    /// Where a state other than the first goes by a symbol, or 0; few words follow any but the commonest beginnings.
    private func target(_ state: Int, _ symbol: Int32) -> Int {
        let count = Int(cells[state + Field.transitions])
        var low = state + Field.count
        let end = low + count
        var high = end
        while high - low > 4 {
            let middle = (low + high) / 2
            if cells[middle] < symbol { low = middle + 1 } else { high = middle + 1 }
        }
        while low < end {
            let found = cells[low]
            if found >= symbol { return found == symbol ? Int(cells[low + count]) : 0 }
            low += 1
        }
        return 0
    }
}

/// The transitions of each node in the order of their symbols.
private struct Children {
    private var starts: [Int]
    private var members: [(symbol: Int32, child: Int32)]

    init(_ transitions: [UInt64: Int32], of count: Int) {
        let sorted = transitions.sorted { $0.key < $1.key }
        members = sorted.map { (Int32(truncatingIfNeeded: $0.key & 0xFFFF_FFFF), $0.value) }
        starts = Array(repeating: 0, count: count + 1)
        for (key, _) in sorted { starts[Int(truncatingIfNeeded: key >> 32) + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
    }

    subscript(node: Int32) -> ArraySlice<(symbol: Int32, child: Int32)> {
        members[starts[Int(node)]..<starts[Int(node) + 1]]
    }
}
