import VietnameseText

/// The wordings of all sets, found by their first words.
struct DistressWordings: Sendable {
    /// A word of a wording: its number without marks, its key with them; 0 for any word.
    struct Part: Sendable {
        var number: Int32
        var marked: WordKey
        var hasMarks: Bool
    }

    struct Wording: Sendable {
        var set: Int
        var parts: [Part]
        /// Whether it must bear its marks.
        var needsMarks: Bool
        /// Whether it may be something else, too, without marks, as most words of one syllable may.
        var isAmbiguous: Bool
    }

    /// Words without marks.
    private(set) var words = Vocabulary()
    /// Wordings by the number of their first word, the longest first.
    private(set) var byFirst: [[Wording]] = [[]]

    init(_ frames: DistressFrames, lexicon: Lexicon) {
        func plain(_ texts: [String]) -> Vocabulary {
            Vocabulary(texts.map { WordKey(Words($0).words.map(\.folded).joined(separator: " ")) })
        }
        let (ambiguous, clear) = (plain(frames.ambiguous), plain(frames.clear))
        for (number, set) in frames.sets.enumerated() {
            for wording in set.wordings { add(wording, set: number, of: set, lexicon: lexicon, ambiguous, clear) }
        }
        for first in byFirst.indices { byFirst[first].sort { $0.parts.count > $1.parts.count } }
    }

    private mutating func add(
        _ wording: [String], set number: Int, of set: DistressFrames.WordSet, lexicon: Lexicon,
        _ ambiguous: Vocabulary, _ clear: Vocabulary
    ) {
        var parts: [Part] = []
        var run: [Word] = []
        func closeRun(_ words: inout Vocabulary) {
            // Read as messages are, so that a shorthand in either means the same.
            for token in Reading(Words(words: run), lexicon: lexicon).tokens {
                parts.append(
                    Part(
                        number: words.learn(token.word.foldedKey), marked: token.word.markedKey,
                        hasMarks: token.word.hasMarks))
            }
            run = []
        }
        for text in wording {
            if text == "_" {
                closeRun(&words)
                parts.append(Part(number: 0, marked: "", hasMarks: false))
            } else {
                run += Words(text).words
            }
        }
        closeRun(&words)
        guard let first = parts.first else { return }
        while byFirst.count <= words.count { byFirst.append([]) }
        let plain = WordKey(parts.map { words.words[Int($0.number)].text }.joined(separator: " "))
        byFirst[Int(first.number)].append(
            Wording(
                set: number, parts: parts, needsMarks: set.needsMarks && parts.count == 1 && first.hasMarks,
                isAmbiguous: parts.count == 1 ? !clear.contains(plain) : ambiguous.contains(plain)))
    }

    /// Wordings that begin with a word, by its number.
    func wordings(from first: Int32) -> [Wording] {
        first == 0 || Int(first) >= byFirst.count ? [] : byFirst[Int(first)]
    }
}
