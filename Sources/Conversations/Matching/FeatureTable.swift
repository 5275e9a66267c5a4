/// Hashes of runs of words, each with a number: a table with open addressing, a probe or two a look-up.
struct FeatureTable: Sendable {
    /// A place of the table: upper bits of a hash and its number from 1 on, 0 where it is free.
    ///
    /// Small, since what a look-up costs is the memory; two runs of which all these bits and the place agree are taken for one.
    private struct Slot: Sendable {
        var hash: UInt32 = 0
        var number: Int32 = 0

        init() {}

        init(_ hash: UInt64, number: Int) {
            self.hash = UInt32(truncatingIfNeeded: hash >> 31)
            self.number = Int32(number + 1)
        }
    }

    private var slots = Array(repeating: Slot(), count: 1024)
    /// Of the runs in the order in which they were learnt; empty once nothing more is learnt.
    private var hashes: [UInt64] = []
    private(set) var count = 0

    func number(of hash: UInt64) -> Int? {
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place].number != 0 {
            if slots[place].hash == UInt32(truncatingIfNeeded: hash >> 31) { return Int(slots[place].number) - 1 }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The number of a hash, a new one where it is new.
    mutating func learn(_ hash: UInt64) -> Int {
        if let known = number(of: hash) { return known }
        hashes.append(hash)
        count = hashes.count
        // Three quarters full at most: half of the memory for a probe more.
        if hashes.count * 4 > slots.count * 3 {
            slots = Array(repeating: Slot(), count: slots.count * 2)
            for number in hashes.indices { place(number) }
        } else {
            place(hashes.count - 1)
        }
        return hashes.count - 1
    }

    /// Gives back what only learning needs; nothing is learnt afterwards.
    mutating func close() { hashes = [] }

    private mutating func place(_ number: Int) {
        var place = Int(truncatingIfNeeded: hashes[number]) & (slots.count - 1)
        while slots[place].number != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = Slot(hashes[number], number: number)
    }

    /// The hash of each run of at most `longest` words, and which words they are; words of hash 0 are in none.
    @inline(__always)
    static func forEachFeature(of words: [UInt64], longest: Int, _ body: (UInt64, Range<Int>) -> Void) {
        for first in words.indices {
            forEachFeature(from: first, of: words, longest: longest) {
                body($0, $1)
                return true
            }
        }
    }

    /// The number of each run of at most `longest` words that was learnt, and which words they are.
    ///
    /// With a run its beginning was learnt: where that is unknown, nothing longer is looked up.
    @inline(__always)
    func forEachKnown(of words: [UInt64], longest: Int, _ body: (Int, Range<Int>) -> Void) {
        for first in words.indices {
            Self.forEachFeature(from: first, of: words, longest: longest) { hash, range in
                guard let number = number(of: hash) else { return false }
                body(number, range)
                return true
            }
        }
    }

    /// The runs that begin with a word, the shortest first, as long as they are wanted.
    @inline(__always)
    private static func forEachFeature(
        from first: Int, of words: [UInt64], longest: Int, _ wantsMore: (UInt64, Range<Int>) -> Bool
    ) {
        var hash: UInt64 = 0
        for last in first..<min(first + longest, words.count) {
            guard words[last] != 0 else { return }
            hash = (hash ^ words[last]) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            guard wantsMore(hash | 1 << 63, first..<last + 1) else { return }
        }
    }
}
