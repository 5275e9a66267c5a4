/// Phrases of several parts: runs of words and concepts that stand near one another.
///
/// Each phrase is kept under one pair of its neighbouring parts, the rarest. So what a text costs depends on the parts that
/// stand near one another in it, and hardly on the number of phrases.
struct PhraseSequences: Sendable {
    /// A part found in a text.
    struct Occurrence: Sendable {
        var part: Int32
        var tokens: Range<Int>
        var tier: Evidence.Tier
    }

    /// A phrase, with its parts and joins as ranges of `parts` and `joins`.
    private struct Phrase: Sendable {
        var number: Int32
        var meaning: PhraseMeaning.Packed
        var first: Int32
        var count: Int32
        /// The place of the first part of the pair under which it is kept.
        var pair: Int32 = 0
    }

    /// How far apart parts may stand.
    struct Reach {
        /// How many words a gap holds, whatever they are, and how many if few of them weigh anything.
        var gap: Int
        var span: Int
        /// What may stand between close parts and, in a wide gap, between any.
        var close: Int
        var heavy: Int
    }

    private var phrases: [Phrase] = []
    private var parts: [Int32] = []
    /// How each part follows the one before it; the first follows nothing.
    private var joins: [PhrasePattern.Join] = []
    /// The phrases under each pair of parts, side by side.
    private var table = PairTable()
    private var entries: [Int32] = []
    /// Whether a part is the earlier or the later one of some such pair, by its number.
    private var isEarlier: [Bool] = []
    private var isLater: [Bool] = []

    /// Adds a phrase of at least two parts.
    mutating func add(
        _ own: [Int32], joins ownJoins: [PhrasePattern.Join], number: Int32, meaning: PhraseMeaning
    ) {
        phrases.append(
            Phrase(number: number, meaning: meaning.packed, first: Int32(parts.count), count: Int32(own.count)))
        parts += own
        joins += [.close] + ownJoins
    }

    /// Files each phrase under its rarest pair; call it after the last.
    mutating func build() {
        var uses: [Int32: Int] = [:]
        for part in parts { uses[part, default: 0] += 1 }
        var byPair: [UInt64: [Int32]] = [:]
        for number in phrases.indices {
            let first = Int(phrases[number].first)
            let places = first..<first + Int(phrases[number].count) - 1
            let best = places.min {
                (uses[parts[$0]] ?? 0) * (uses[parts[$0 + 1]] ?? 0) < (uses[parts[$1]] ?? 0)
                    * (uses[parts[$1 + 1]] ?? 0)
            }
            guard let best else { continue }
            phrases[number].pair = Int32(best - first)
            byPair[PairTable.key(parts[best], parts[best + 1]), default: []].append(Int32(number))
        }
        isEarlier = Array(repeating: false, count: Int(parts.max() ?? -1) + 1)
        isLater = isEarlier
        table = PairTable(capacity: byPair.count)
        for (key, numbers) in byPair.sorted(by: { $0.key < $1.key }) {
            let (earlier, later) = PairTable.parts(of: key)
            isEarlier[Int(earlier)] = true
            isLater[Int(later)] = true
            table.insert(key, Int32(entries.count))
            entries.append(Int32(numbers.count))
            entries += numbers
        }
    }

    /// Each pair of parts that stand side by side in some phrase.
    var closePairs: Set<[Int32]> {
        var pairs: Set<[Int32]> = []
        for phrase in phrases {
            for place in Int(phrase.first)..<Int(phrase.first + phrase.count) - 1 where joins[place + 1] == .close {
                pairs.insert([parts[place], parts[place + 1]])
            }
        }
        return pairs
    }

    /// Shows each phrase whose parts stand near one another.
    ///
    /// - Parameters:
    ///   - found: the parts of a text in the order of their ends.
    ///   - weight: how much stands before each token of what may not stand between close parts.
    func forEachPhrase(
        of found: [Occurrence], reach: Reach, weight: [Int], _ show: (PhraseFinding) -> Void
    ) {
        guard found.count > 1, !phrases.isEmpty else { return }
        var shown: [Int32] = []
        // Few pairs of parts are any phrase's, and many parts begin none.
        var begins: [Int] = []
        begins.reserveCapacity(found.count)
        for later in found.indices {
            defer { if stands(found[later].part, in: isEarlier) { begins.append(later) } }
            guard stands(found[later].part, in: isLater) else { continue }
            shown.removeAll(keepingCapacity: true)
            let start = found[later].tokens.lowerBound
            for earlier in begins.reversed() {
                guard found[earlier].tokens.upperBound >= start - reach.span else { break }
                guard found[earlier].tokens.upperBound <= start else { continue }
                let list = Int(table[PairTable.key(found[earlier].part, found[later].part)])
                guard list >= 0 else { continue }
                for entry in entries[list + 1...list + Int(entries[list])] where !shown.contains(entry) {
                    if let finding = finding(entry, earlier, later, found, reach, weight) {
                        // The nearest counts.
                        shown.append(entry)
                        show(finding)
                    }
                }
            }
        }
    }

    private func stands(_ part: Int32, in parts: [Bool]) -> Bool { Int(part) < parts.count && parts[Int(part)] }

    /// The finding of a phrase of which one pair stands in a text, if its other parts do.
    private func finding(
        _ entry: Int32, _ earlier: Int, _ later: Int, _ found: [Occurrence], _ reach: Reach, _ weight: [Int]
    ) -> PhraseFinding? {
        let phrase = phrases[Int(entry)]
        let first = Int(phrase.first)
        let pair = first + Int(phrase.pair)
        func joined(_ one: Range<Int>, _ other: Range<Int>, _ join: PhrasePattern.Join) -> Bool {
            let between = other.lowerBound - one.upperBound
            guard between >= 0 else { return false }
            switch join {
            case .gap:
                return between <= reach.gap
                    || (between <= reach.span && weight[other.lowerBound] - weight[one.upperBound] <= reach.heavy)
            case .close:
                return between <= reach.gap && weight[other.lowerBound] - weight[one.upperBound] <= reach.close
            }
        }
        guard joined(found[earlier].tokens, found[later].tokens, joins[pair + 1]) else { return nil }
        var tier = max(found[earlier].tier, found[later].tier)
        var tokens = TokenRuns(found[earlier].tokens)
        tokens.insert(found[later].tokens)
        var (begin, end) = (found[earlier].tokens, found[later].tokens)
        func take(_ occurrence: Occurrence) {
            tier = max(tier, occurrence.tier)
            tokens.join(occurrence.tokens)
        }
        for place in (first..<pair).reversed() {
            let near = found[..<earlier].last { $0.part == parts[place] && joined($0.tokens, begin, joins[place + 1]) }
            guard let near else { return nil }
            take(near)
            begin = near.tokens
        }
        for place in pair + 2..<max(first + Int(phrase.count), pair + 2) {
            let near = found[(later + 1)...].first { $0.part == parts[place] && joined(end, $0.tokens, joins[place]) }
            guard let near else { return nil }
            take(near)
            end = near.tokens
        }
        var meaning = PhraseMeaning(packed: phrase.meaning)
        guard !meaning.needsMarks || tier == .exact else { return nil }
        meaning.length = tokens.tokenCount
        return PhraseFinding(phrase: Int(phrase.number), meaning: meaning, runs: tokens, tier: tier)
    }
}

/// From pairs of parts to a number each: a hash table with open addressing.
private struct PairTable: Sendable {
    private var slots: [(key: UInt64, value: Int32)]
    /// Two bits of a place for each pair by its hash (Bloom, 1970): most pairs of a text mean nothing, and this much memory is at hand.
    private var filter: [UInt64]

    init(capacity: Int = 0) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: (0, -1), count: size)
        filter = Array(repeating: 0, count: size * Self.bitsPerSlot / 64)
    }

    private static let bitsPerSlot = 4

    static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }

    static func parts(of key: UInt64) -> (Int32, Int32) {
        (Int32(truncatingIfNeeded: key >> 32), Int32(truncatingIfNeeded: key))
    }

    /// The number of a pair, or −1.
    subscript(_ key: UInt64) -> Int32 {
        let hash = hash(of: key)
        let bits = Self.bits(of: hash)
        guard filter[hash >> 12 & (filter.count - 1)] & bits == bits else { return -1 }
        var place = hash & (slots.count - 1)
        while slots[place].value >= 0 {
            if slots[place].key == key { return slots[place].value }
            place = (place + 1) & (slots.count - 1)
        }
        return -1
    }

    mutating func insert(_ key: UInt64, _ value: Int32) {
        let hash = hash(of: key)
        filter[hash >> 12 & (filter.count - 1)] |= Self.bits(of: hash)
        var place = hash & (slots.count - 1)
        while slots[place].value >= 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = (key, value)
    }

    private static func bits(of hash: Int) -> UInt64 { 1 << UInt64(hash & 63) | 1 << UInt64(hash >> 6 & 63) }

    /// The upper bits of a product, which depend on all of the key's bits.
    private func hash(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
