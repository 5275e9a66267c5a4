import VietnameseText

/// Reads a word that is no syllable for what its writer meant, towards the words of the wordings.
///
/// Each step only fires where the word as it stands is neither a syllable nor known.
struct WordRepair: Sendable {
    enum Step: String, Sendable {
        case telex, vni, glued, typo, regional
    }

    struct Result: Sendable {
        var words: [Word]
        var step: Step
    }

    /// Folded words of all wordings, and pairs of neighbours in them.
    private var words: Set<String> = []
    private var longWords: Set<String> = []
    private var pairs: Set<String> = []
    /// Which words follow a word in the wordings, and which go before it.
    private var followers: [String: Set<String>] = [:]
    private var leaders: [String: Set<String>] = [:]
    private var marked: Set<String> = []
    private var abbreviations: Lexicon

    init(lexicon: Lexicon) { abbreviations = lexicon }

    /// Learns a run of words of a wording.
    mutating func learn(_ run: [Reading.Token]) {
        for (index, token) in run.enumerated() {
            words.insert(token.folded)
            if token.folded.utf8.count >= 4, Syllable.isFolded(token.folded) { longWords.insert(token.folded) }
            marked.insert(token.marked)
            guard index > 0 else { continue }
            let previous = run[index - 1].folded
            pairs.insert(previous + " " + token.folded)
            followers[previous, default: []].insert(token.folded)
            leaders[token.folded, default: []].insert(previous)
        }
    }

    func knows(_ folded: String) -> Bool { words.contains(folded) }

    /// What a word was meant to be, or nil when it stands as it is; its neighbours vouch for the doubtful steps.
    func repair(_ word: Word, before: String?, after: String?) -> Result? {
        if Syllable.isFolded(word.folded) {
            guard !isPair(before, word.folded), !isPair(word.folded, after) else { return nil }
            if let meant = regional(word, before: before, after: after), !words.contains(word.folded) { return meant }
            return slip(word, before: before, after: after)
        }
        guard !words.contains(word.folded) else { return nil }
        for (method, step) in [(TypingMethod.telex, Step.telex), (.vni, .vni)] {
            if let letters = method.decoded(word.letters) {
                let decoded = Word(range: word.range, letters: letters, sentence: word.sentence)
                // "lop1" is a class and a number: digits decode only to words that are meant somewhere.
                if step == .telex || marked.contains(decoded.marked) || word.letters.last?.isDigit == false {
                    return Result(words: [decoded], step: step)
                }
            }
        }
        guard !word.letters.contains(where: \.isDigit) else { return nil }
        if word.letters.count <= Self.longestSyllable + 1,
            let meant = vouchedTypo(word, before: before, after: after)
        {
            return result(meant, for: word, step: .typo)
        }
        if let pieces = split(word) { return Result(words: pieces, step: .glued) }
        return typo(word)
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
        if let reading = abbreviations.safeReading(of: piece.marked), piece.letters.count > 1,
            !Syllable.isFolded(piece.folded)
        {
            return (1.3, reading)
        }
        guard Syllable.isSyllable(piece) || (Syllable.isFolded(piece.folded) && words.contains(piece.folded)) else {
            return nil
        }
        if let previous, pairs.contains(previous.folded + " " + piece.folded) { return (0.7, [piece]) }
        guard piece.letters.count > 1 else { return nil }
        return (words.contains(piece.folded) ? 1 : 1.5, [piece])
    }

    // MARK: - Slips of the finger

    /// A word that is no syllable, one edit from a word that its neighbours vouch for.
    private func vouchedTypo(_ word: Word, before: String?, after: String?) -> String? {
        guard word.folded.utf8.count >= 2 else { return nil }
        let either = near(word.folded, among: neighbours(before: before, after: after, both: false))
        return either.min { rank($0, word, before, after) < rank($1, word, before, after) }
    }

    /// Both neighbours before one, the same first letter before another, longer before shorter, then the alphabet.
    private func rank(_ candidate: String, _ word: Word, _ before: String?, _ after: String?) -> (Int, String) {
        let vouchers = (isPair(before, candidate) ? 1 : 0) + (isPair(candidate, after) ? 1 : 0)
        return ((candidate.first == word.folded.first ? 0 : 10) - 20 * vouchers - candidate.utf8.count, candidate)
    }

    /// A long word that is no syllable, one edit from a single word of the wordings.
    private func typo(_ word: Word) -> Result? {
        guard (5...Self.longestSyllable + 1).contains(word.folded.utf8.count) else { return nil }
        let candidates = near(word.folded, among: longWords)
        return candidates.count == 1 ? candidates.first.map { result($0, for: word, step: .typo) } : nil
    }

    /// Letters of the longest syllable, "nghiêng".
    private static let longestSyllable = 7

    /// A syllable that makes no sense between its neighbours, one edit from one that does on both sides.
    private func slip(_ word: Word, before: String?, after: String?) -> Result? {
        guard word.folded.utf8.count >= 2 else { return nil }
        let isStrange = !words.contains(word.folded)
        let isAtEdge = before == nil || after == nil
        let expected = neighbours(before: before, after: after, both: !isStrange && !isAtEdge)
        let meant = near(word.folded, among: expected)
        guard meant.count == 1, let best = meant.first else { return nil }
        return result(best, for: word, step: isStrange ? .typo : .regional)
    }

    /// The words that the wordings put between two words, or beside either of them.
    private func neighbours(before: String?, after: String?, both: Bool) -> Set<String> {
        let following = before.flatMap { followers[$0] } ?? []
        let leading = after.flatMap { leaders[$0] } ?? []
        return both ? following.intersection(leading) : following.union(leading)
    }

    private func near(_ word: String, among candidates: Set<String>) -> Set<String> {
        let letters = Array(word.utf8)
        return candidates.filter { Self.isOneEdit(letters, Array($0.utf8)) && $0.utf8.count > 1 }
    }

    private func result(_ folded: String, for word: Word, step: Step) -> Result {
        let letters = folded.utf8.map { Letter(base: $0) }
        return Result(words: [Word(range: word.range, letters: letters, sentence: word.sentence)], step: step)
    }

    private func isPair(_ first: String?, _ second: String?) -> Bool {
        guard let first, let second else { return false }
        return pairs.contains(first + " " + second)
    }

    /// Whether one letter dropped, added, replaced or two neighbours swapped make one word the other.
    private static func isOneEdit(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard abs(one.count - other.count) <= 1, one != other else { return false }
        let head = zip(one, other).prefix { $0 == $1 }.count
        let tail = zip(one[head...].reversed(), other[head...].reversed()).prefix { $0 == $1 }.count
        let rest = (one.count - head - tail, other.count - head - tail)
        if rest.0 <= 1, rest.1 <= 1 { return true }
        return rest == (2, 2) && one[head] == other[head + 1] && one[head + 1] == other[head]
    }

    // MARK: - Spelled as it is spoken

    private static let onsets: [(String, String)] = [
        ("x", "s"), ("s", "x"), ("ch", "tr"), ("tr", "ch"), ("d", "gi"), ("gi", "d"), ("v", "d"), ("d", "v"),
        ("r", "d"), ("d", "r"), ("l", "n"), ("n", "l"),
    ]
    private static let codas: [(String, String)] = [
        ("ng", "n"), ("n", "ng"), ("t", "c"), ("c", "t"), ("nh", "n"), ("n", "nh"),
    ]

    private func regional(_ word: Word, before: String?, after: String?) -> Result? {
        var variants: Set<String> = []
        for (spoken, written) in Self.onsets where word.folded.hasPrefix(spoken) {
            variants.insert(written + word.folded.dropFirst(spoken.count))
        }
        for (spoken, written) in Self.codas where word.folded.hasSuffix(spoken) {
            variants.insert(word.folded.dropLast(spoken.count) + written)
        }
        let meant = variants.filter { words.contains($0) && (isPair(before, $0) || isPair($0, after)) }
        guard meant.count == 1, let best = meant.first else { return nil }
        return result(best, for: word, step: .regional)
    }
}
