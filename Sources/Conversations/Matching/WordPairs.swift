/// Pairs of neighbouring words, by their numbers.
///
/// A hash table with open addressing, since every word of every message is looked up with both of its neighbours.
struct WordPairs: Sendable {
    private var slots: [UInt64] = Array(repeating: 0, count: 16)
    private var count = 0

    mutating func insert(_ first: Int32, _ second: Int32) {
        guard first != 0, second != 0, !contains(first, second) else { return }
        count += 1
        guard count * 2 > slots.count else { return place(Self.key(first, second)) }
        let known = slots
        slots = Array(repeating: 0, count: known.count * 2)
        for key in known where key != 0 { place(key) }
        place(Self.key(first, second))
    }

    /// Whether the wordings put the second word right behind the first; the unknown word 0 makes no pair.
    func contains(_ first: Int32, _ second: Int32) -> Bool {
        guard first != 0, second != 0 else { return false }
        let key = Self.key(first, second)
        var place = start(of: key)
        while slots[place] != 0 {
            if slots[place] == key { return true }
            place = (place + 1) & (slots.count - 1)
        }
        return false
    }

    private mutating func place(_ key: UInt64) {
        var place = start(of: key)
        while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = key
    }

    /// Where the search for a key begins: the upper bits of a product, which depend on all of its bits.
    private func start(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.count - 1)
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }
}
