import VietnameseText

/// Reads a word that is no syllable for what its writer meant, towards the words of the wordings.
///
/// Each step only fires where the word as it stands is unknown; most of them only where it is no syllable. A class, for it
/// is large, never changes, and is handed on for every message.
final class WordRepair: Sendable {
    enum Step: String, Sendable {
        case telex, vni, glued, typo, regional, lost
    }

    struct Result: Sendable {
        var words: [Word]
        var step: Step
    }

    let known: WordingWords
    private let table: KnownWords
    private let abbreviations: Lexicon
    let lostWords: LostWordTable

    init(towards known: WordingWords, lexicon: Lexicon, light: Vocabulary = Vocabulary()) {
        self.known = known
        table = known.table(light: light)
        abbreviations = lexicon
        lostWords = LostWordTable(known)
    }

    /// What is known of a word of a text.
    func known(_ word: Word) -> KnownWord { table[word] }

    /// The number of a word among those of the wordings, without its marks; 0 if it is none of them.
    func number(of word: Word) -> Int32 { known.folded.number(of: word.foldedKey) }
    func markedNumber(of word: Word) -> Int32 { known.marked.number(of: word.markedKey) }
    func markedWord(_ number: Int32) -> String { known.marked.words[Int(number)].text }

    /// What a slip of the finger may have spoilt.
    var slips: SlipIndex { known.slips }

    /// What a word that stands in no wording was meant to be, or nil when it stands as it is; its neighbours vouch for
    /// the doubtful steps.
    ///
    /// `before` and `after` are the numbers of the neighbours, nil where there is none.
    func repair(_ word: Word, before: Int32?, after: Int32?) -> Result? {
        let typed = typed(word)
        if let typed, isMeant(typed, before: before, after: after) { return typed }
        if Syllable.isFolded(word.foldedKey) { return regional(word, before: before, after: after) }
        if word.letters.count <= Self.longestSyllable + 1, !word.letters.contains(where: \.isDigit),
            let meant = vouchedTypo(word, before: before, after: after)
        {
            return result(meant, for: word, step: .typo)
        }
        if let typed { return typed }
        if let once = withoutDoubling(word) { return once }
        guard !word.letters.contains(where: \.isDigit) else { return nil }
        if let pieces = split(word) { return Result(words: pieces, step: .glued) }
        return typo(word)
    }

    /// A word that was typed with the input method off.
    private func typed(_ word: Word) -> Result? {
        for (method, step) in [(TypingMethod.telex, Step.telex), (.vni, .vni)] {
            if let letters = method.decoded(word.letters) {
                let decoded = Word(range: word.range, letters: letters, sentence: word.sentence)
                // "lop1" is a class and a number: digits decode only to words that are meant somewhere.
                if step == .telex || markedNumber(of: decoded) != 0 || word.letters.last?.isDigit == false {
                    return Result(words: [decoded], step: step)
                }
            }
        }
        return nil
    }

    /// Whether what raw keys stand for is a word of the wordings, or of any text.
    private func isMeant(_ typed: Result, before: Int32?, after: Int32?) -> Bool {
        typed.words.allSatisfy { word in
            let number = number(of: word)
            return markedNumber(of: word) != 0 || FunctionWords.folded.contains(word.foldedKey)
                || known.pairs.contains(before ?? 0, number) || known.pairs.contains(number, after ?? 0)
        }
    }

    // MARK: - Run-together words

    private func split(_ word: Word) -> [Word]? {
        let letters = word.letters
        guard letters.count >= 4, letters.count <= 40 else { return nil }
        var best: [(cost: Double, pieces: [Word])?] = Array(repeating: nil, count: letters.count + 1)
        best[0] = (0, [])
        for end in 1...letters.count {
            for start in max(0, end - 7)..<end {
                guard let head = best[start] else { continue }
                let piece = Word(range: word.range, letters: Array(letters[start..<end]), sentence: word.sentence)
                guard let (cost, pieces) = cost(of: piece, after: head.pieces.last) else { continue }
                if let known = best[end], known.cost <= head.cost + cost { continue }
                best[end] = (head.cost + cost, head.pieces + pieces)
            }
        }
        guard let found = best[letters.count], found.pieces.count > 1 else { return nil }
        return found.pieces
    }

    private func cost(of piece: Word, after previous: Word?) -> (Double, [Word])? {
        if let reading = abbreviations.safeReading(of: piece.markedKey), piece.letters.count > 1,
            !Syllable.isFolded(piece.foldedKey)
        {
            return (MatchingRules.splitCosts.doubtful, reading)
        }
        let number = number(of: piece)
        // "web" and "hello" are no syllables, but words that people run together too.
        let isLoan = number != 0 && piece.letters.count > 2 && !piece.hasMarks && !Syllable.isFolded(piece.foldedKey)
        guard isLoan || Syllable.isSyllable(piece) || (number != 0 && Syllable.isFolded(piece.foldedKey)) else {
            return nil
        }
        let isMeant = !piece.hasMarks || markedNumber(of: piece) != 0
        if let previous, isMeant, known.pairs.contains(self.number(of: previous), number) {
            return (MatchingRules.splitCosts.follows, [piece])
        }
        guard piece.letters.count > 1 || piece.hasMarks else { return nil }
        if number == 0 { return (MatchingRules.splitCosts.syllable, [piece]) }
        return (isMeant ? MatchingRules.splitCosts.known : MatchingRules.splitCosts.doubtful, [piece])
    }

    // MARK: - Slips of the finger

    /// A key that was struck twice: "mãã", "rồii"; two keys that type a mark are raw typing, which comes later.
    private func withoutDoubling(_ word: Word) -> Result? {
        guard (3...Self.longestSyllable + 3).contains(word.letters.count) else { return nil }
        for index in word.letters.indices.dropFirst()
        where word.letters[index].base == word.letters[index - 1].base && !word.letters[index].isDigit {
            if !word.hasMarks, "adeo".utf8.contains(word.letters[index].base) { continue }
            var letters = word.letters
            letters.remove(at: letters[index].hasMarks ? index - 1 : index)
            let once = Word(range: word.range, letters: letters, sentence: word.sentence)
            if Syllable.isSyllable(once) { return Result(words: [once], step: .typo) }
        }
        return nil
    }

    /// A word that is no syllable, one edit from a word that its neighbours vouch for.
    private func vouchedTypo(_ word: Word, before: Int32?, after: Int32?) -> SlipIndex.Entry? {
        let near = slips.near(word.letters, marked: word.hasMarks).map { slips.entries[Int($0)] }
        return near.filter { vouchers($0, before, after) > 0 }
            .min { rank($0, word, before, after) < rank($1, word, before, after) }
    }

    /// How many neighbours of a place the wordings put beside a word.
    func vouchers(_ entry: SlipIndex.Entry, _ before: Int32?, _ after: Int32?) -> Int {
        (known.pairs.contains(before ?? 0, entry.firstWord) ? 1 : 0)
            + (known.pairs.contains(entry.lastWord, after ?? 0) ? 1 : 0)
    }

    /// Both neighbours before one, the same first letter before another, longer before shorter, then the order of wordings.
    private func rank(_ candidate: SlipIndex.Entry, _ word: Word, _ before: Int32?, _ after: Int32?) -> (Int, Int32) {
        let isSameStart = slips.firstLetter(of: candidate).base == word.letters.first?.base
        let vouchers = vouchers(candidate, before, after)
        return ((isSameStart ? 0 : 10) - 20 * vouchers - candidate.letterCount, candidate.firstWord)
    }

    /// A long word that is no syllable, one edit from a single word of the wordings.
    private func typo(_ word: Word) -> Result? {
        guard (5...Self.longestSyllable + 1).contains(word.letters.count) else { return nil }
        let candidates = slips.near(word.letters, marked: word.hasMarks).map { slips.entries[Int($0)] }.filter {
            $0.letterCount >= 4 && !$0.isAbbreviation
                && slips.reading(of: $0).allSatisfy { Syllable.isFolded($0.foldedKey) }
        }
        guard let first = candidates.first, candidates.allSatisfy({ $0.firstWord == first.firstWord }) else {
            return nil
        }
        return result(first, for: word, step: .typo)
    }

    /// Letters of the longest syllable, "nghiêng".
    private static let longestSyllable = 7

    /// The words meant, with marks only where the writer wrote some.
    private func result(_ meant: SlipIndex.Entry, for word: Word, step: Step) -> Result {
        Result(words: slips.reading(of: meant).map { $0.moved(to: word, marked: meant.isAbbreviation) }, step: step)
    }

    // MARK: - Spelled as it is spoken

    private static let onsets: [(String, String)] = [
        ("x", "s"), ("s", "x"), ("ch", "tr"), ("tr", "ch"), ("d", "gi"), ("gi", "d"), ("v", "d"), ("d", "v"),
        ("r", "d"), ("d", "r"), ("l", "n"), ("n", "l"),
    ]
    private static let codas: [(String, String)] = [
        ("ng", "n"), ("n", "ng"), ("t", "c"), ("c", "t"), ("nh", "n"), ("n", "nh"),
    ]

    private func regional(_ word: Word, before: Int32?, after: Int32?) -> Result? {
        var variants: Set<String> = []
        for (spoken, written) in Self.onsets where word.folded.hasPrefix(spoken) {
            variants.insert(written + word.folded.dropFirst(spoken.count))
        }
        for (spoken, written) in Self.codas where word.folded.hasSuffix(spoken) {
            variants.insert(word.folded.dropLast(spoken.count) + written)
        }
        let meant = variants.filter {
            let number = known.folded.number(of: WordKey($0))
            return known.pairs.contains(before ?? 0, number) || known.pairs.contains(number, after ?? 0)
        }
        guard meant.count == 1, let best = meant.first else { return nil }
        let letters = best.utf8.map { Letter(base: $0) }
        return Result(words: [Word(range: word.range, letters: letters, sentence: word.sentence)], step: .regional)
    }
}

extension Word {
    /// The same word at the place of another.
    func moved(to place: Word, marked: Bool) -> Word {
        Word(
            range: place.range, letters: marked ? letters : letters.map { Letter(base: $0.base) },
            sentence: place.sentence)
    }
}
