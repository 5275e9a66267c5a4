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
        /// Where its parts stand among all.
        var parts: Range<Int>
        /// The number of its second word, 0 where it has none or takes any: most wordings fail by it.
        var second: Int32
        /// Whether it must bear its marks.
        var needsMarks: Bool
        /// Whether it may be something else, too, without marks, as most words of one syllable may.
        var isAmbiguous: Bool
    }

    /// Words without marks.
    private(set) var words = Vocabulary()
    /// The parts of all wordings.
    private(set) var parts: [Part] = []
    /// Their numbers once more, side by side.
    private(set) var numbers: [Int32] = []
    /// The wordings in the order of their first words' numbers, of one the longest first.
    private var wordings: [Wording] = []
    /// Where those of each first word begin; a place more than there are words.
    private var starts: [Int] = []

    init(_ frames: DistressFrames, lexicon: Lexicon) {
        func plain(_ texts: [String]) -> Vocabulary {
            Vocabulary(texts.map { WordKey(Words($0).words.map(\.folded).joined(separator: " ")) })
        }
        let (ambiguous, clear) = (plain(frames.ambiguous), plain(frames.clear))
        var byFirst: [Int32: [Wording]] = [:]
        for (number, set) in frames.sets.enumerated() {
            for wording in set.wordings {
                guard let added = add(wording, set: number, of: set, lexicon: lexicon, ambiguous, clear) else {
                    continue
                }
                byFirst[parts[added.parts.lowerBound].number, default: []].append(added)
            }
        }
        for first in 0...Int32(words.count) {
            starts.append(wordings.count)
            wordings += (byFirst[first] ?? []).sorted { $0.parts.count > $1.parts.count }
        }
        starts.append(wordings.count)
        numbers = parts.map(\.number)
    }

    private mutating func add(
        _ wording: [String], set number: Int, of set: DistressFrames.WordSet, lexicon: Lexicon,
        _ ambiguous: Vocabulary, _ clear: Vocabulary
    ) -> Wording? {
        let start = parts.count
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
        guard start < parts.count else { return nil }
        let own = parts[start...]
        let plain = WordKey(own.map { words.words[Int($0.number)].text }.joined(separator: " "))
        return Wording(
            set: number, parts: start..<parts.count, second: own.dropFirst().first?.number ?? 0,
            needsMarks: set.needsMarks && own.count == 1 && parts[start].hasMarks,
            isAmbiguous: own.count == 1 ? !clear.contains(plain) : ambiguous.contains(plain))
    }

    /// Wordings that begin with a word, by its number.
    func wordings(from first: Int32) -> ArraySlice<Wording> {
        first == 0 ? [] : wordings[starts[Int(first)]..<starts[Int(first) + 1]]
    }
}
