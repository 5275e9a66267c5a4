import VietnameseText

/// The words of all wordings with a number each, which of them stand side by side, and what a slip may make of them.
struct WordingWords: Sendable {
    /// The numbers of a word without marks, and with them.
    typealias Numbers = (folded: Int32, marked: Int32)

    /// Without marks, and with them.
    private(set) var folded = Vocabulary()
    private(set) var marked = Vocabulary()
    private(set) var pairs = WordPairs()
    /// The same of words with their marks, where they stand so in one wording.
    private(set) var markedPairs = WordPairs()
    /// And where two parts of a wording meet.
    private(set) var markedPairsOfParts = WordPairs()
    private(set) var slips = SlipIndex()
    /// The plain key of each marked one, by its number.
    private var plainKeys: [WordKey] = [""]
    /// How often the wordings have each spelling.
    private(set) var spellings: [[Letter]: Int] = [:]

    /// Learns a run of words of a wording and numbers them.
    mutating func learn(_ run: [Reading.Token]) -> [Numbers] {
        var numbers: [Numbers] = []
        var previous: Numbers = (0, 0)
        for token in run {
            let number = folded.learn(token.word.foldedKey)
            let markedNumber = marked.learn(token.word.markedKey)
            if Int(markedNumber) == plainKeys.count { plainKeys.append(token.word.foldedKey) }
            numbers.append((number, markedNumber))
            pairs.insert(previous.folded, number)
            markedPairs.insert(previous.marked, markedNumber)
            let isNew = Self.count(&spellings[token.word.letters, default: 0])
            if isNew {
                let word = Word(range: 0..<0, letters: token.word.letters)
                slips.learn(word.letters, reading: [word], from: number, to: number)
            }
            previous = (number, markedNumber)
        }
        return numbers
    }

    /// Counts a spelling, and says whether it is the first of its kind.
    private static func count(_ known: inout Int) -> Bool {
        known += 1
        return known == 1
    }

    /// Learns that one word may stand right behind another, by their numbers.
    mutating func learn(pair first: Int32, _ second: Int32) { pairs.insert(first, second) }
    mutating func learn(markedPairOfParts first: Int32, _ second: Int32) { markedPairsOfParts.insert(first, second) }

    /// Learns the abbreviations that stand for words of the wordings, once all wordings are known; nothing comes after.
    mutating func learn(abbreviationsOf lexicon: Lexicon) {
        let single = lexicon.safe.filter { $0.token.count == 1 }
        for (token, reading) in single.map({ ($0.token[0], $0.reading) }).sorted(by: { $0.0.text < $1.0.text }) {
            let letters = Words(token.text).words.first?.letters ?? []
            guard letters.count >= Self.plainAbbreviation, letters.count == token.text.utf8.count,
                !Syllable.isFolded(token), spellings[letters] == nil, let first = reading.first,
                let last = reading.last
            else { continue }
            spellings[letters] = 0
            slips.learn(
                letters, reading: reading, from: folded.number(of: first.foldedKey),
                to: folded.number(of: last.foldedKey))
        }
        slips.pack()
    }

    /// All words as they are looked up in texts.
    func table(light: Vocabulary) -> KnownWords {
        KnownWords(folded: folded, markedForms: Array(zip(marked.words, plainKeys)), light: light)
    }

    /// A shorter abbreviation is one slip away from too many others.
    private static let plainAbbreviation = 4
}
