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
        var letters: [Letter]
        var folded: String
        var marked: String
        var hasMarks: Bool
        var source: Source
        /// The word of the text that it was read from.
        var word: Int
        /// The numbers of both keys among the words of the wordings, 0 for a word that stands in none.
        var number: Int32 = 0
        var markedNumber: Int32 = 0

        /// A token that stands for a word; without `known` words it has no numbers.
        init(_ word: Word, source: Source, at index: Int, known: WordRepair?) {
            self.init(
                letters: word.letters, folded: word.folded, marked: word.marked, hasMarks: word.hasMarks,
                source: source, word: index, number: known?.number(of: word) ?? 0,
                markedNumber: known?.markedNumber(of: word) ?? 0)
        }

        /// A token that matches nothing.
        init(leftOut index: Int) {
            self.init(
                letters: [], folded: "", marked: "", hasMarks: false, source: .written, word: index, number: 0,
                markedNumber: 0)
        }

        private init(
            letters: [Letter], folded: String, marked: String, hasMarks: Bool, source: Source, word: Int,
            number: Int32, markedNumber: Int32
        ) {
            self.letters = letters
            self.folded = folded
            self.marked = marked
            self.hasMarks = hasMarks
            self.source = source
            self.word = word
            self.number = number
            self.markedNumber = markedNumber
        }
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
        let marked = words.words.reduce(0) { $0 + ($1.hasMarks ? 1 : 0) }
        isMarkedThroughout = marked > 1 && Double(marked) >= 0.6 * Double(words.words.count)
        let numbers = repair.map { repair in words.words.map { repair.number(of: $0) } } ?? []
        var index = 0
        while index < words.words.count {
            let word = words.words[index]
            if masked.contains(where: { $0.overlaps(word.range) }) {
                tokens.append(Token(leftOut: index))
                index += 1
                continue
            }
            if let (reading, length) = Self.safeReading(at: index, in: words.words, lexicon: lexicon) {
                append(reading, words: index..<index + length, source: .lexicon, how: "lexicon", known: repair)
                index += length
                continue
            }
            let before = index > 0 ? words.words[index - 1] : nil
            let after = index + 1 < words.words.count ? words.words[index + 1] : nil
            if let reading = lexicon.contextualReading(of: word, before: before, after: after) {
                append(reading, words: index..<index + 1, source: .lexicon, how: "lexicon", known: repair)
            } else if let repair,
                let result = repair.repair(
                    word, number: numbers[index], before: tokens.last?.number,
                    after: after == nil ? nil : numbers[index + 1])
            {
                append(
                    result.words, words: index..<index + 1,
                    source: result.step == .regional ? .regional : .repaired, how: result.step.rawValue, known: repair)
            } else {
                tokens.append(Token(word, source: .written, at: index, known: repair))
            }
            index += 1
        }
    }

    private mutating func append(
        _ reading: [Word], words: Range<Int>, source: Source, how: String, known: WordRepair?
    ) {
        for part in reading {
            tokens.append(Token(part, source: source, at: words.lowerBound, known: known))
        }
        replacements.append(
            Replacement(words: words, reading: reading.map(\.spelling).joined(separator: " "), how: how))
    }

    /// Takes a token, the only one of its word, for a slip of the finger.
    mutating func replace(_ index: Int, by meant: [Word], known: WordRepair) {
        let place = tokens[index].word
        let word = words.words[place]
        let marked = word.hasMarks || isMarkedThroughout || meant.count > 1
        let meant = meant.map { $0.moved(to: word, marked: marked) }
        tokens.replaceSubrange(
            index...index, with: meant.map { Token($0, source: .repaired, at: place, known: known) })
        replacements.removeAll { $0.words.contains(place) }
        replacements.append(
            Replacement(
                words: place..<place + 1, reading: meant.map(\.spelling).joined(separator: " "), how: "typo"))
    }

    private static func safeReading(at index: Int, in words: [Word], lexicon: Lexicon) -> ([Word], Int)? {
        guard let longest = lexicon.longestToken[words[index].marked] else { return nil }
        for length in stride(from: min(longest, words.count - index), through: 1, by: -1) {
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
