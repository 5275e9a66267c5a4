import VietnameseText

/// The words of the wordings and of any text, to be held against words whose letters were lost on the way.
struct LostWordTable: Sendable {
    struct Entry: Sendable {
        var letters: [Letter]
        var number: Int32
        var markedNumber: Int32
        /// From 0 for a rare word of the wordings to about 0.2 for a frequent one.
        var frequency: Double
        var isFunctionWord: Bool
    }

    private(set) var entries: [Entry] = []

    init(_ known: WordingWords) {
        for (letters, count) in known.spellings where count > 0 {
            let word = Word(range: 0..<0, letters: letters)
            entries.append(
                Entry(
                    letters: letters, number: known.folded.number(of: word.foldedKey),
                    markedNumber: known.marked.number(of: word.markedKey),
                    frequency: Double(64 - UInt64(count).leadingZeroBitCount) / 50,
                    isFunctionWord: FunctionWords.folded.contains(word.foldedKey)))
        }
        for key in FunctionWords.folded.words.dropFirst() where known.folded.number(of: key) == 0 {
            let letters = key.text.utf8.map { Letter(base: $0) }
            entries.append(Entry(letters: letters, number: 0, markedNumber: 0, frequency: 0, isFunctionWord: true))
        }
        // The same order in every run of the program.
        entries.sort { $0.letters.map(\.base).lexicographicallyPrecedes($1.letters.map(\.base)) }
    }
}

extension WordRepair {
    /// What a word with lost letters may have been.
    private struct Guess {
        var letters: [Letter]
        var number: Int32
        var markedNumber: Int32
        var worth: Double
        var isFunctionWord = false
        var isGuess: Bool { !letters.isEmpty }
    }

    /// What a guess counts by itself and with a neighbour, beside what its spelling costs; below 0 a word is left unread.
    private enum Worth {
        static let bare = -0.55
        static let functionWord = 0.2
        /// The only word that fits.
        static let only = 0.15
        static let neighbour = 1.0
        static let neighbours = 1.4
        /// The same where the marks of a word are not known, and where parts of wordings meet so.
        static let unmarkedNeighbour = 0.7
        static let neighbourOfParts = 0.35
        /// Which share of it counts for a function word, which stands beside nearly anything.
        static let shareOfFunctionWord = 0.25
        /// Letters that must be left of the only word that fits.
        static let lettersOfOnly = 3
        /// Words with lost letters of one text that are read; what more of them cost stays bounded.
        static let words = 60
        /// Guesses for each.
        static let guesses = 40
    }

    /// What words with lost letters were, by what the wordings put beside them: the best way through the whole text.
    func readings(ofLostIn words: [Word]) -> [Int: Word] {
        guard words.contains(where: \.hasLost) else { return [:] }
        var left = Worth.words
        var rows: [[Guess]] = []
        for word in words {
            let isRead = word.hasLost && left > 0
            if isRead { left -= 1 }
            let asItIs = Guess(letters: [], number: number(of: word), markedNumber: markedNumber(of: word), worth: 0)
            rows.append(isRead ? guesses(for: word) + [asItIs] : [asItIs])
        }
        let best = bestWay(through: rows)
        var readings: [Int: Word] = [:]
        for (index, guess) in best.enumerated() where !guess.letters.isEmpty {
            // Without marks, for several spellings may fit.
            let letters = guess.letters.map { Letter(base: $0.base) }
            readings[index] = Word(range: words[index].range, letters: letters, sentence: words[index].sentence)
        }
        return readings
    }

    private func guesses(for word: Word) -> [Guess] {
        var found: [Guess] = []
        for entry in lostWords.entries {
            guard let cost = word.lostCost(of: entry.letters) else { continue }
            let worth =
                entry.isFunctionWord ? Worth.functionWord + entry.frequency / 2 : Worth.bare + entry.frequency
            found.append(
                Guess(
                    letters: entry.letters, number: entry.number, markedNumber: entry.markedNumber, worth: worth - cost,
                    isFunctionWord: entry.isFunctionWord))
        }
        let isOnly = Set(found.map { $0.letters.map(\.base) }).count == 1
        if isOnly, word.letters.count(where: { !$0.isLost }) >= Worth.lettersOfOnly {
            for index in found.indices { found[index].worth = max(found[index].worth, Worth.only) }
        }
        // Few words fit more than some dozens of others; what a long text of them costs stays bounded.
        return Array(found.sorted { $0.worth > $1.worth }.prefix(Worth.guesses))
    }

    /// How much two words that may stand side by side speak for each other.
    private func worth(of one: Guess, before other: Guess) -> Double {
        let share = one.isFunctionWord || other.isFunctionWord ? Worth.shareOfFunctionWord : 1
        if known.markedPairs.contains(one.markedNumber, other.markedNumber) {
            // Two words that both lost letters and fit each other hardly do so by chance.
            return share * (one.isGuess && other.isGuess ? Worth.neighbours : Worth.neighbour)
        }
        if one.markedNumber != 0, other.markedNumber != 0 {
            let meet = known.markedPairsOfParts.contains(one.markedNumber, other.markedNumber)
            return meet ? share * Worth.neighbourOfParts : 0
        }
        return known.pairs.contains(one.number, other.number) ? share * Worth.unmarkedNeighbour : 0
    }

    /// One guess for each word, so that their worth and what they vouch for one another is greatest.
    private func bestWay(through rows: [[Guess]]) -> [Guess] {
        var ways: [[(worth: Double, before: Int)]] = []
        for (index, row) in rows.enumerated() {
            ways.append(
                row.map { guess in
                    guard index > 0 else { return (guess.worth, 0) }
                    var best = (worth: -Double.infinity, before: 0)
                    for (before, other) in rows[index - 1].enumerated() {
                        // Between two words that stand as they are nothing is to be told.
                        let counts = row.count > 1 || rows[index - 1].count > 1
                        let vouched = counts ? worth(of: other, before: guess) : 0
                        let worth = ways[index - 1][before].worth + guess.worth + vouched
                        if worth > best.worth { best = (worth, before) }
                    }
                    return best
                })
        }
        guard
            var place = ways.last?.indices.max(by: { ways[ways.count - 1][$0].worth < ways[ways.count - 1][$1].worth })
        else { return [] }
        var result: [Guess] = []
        for index in rows.indices.reversed() {
            result.append(rows[index][place])
            place = ways[index][place].before
        }
        return result.reversed()
    }
}
