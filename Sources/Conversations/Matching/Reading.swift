import VietnameseText

/// A text as the matcher reads it: its words, with shorthand replaced by what it stands for.
struct Reading: Sendable {
    struct Token: Sendable {
        var folded: String
        var marked: String
        var hasMarks: Bool
        /// Whether the lexicon supplied it; its marks are then known.
        var isFromLexicon: Bool
        /// The word of the text that it was read from.
        var word: Int
    }

    var words: Words
    var tokens: [Token] = []

    /// Reads a text; words inside `masked` ranges (codes, numbers) are left out of the matching.
    init(_ words: Words, lexicon: Lexicon, leavingOut masked: [Range<Int>] = []) {
        self.words = words
        tokens.reserveCapacity(words.words.count + 4)
        var index = 0
        while index < words.words.count {
            let word = words.words[index]
            if masked.contains(where: { $0.overlaps(word.range) }) {
                tokens.append(Token(folded: "", marked: "", hasMarks: false, isFromLexicon: false, word: index))
                index += 1
                continue
            }
            if let (reading, length) = Self.safeReading(at: index, in: words.words, lexicon: lexicon) {
                append(reading, word: index)
                index += length
                continue
            }
            let before = index > 0 ? words.words[index - 1] : nil
            let after = index + 1 < words.words.count ? words.words[index + 1] : nil
            if let reading = lexicon.contextualReading(of: word, before: before, after: after) {
                append(reading, word: index)
            } else {
                tokens.append(
                    Token(
                        folded: word.folded, marked: word.marked, hasMarks: word.hasMarks, isFromLexicon: false,
                        word: index))
            }
            index += 1
        }
    }

    private mutating func append(_ reading: [Word], word: Int) {
        for part in reading {
            tokens.append(
                Token(
                    folded: part.folded, marked: part.marked, hasMarks: part.hasMarks, isFromLexicon: true, word: word))
        }
    }

    private static func safeReading(at index: Int, in words: [Word], lexicon: Lexicon) -> ([Word], Int)? {
        for length in stride(from: min(4, words.count - index), through: 1, by: -1) {
            let key =
                length == 1
                ? words[index].marked : words[index..<index + length].map(\.marked).joined(separator: " ")
            if let reading = lexicon.safeReading(of: key) { return (reading, length) }
        }
        return nil
    }

    /// What the writer wrote for a range of tokens.
    func original(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return words.original(tokens[range.lowerBound].word..<tokens[range.upperBound - 1].word + 1)
    }
}
