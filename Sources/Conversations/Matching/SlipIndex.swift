import VietnameseText

/// Finds the words of the wordings that one slip of the finger parts from a word: a letter dropped, added, replaced, or
/// two neighbours swapped.
///
/// Every word is kept under itself and under itself without each of its letters (Garbe's symmetric deletions), so a
/// look-up costs a few probes whatever the number of words.
struct SlipIndex: Sendable {
    struct Entry: Sendable {
        /// How it is spelled.
        var letters: [Letter]
        /// What it stands for: itself, or the words of an abbreviation.
        var reading: [Word]
        /// The numbers of the first and the last of those words.
        var first: Int32
        var last: Int32
    }

    private(set) var entries: [Entry] = []
    /// The last entry under a spelling, by the spelling's key, and the one before each link in `links`.
    private var lastLink = LetterKeys()
    private var links: [(entry: Int32, before: Int32)] = [(0, 0)]

    /// Adds a spelling of a word; the same spelling is kept once by the caller.
    mutating func learn(_ entry: Entry) {
        guard entry.letters.count > 1, let key = LetterKeys.key(entry.letters) else { return }
        let number = Int32(entries.count)
        entries.append(entry)
        for key in Set([key] + LetterKeys.deletions(of: key, count: entry.letters.count)) {
            links.append((number, lastLink[key]))
            lastLink[key] = Int32(links.count - 1)
        }
    }

    /// The numbers of the entries one slip away from a word as it is written, without those that only differ in marks.
    ///
    /// Letters that the slip did not touch keep their marks where the writer marks words.
    func near(_ letters: [Letter], marked: Bool) -> [Int32] {
        guard let key = LetterKeys.key(letters) else { return [] }
        var found: [Int32] = []
        collect(under: key, near: letters, marked: marked, into: &found)
        for shorter in LetterKeys.deletions(of: key, count: letters.count) where shorter != 0 {
            collect(under: shorter, near: letters, marked: marked, into: &found)
        }
        return found
    }

    private func collect(under key: UInt64, near letters: [Letter], marked: Bool, into found: inout [Int32]) {
        let begin = found.count
        var link = lastLink[key]
        while link != 0 {
            let (number, before) = links[Int(link)]
            link = before
            guard isNear(entries[Int(number)], letters, marked: marked), !found.contains(number) else { continue }
            found.append(number)
        }
        // Links lead back to the first; entries are wanted in the order of the wordings.
        found[begin...].reverse()
    }

    private func isNear(_ entry: Entry, _ letters: [Letter], marked: Bool) -> Bool {
        // Nobody marks an abbreviation, and its first letter is what is left of a word.
        if entry.reading.count > 1, letters[0].base != entry.letters[0].base || letters.contains(where: \.hasMarks) {
            return false
        }
        return Self.isOneSlip(letters, entry.letters, marked: marked)
    }

    private static func isOneSlip(_ one: [Letter], _ other: [Letter], marked: Bool) -> Bool {
        guard abs(one.count - other.count) <= 1 else { return false }
        func same(_ first: Letter, _ second: Letter) -> Bool {
            first.base == second.base && (!marked || first.quality == second.quality)
        }
        if marked {
            // The tone may have gone with its letter; a tone that is there was meant.
            let tone = tone(of: one)
            guard tone == .level || tone == self.tone(of: other) else { return false }
        }
        var head = 0
        while head < min(one.count, other.count), same(one[head], other[head]) { head += 1 }
        var tail = 0
        while tail < min(one.count, other.count) - head,
            same(one[one.count - 1 - tail], other[other.count - 1 - tail])
        { tail += 1 }
        let rest = (one.count - head - tail, other.count - head - tail)
        if rest.0 <= 1, rest.1 <= 1 { return rest != (0, 0) }
        return rest == (2, 2) && same(one[head], other[head + 1]) && same(one[head + 1], other[head])
    }

    private static func tone(of letters: [Letter]) -> Tone { letters.last { $0.tone != .level }?.tone ?? .level }
}

/// Numbers under spellings without marks, which are numbers too: five bits a letter.
private struct LetterKeys: Sendable {
    private var keys: [UInt64] = Array(repeating: 0, count: 16)
    private var values: [Int32] = Array(repeating: 0, count: 16)
    private var count = 0

    /// What stands under a key; 0 where nothing does.
    subscript(key: UInt64) -> Int32 {
        get { values[place(of: key)] }
        set {
            if values[place(of: key)] == 0 {
                count += 1
                if count * 2 > keys.count { grow() }
            }
            let place = place(of: key)
            keys[place] = key
            values[place] = newValue
        }
    }

    private mutating func grow() {
        let known = zip(keys, values).filter { $0.1 != 0 }
        keys = Array(repeating: 0, count: keys.count * 2)
        values = Array(repeating: 0, count: keys.count)
        for (key, value) in known {
            let place = place(of: key)
            keys[place] = key
            values[place] = value
        }
    }

    /// Where a key stands, or the free place where it would.
    private func place(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while values[place] != 0, keys[place] != key { place = (place + 1) & mask }
        return place
    }

    /// The key of letters; nil for a word with digits or of more letters than any syllable or abbreviation has.
    static func key(_ letters: [Letter]) -> UInt64? {
        guard letters.count <= 12 else { return nil }
        var key: UInt64 = 0
        for letter in letters {
            guard (0x61...0x7A).contains(letter.base) else { return nil }
            key = key << 5 | UInt64(letter.base - 0x60)
        }
        return key
    }

    /// The keys of a spelling without each of its letters, first letter first.
    static func deletions(of key: UInt64, count: Int) -> [UInt64] {
        (0..<count).map { index in
            let behind = UInt64(5 * (count - 1 - index))
            return ((key >> (behind + 5)) << behind) | (key & ((1 << behind) - 1))
        }
    }
}
