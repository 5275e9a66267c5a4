/// Words with a number each, so that they are compared and looked up as numbers.
///
/// A hash table with open addressing: a look-up costs one probe, and the words' own hashes are used.
package struct Vocabulary: Sendable {
    /// A place of the table: the upper half of a word's hash and its number, 0 where it is free.
    @usableFromInline
    struct Slot: Sendable {
        @usableFromInline
        var hash: UInt32 = 0
        @usableFromInline
        var number: Int32 = 0
    }

    @usableFromInline
    var slots = Array(repeating: Slot(), count: 16)
    /// The words by their numbers; no word has the number 0.
    @usableFromInline
    package private(set) var words: [WordKey] = [""]

    package init() {}

    package init(_ words: some Sequence<WordKey>) { learn(words) }

    /// How many words it has.
    package var count: Int { words.count - 1 }

    /// The number of a word; 0 for one that was never learnt.
    @inlinable
    package func number(of word: WordKey) -> Int32 {
        let hash = UInt32(truncatingIfNeeded: word.hash >> 32)
        var place = Int(truncatingIfNeeded: word.hash) & (slots.count - 1)
        while slots[place].number != 0 {
            if slots[place].hash == hash, words[Int(slots[place].number)] == word { return slots[place].number }
            place = (place + 1) & (slots.count - 1)
        }
        return 0
    }

    @inlinable
    package func contains(_ word: WordKey) -> Bool { number(of: word) != 0 }

    /// The number of a word, a new one where it is new.
    package mutating func learn(_ word: WordKey) -> Int32 {
        let known = number(of: word)
        guard known == 0 else { return known }
        words.append(word)
        if words.count * 2 > slots.count {
            slots = Array(repeating: Slot(), count: slots.count * 2)
            for number in 1..<words.count { place(Int32(number)) }
        } else {
            place(Int32(words.count - 1))
        }
        return Int32(words.count - 1)
    }

    package mutating func learn(_ words: some Sequence<WordKey>) {
        for word in words { _ = learn(word) }
    }

    private mutating func place(_ number: Int32) {
        let hash = words[Int(number)].hash
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place].number != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = Slot(hash: UInt32(truncatingIfNeeded: hash >> 32), number: number)
    }
}
