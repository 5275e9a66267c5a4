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
        var word: Word
        var source: Source
        /// The place of the word of the text that it was read from, the first where it was read from several.
        var place: Int
        /// That of the last.
        var lastPlace: Int
        /// The numbers of both keys among the words of the wordings, 0 for a word that stands in none.
        var number: Int32 = 0
        var markedNumber: Int32 = 0
        /// Whether it says something of the matter; courtesy and the frame of a question do not.
        var carriesMeaning = false
        /// How much it stands in the way of a wording whose parts it parts; see `MatchingRules.closeWeight`.
        var weight = 1

        var folded: String { word.folded }
        var hasMarks: Bool { word.hasMarks }

        /// A token that stands for a word; where nothing is known of it, it has no numbers.
        init(_ word: Word, source: Source, at place: Int, known: KnownWord?) {
            self.word = word
            self.source = source
            self.place = place
            lastPlace = place
            guard let known else { return }
            number = known.number
            markedNumber = known.markedNumber
            carriesMeaning = !known.isFunctionWord
            if known.isLight || word.letters.allSatisfy(\.isDigit) {
                weight = 0
            } else if known.number != 0 {
                weight = MatchingRules.closeWeight + 1
            }
        }

        /// A token that matches nothing.
        init(leftOut place: Int) {
            word = Word(range: 0..<0, letters: [])
            source = .written
            self.place = place
            lastPlace = place
            weight = 0
        }
    }

    /// A word that was read for something else than it says.
    struct Replacement: Sendable {
        var words: Range<Int>
        var reading: [Word]
        var how: String
    }

    var words: Words
    var tokens: [Token] = []
    var replacements: [Replacement] = []
    /// Whether the writer marks words as a habit, so that an unmarked word was meant without marks.
    var isMarkedThroughout = false

    /// Whether letters of a word were lost, and no word of the wordings fits it.
    var hasUnread = false

    /// Reads a text; words inside `masked` ranges (codes, numbers) are left out of the matching.
    init(_ words: Words, lexicon: Lexicon, repair: WordRepair? = nil, leavingOut masked: [Range<Int>] = []) {
        self.words = words
        tokens.reserveCapacity(words.words.count + 4)
        let marked = words.words.reduce(0) { $0 + ($1.hasMarks ? 1 : 0) }
        isMarkedThroughout = marked > 1 && Double(marked) >= MatchingRules.markedThroughout * Double(words.words.count)
        let known = repair.map { repair in words.words.map { repair.known($0) } } ?? []
        let lost = repair.map { $0.readings(ofLostIn: words.words) } ?? [:]
        var index = 0
        while index < words.words.count {
            if masked.contains(where: { $0.overlaps(words.words[index].range) }) {
                tokens.append(Token(leftOut: index))
            } else if let meant = lost[index] {
                append(
                    [meant], words: index..<index + 1, source: .repaired, how: WordRepair.Step.lost.rawValue,
                    known: repair)
            } else if let (reading, length) = lexicon.reading(at: index, in: words.words) {
                append(reading, words: index..<index + length, source: .lexicon, how: "lexicon", known: repair)
                index += length - 1
            } else if let repair, known[index].number == 0,
                let result = repair.repair(
                    words.words[index], before: tokens.last?.number,
                    after: index + 1 < known.count ? known[index + 1].number : nil)
            {
                append(
                    result.words, words: index..<index + 1,
                    source: result.step == .regional ? .regional : .repaired, how: result.step.rawValue, known: repair)
            } else {
                let known = known.isEmpty ? nil : known[index]
                var token = Token(words.words[index], source: .written, at: index, known: known)
                if token.number == 0, token.word.hasLost {
                    token.carriesMeaning = false
                    hasUnread = true
                }
                tokens.append(token)
            }
            index += 1
        }
    }

    private mutating func append(
        _ reading: [Word], words: Range<Int>, source: Source, how: String, known: WordRepair?
    ) {
        for part in reading {
            var token = Token(part, source: source, at: words.lowerBound, known: known?.known(part))
            token.lastPlace = words.upperBound - 1
            tokens.append(token)
        }
        replacements.append(Replacement(words: words, reading: reading, how: how))
    }

    /// Takes a token, the only one of its word, for a slip of the finger.
    mutating func replace(_ index: Int, by meant: ArraySlice<Word>, known: WordRepair) {
        let place = tokens[index].place
        let word = words.words[place]
        let marked = word.hasMarks || isMarkedThroughout || meant.count > 1
        let meant = meant.map { $0.moved(to: word, marked: marked) }
        tokens.replaceSubrange(
            index...index, with: meant.map { Token($0, source: .repaired, at: place, known: known.known($0)) })
        replacements.removeAll { $0.words.contains(place) }
        replacements.append(Replacement(words: place..<place + 1, reading: meant, how: "typo"))
    }

    /// Whether a comma stands between a token and the one before it.
    func hasComma(before token: Int) -> Bool {
        let (before, after) = (tokens[token - 1].lastPlace, tokens[token].place)
        guard before < after else { return false }
        let gap = words.words[before].range.upperBound..<words.words[after].range.lowerBound
        return gap.count > 1
            && words.text.utf8.dropFirst(gap.lowerBound).prefix(gap.count).contains(UInt8(ascii: ","))
    }

    /// What the writer wrote for runs of tokens, dots for what stands between.
    func original(_ runs: TokenRuns) -> String {
        runs.tokenCount == runs.end - runs.start
            ? original(runs.start..<runs.end) : runs.all.map { original($0) }.joined(separator: " .. ")
    }

    /// What the writer wrote for a range of tokens.
    func original(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return words.original(tokens[range.lowerBound].place..<tokens[range.upperBound - 1].lastPlace + 1)
    }
}
