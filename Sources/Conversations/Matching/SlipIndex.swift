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
    private var entriesUnder: [UInt64: [Int32]] = [:]

    /// Adds a spelling of a word; the same spelling is kept once by the caller.
    mutating func learn(_ entry: Entry) {
        guard entry.letters.count > 1, let key = Self.key(entry.letters) else { return }
        let number = Int32(entries.count)
        entries.append(entry)
        for key in Set([key] + Self.deletions(entry.letters)) { entriesUnder[key, default: []].append(number) }
    }

    /// The entries one slip away from a word as it is written, without those that only differ in marks.
    ///
    /// Letters that the slip did not touch keep their marks where the writer marks words.
    func near(_ letters: [Letter], marked: Bool) -> [Entry] {
        guard let key = Self.key(letters) else { return [] }
        var seen: Set<Int32> = []
        var found: [Entry] = []
        for key in [key] + Self.deletions(letters) where key != 0 {
            for number in entriesUnder[key] ?? [] where seen.insert(number).inserted {
                let entry = entries[Int(number)]
                // Nobody marks an abbreviation, and its first letter is what is left of a word.
                let isShort = entry.reading.count > 1
                if isShort, letters[0].base != entry.letters[0].base || letters.contains(where: \.hasMarks) { continue }
                if Self.isOneSlip(letters, entry.letters, marked: marked) { found.append(entry) }
            }
        }
        return found
    }

    /// Five bits a letter; nil for a word with digits or of more letters than any syllable or abbreviation has.
    private static func key(_ letters: some Sequence<Letter>) -> UInt64? {
        var key: UInt64 = 0
        var count = 0
        for letter in letters {
            guard (0x61...0x7A).contains(letter.base), count < 12 else { return nil }
            key = key << 5 | UInt64(letter.base - 0x60)
            count += 1
        }
        return key
    }

    private static func deletions(_ letters: [Letter]) -> [UInt64] {
        letters.indices.compactMap { index in
            key(letters[..<index] + letters[(index + 1)...])
        }
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
