/// The words of all wordings with a number each, so that words are compared and looked up as numbers.
struct Vocabulary: Sendable {
    private var numbers: [String: Int32] = [:]
    private(set) var words: [String] = [""]

    /// The number of a word; 0 for a word that stands in no wording.
    func number(of word: String) -> Int32 { numbers[word] ?? 0 }

    mutating func learn(_ word: String) -> Int32 {
        if let known = numbers[word] { return known }
        let number = Int32(words.count)
        numbers[word] = number
        words.append(word)
        return number
    }
}

/// Pairs of neighbouring words, by their numbers.
struct WordPairs: Sendable {
    private var pairs: Set<UInt64> = []

    mutating func insert(_ first: Int32, _ second: Int32) { pairs.insert(Self.key(first, second)) }

    /// Whether the wordings put the second word right behind the first; the unknown word 0 makes no pair.
    func contains(_ first: Int32, _ second: Int32) -> Bool {
        first != 0 && second != 0 && pairs.contains(Self.key(first, second))
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }
}
