import VietnameseText

/// Numbers under spellings without marks, which are numbers too: five bits a letter.
///
/// A hash table with open addressing; a key and what stands under it lie side by side.
struct SpellingTable: Sendable {
    private var slots: [(key: UInt64, value: Int32)] = Array(repeating: (0, 0), count: 16)
    private var count = 0

    /// What stands under a key; 0 where nothing does.
    subscript(key: UInt64) -> Int32 {
        get { slots[place(of: key)].value }
        set {
            if slots[place(of: key)].value == 0 {
                count += 1
                if count * 2 > slots.count { grow() }
            }
            slots[place(of: key)] = (key, newValue)
        }
    }

    /// Puts something else under each key.
    mutating func mapValues(_ transform: (Int32) -> Int32) {
        for place in slots.indices where slots[place].value != 0 { slots[place].value = transform(slots[place].value) }
    }

    private mutating func grow() {
        let known = slots
        slots = Array(repeating: (0, 0), count: known.count * 2)
        for slot in known where slot.value != 0 { slots[place(of: slot.key)] = slot }
    }

    /// Where a key stands, or the free place where it would.
    private func place(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while slots[place].value != 0, slots[place].key != key { place = (place + 1) & mask }
        return place
    }

    /// The key of letters; nil for a word with digits or of more letters than any syllable or abbreviation has.
    static func key(of letters: [Letter]) -> UInt64? {
        guard letters.count <= 12 else { return nil }
        var key: UInt64 = 0
        for letter in letters {
            guard (0x61...0x7A).contains(letter.base) else { return nil }
            key = key << 5 | UInt64(letter.base - 0x60)
        }
        return key
    }

    /// Shows the key of a spelling and those of the same spelling without each of its letters, first letter first.
    @inline(__always)
    static func forEachKey(near key: UInt64, count: Int, _ show: (UInt64) -> Void) {
        show(key)
        for behind in (0..<count).reversed().lazy.map({ UInt64(5 * $0) }) {
            show(((key >> (behind + 5)) << behind) | (key & ((1 << behind) - 1)))
        }
    }
}
