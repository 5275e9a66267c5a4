import VietnameseText

/// Finds the words of the wordings that one slip of the finger parts from a word: a letter dropped, added, replaced, or
/// two neighbours swapped.
///
/// Every word is kept under itself and under itself without each of its letters (Garbe's symmetric deletions), so a
/// look-up costs a few probes whatever the number of words.
struct SlipIndex: Sendable {
    struct Entry: Sendable {
        /// The numbers of the first and the last word that it stands for.
        var firstWord: Int32
        var lastWord: Int32
        /// How it is spelled, as a part of all letters, and what it stands for, as a part of all readings.
        fileprivate var firstLetter: Int32
        fileprivate var firstReading: Int32
        fileprivate var letters: UInt8
        fileprivate var readings: UInt8

        var letterCount: Int { Int(letters) }
        /// Whether it stands for other words than itself.
        var isAbbreviation: Bool { readings > 1 }
        fileprivate var spelling: Range<Int> { Int(firstLetter)..<Int(firstLetter) + Int(letters) }
        fileprivate var reading: Range<Int> { Int(firstReading)..<Int(firstReading) + Int(readings) }
    }

    private(set) var entries: [Entry] = []
    private var letters: [Letter] = []
    private var readings: [Word] = []
    /// Where the entries under a spelling's key stand: in `links` the last of them while they are learnt, and in `lists`
    /// their count and then their numbers, once packed.
    private var places = SpellingTable()
    private var links: [(entry: Int32, before: Int32)] = [(0, 0)]
    private var lists: [Int32] = [0]

    /// What an entry stands for: itself, or the words of an abbreviation.
    func reading(of entry: Entry) -> ArraySlice<Word> { readings[entry.reading] }

    func firstLetter(of entry: Entry) -> Letter { letters[Int(entry.firstLetter)] }

    /// Adds a spelling and the words that it stands for, with the numbers of the first and the last of them.
    ///
    /// The caller gives the same spelling once, and calls `pack` after the last.
    mutating func learn(_ spelling: [Letter], reading: [Word], from first: Int32, to last: Int32) {
        guard spelling.count > 1, let key = SpellingTable.key(of: spelling) else { return }
        let number = Int32(entries.count)
        entries.append(
            Entry(
                firstWord: first, lastWord: last, firstLetter: Int32(letters.count),
                firstReading: Int32(readings.count), letters: UInt8(spelling.count),
                readings: UInt8(clamping: reading.count)))
        letters += spelling
        readings += reading
        var known: Set<UInt64> = []
        SpellingTable.forEachKey(near: key, count: spelling.count) { key in
            guard known.insert(key).inserted else { return }
            links.append((number, places[key]))
            places[key] = Int32(links.count - 1)
        }
    }

    /// Lays the entries under each key side by side, in the order in which they were learnt.
    mutating func pack() {
        var lists = lists
        places.mapValues { [links] last in
            var numbers: [Int32] = []
            var link = last
            while link != 0 {
                numbers.append(links[Int(link)].entry)
                link = links[Int(link)].before
            }
            lists.append(Int32(numbers.count))
            lists += numbers.reversed()
            return Int32(lists.count - numbers.count - 1)
        }
        self.lists = lists
        links = []
        // Without the room for more that they were given while they grew.
        (entries, letters, readings) = (entries.map(\.self), letters.map(\.self), readings.map(\.self))
    }

    /// The numbers of the entries one slip away from a word as it is written, without those that only differ in marks.
    ///
    /// Letters that the slip did not touch keep their marks where the writer marks words.
    func near(_ word: [Letter], marked: Bool) -> [Int32] {
        guard let key = SpellingTable.key(of: word) else { return [] }
        var found: [Int32] = []
        // Every word that is no part of a wording is looked up, so the letters are compared without a check of each place.
        word.withUnsafeBufferPointer { letters in
            let word = WrittenWord(
                letters: letters, tone: marked ? Self.tone(of: letters) : .level,
                hasMarks: letters.contains(where: \.hasMarks),
                isMarkedText: marked)
            self.letters.withUnsafeBufferPointer { known in
                SpellingTable.forEachKey(near: key, count: letters.count) { key in
                    let list = key == 0 ? 0 : Int(places[key])
                    guard list != 0 else { return }
                    for place in list + 1...list + Int(lists[list]) {
                        let number = lists[place]
                        let entry = entries[Int(number)]
                        let spelling = UnsafeBufferPointer(rebasing: known[entry.spelling])
                        guard word.isNear(spelling, isAbbreviation: entry.isAbbreviation), !found.contains(number)
                        else { continue }
                        found.append(number)
                    }
                }
            }
        }
        return found
    }

    /// A word of a text, with what is asked of it again and again.
    private struct WrittenWord {
        var letters: UnsafeBufferPointer<Letter>
        var tone: Tone
        var hasMarks: Bool
        /// Whether the writer marks words.
        var isMarkedText: Bool

        func isNear(_ spelling: UnsafeBufferPointer<Letter>, isAbbreviation: Bool) -> Bool {
            // Nobody marks an abbreviation, and its first letter is what is left of a word.
            if isAbbreviation, hasMarks || letters[0].base != spelling[0].base { return false }
            return isOneSlip(from: spelling)
        }

        /// Whether one slip parts the word from a spelling.
        private func isOneSlip(from spelling: UnsafeBufferPointer<Letter>) -> Bool {
            guard abs(letters.count - spelling.count) <= 1 else { return false }
            // The tone may have gone with its letter; a tone that is there was meant.
            guard !isMarkedText || tone == .level || tone == SlipIndex.tone(of: spelling) else { return false }
            func same(_ place: Int, _ other: Int) -> Bool {
                letters[place].base == spelling[other].base
                    && (!isMarkedText || letters[place].quality == spelling[other].quality)
            }
            let shorter = min(letters.count, spelling.count)
            var head = 0
            while head < shorter, same(head, head) { head += 1 }
            var tail = 0
            while tail < shorter - head, same(letters.count - 1 - tail, spelling.count - 1 - tail) { tail += 1 }
            let rest = (letters.count - head - tail, spelling.count - head - tail)
            if rest.0 <= 1, rest.1 <= 1 { return rest != (0, 0) }
            return rest == (2, 2) && same(head, head + 1) && same(head + 1, head)
        }
    }

    private static func tone(of letters: UnsafeBufferPointer<Letter>) -> Tone {
        letters.last { $0.tone != .level }?.tone ?? .level
    }
}
