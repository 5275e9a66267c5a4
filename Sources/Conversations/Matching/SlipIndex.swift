import VietnameseText

/// Finds the words of the wordings that one slip of the finger parts from a word: a letter dropped, added, replaced, or
/// two neighbours swapped.
///
/// Every word is kept under itself and under itself without each of its letters (Garbe's symmetric deletions), so a
/// look-up costs a few probes whatever the number of words.
struct SlipIndex: Sendable {
    struct Entry: Sendable {
        /// How it is spelled: a part of all letters.
        var letters: Range<Int>
        /// What it stands for: a part of all readings.
        fileprivate var reading: Range<Int>
        /// The numbers of the first and the last of those words.
        var firstWord: Int32
        var lastWord: Int32

        /// Whether it stands for other words than itself.
        var isAbbreviation: Bool { reading.count > 1 }
    }

    private(set) var entries: [Entry] = []
    private var letters: [Letter] = []
    private var readings: [Word] = []
    /// The last entry under a spelling, by the spelling's key, and the one before each link in `links`.
    private var lastLink = LetterKeys()
    private var links: [(entry: Int32, before: Int32)] = [(0, 0)]

    /// What an entry stands for: itself, or the words of an abbreviation.
    func reading(of entry: Entry) -> ArraySlice<Word> { readings[entry.reading] }

    func firstLetter(of entry: Entry) -> Letter { letters[entry.letters.lowerBound] }

    /// Adds a spelling and the words that it stands for, with the numbers of the first and the last of them.
    ///
    /// The caller gives the same spelling once.
    mutating func learn(_ spelling: [Letter], reading: [Word], from first: Int32, to last: Int32) {
        guard spelling.count > 1, let key = LetterKeys.key(spelling) else { return }
        let number = Int32(entries.count)
        entries.append(
            Entry(
                letters: letters.count..<letters.count + spelling.count,
                reading: readings.count..<readings.count + reading.count, firstWord: first, lastWord: last))
        letters += spelling
        readings += reading
        for key in Set([key] + LetterKeys.deletions(of: key, count: spelling.count)) {
            links.append((number, lastLink[key]))
            lastLink[key] = Int32(links.count - 1)
        }
    }

    /// The numbers of the entries one slip away from a word as it is written, without those that only differ in marks.
    ///
    /// Letters that the slip did not touch keep their marks where the writer marks words.
    func near(_ word: [Letter], marked: Bool) -> [Int32] {
        guard let key = LetterKeys.key(word) else { return [] }
        var found: [Int32] = []
        collect(under: key, near: word, marked: marked, into: &found)
        for shorter in LetterKeys.deletions(of: key, count: word.count) where shorter != 0 {
            collect(under: shorter, near: word, marked: marked, into: &found)
        }
        return found
    }

    private func collect(under key: UInt64, near word: [Letter], marked: Bool, into found: inout [Int32]) {
        let begin = found.count
        var link = lastLink[key]
        while link != 0 {
            let (number, before) = links[Int(link)]
            link = before
            guard isNear(entries[Int(number)], word, marked: marked), !found.contains(number) else { continue }
            found.append(number)
        }
        // Links lead back to the first; entries are wanted in the order of the wordings.
        found[begin...].reverse()
    }

    private func isNear(_ entry: Entry, _ word: [Letter], marked: Bool) -> Bool {
        // Nobody marks an abbreviation, and its first letter is what is left of a word.
        if entry.isAbbreviation, word[0].base != firstLetter(of: entry).base || word.contains(where: \.hasMarks) {
            return false
        }
        return isOneSlip(word, entry.letters, marked: marked)
    }

    /// Whether one slip parts a word from an entry's spelling, a part of all letters.
    private func isOneSlip(_ word: [Letter], _ spelling: Range<Int>, marked: Bool) -> Bool {
        guard abs(word.count - spelling.count) <= 1 else { return false }
        func same(_ place: Int, _ other: Int) -> Bool {
            let (one, two) = (word[place], letters[spelling.lowerBound + other])
            return one.base == two.base && (!marked || one.quality == two.quality)
        }
        if marked {
            // The tone may have gone with its letter; a tone that is there was meant.
            let tone = Self.tone(of: word)
            guard tone == .level || tone == Self.tone(of: letters[spelling]) else { return false }
        }
        let shorter = min(word.count, spelling.count)
        var head = 0
        while head < shorter, same(head, head) { head += 1 }
        var tail = 0
        while tail < shorter - head, same(word.count - 1 - tail, spelling.count - 1 - tail) { tail += 1 }
        let rest = (word.count - head - tail, spelling.count - head - tail)
        if rest.0 <= 1, rest.1 <= 1 { return rest != (0, 0) }
        return rest == (2, 2) && same(head, head + 1) && same(head + 1, head)
    }

    private static func tone(of letters: some BidirectionalCollection<Letter>) -> Tone {
        letters.last { $0.tone != .level }?.tone ?? .level
    }
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
