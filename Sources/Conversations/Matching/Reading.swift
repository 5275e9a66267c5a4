import VietnameseText

/// A text as the matcher reads it: its words, with shorthand replaced by what it stands for.
struct Reading: Sendable {
    /// Where a token comes from.
    enum Source: Sendable, Equatable {
        case written
        /// The lexicon supplied it; its marks are then known.
        case lexicon
        case repaired
        /// Spelled as it is spoken somewhere.
        case regional
    }

    struct Token: Sendable {
        var folded: String
        var marked: String
        var hasMarks: Bool
        var source: Source
        /// The word of the text that it was read from.
        var word: Int
    }

    /// A word that was read for something else than it says.
    struct Replacement: Sendable {
        var words: Range<Int>
        var reading: String
        var how: String
    }

    var words: Words
    var tokens: [Token] = []
    var replacements: [Replacement] = []
    /// Whether the writer marks words as a habit, so that an unmarked word was meant without marks.
    var isMarkedThroughout = false

    /// Reads a text; words inside `masked` ranges (codes, numbers) are left out of the matching.
    init(_ words: Words, lexicon: Lexicon, repair: WordRepair? = nil, leavingOut masked: [Range<Int>] = []) {
        self.words = words
        tokens.reserveCapacity(words.words.count + 4)
        var index = 0
        while index < words.words.count {
            let word = words.words[index]
            if masked.contains(where: { $0.overlaps(word.range) }) {
                tokens.append(Token(folded: "", marked: "", hasMarks: false, source: .written, word: index))
                index += 1
                continue
            }
            if let (reading, length) = Self.safeReading(at: index, in: words.words, lexicon: lexicon) {
                append(reading, words: index..<index + length, source: .lexicon, how: "lexicon")
                index += length
                continue
            }
            let before = index > 0 ? words.words[index - 1] : nil
            let after = index + 1 < words.words.count ? words.words[index + 1] : nil
            if let reading = lexicon.contextualReading(of: word, before: before, after: after) {
                append(reading, words: index..<index + 1, source: .lexicon, how: "lexicon")
            } else if let result = repair?.repair(word, before: tokens.last?.folded, after: after?.folded) {
                append(
                    result.words, words: index..<index + 1,
                    source: result.step == .regional ? .regional : .repaired, how: result.step.rawValue)
            } else {
                tokens.append(
                    Token(
                        folded: word.folded, marked: word.marked, hasMarks: word.hasMarks, source: .written, word: index
                    ))
            }
            index += 1
        }
        let marked = words.words.reduce(0) { $0 + ($1.hasMarks ? 1 : 0) }
        isMarkedThroughout = marked > 1 && Double(marked) >= 0.6 * Double(words.words.count)
    }

    private mutating func append(_ reading: [Word], words: Range<Int>, source: Source, how: String) {
        for part in reading {
            tokens.append(
                Token(
                    folded: part.folded, marked: part.marked, hasMarks: part.hasMarks, source: source,
                    word: words.lowerBound))
        }
        replacements.append(
            Replacement(words: words, reading: reading.map(\.spelling).joined(separator: " "), how: how))
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
