import PublicServices
import VietnameseText

/// All wordings of a catalogue, compiled: one automaton, and what each of its runs stands for.
///
/// A class, for it is large, never changes, and is asked many times for every message.
final class PhraseIndex: Sendable {
    /// One expansion of one wording.
    struct Phrase: Sendable {
        var meaning: PhraseMeaning
        /// The number of its wording, see `source(of:)`.
        var source: Int32
        /// Numbers of the marked keys of its words, run after run, as a range of `markedWords`.
        var marked: Range<Int32>
        /// The numbers of its runs in the automaton, as a range of `patterns`.
        var patterns: Range<Int32>
    }

    let phrases: [Phrase]
    /// What repairs a text's words towards those of the wordings.
    let repair: WordRepair
    private let sources: [String]
    private let markedWords: [Int32]
    private let patterns: [Int32]
    /// Its runs carry what stands in `RunValues`.
    private let automaton: PhraseAutomaton
    /// Words that are a wording all alone, by their numbers.
    private let loneWords: Set<Int32>

    init(_ catalogue: IntentCatalogue) {
        let builder = PhraseIndexBuilder(catalogue)
        phrases = builder.phrases
        repair = WordRepair(towards: builder.words, lexicon: catalogue.lexicon)
        sources = builder.sources
        markedWords = builder.markedWords
        patterns = builder.patterns
        automaton = builder.automaton
        loneWords = builder.loneWords
    }

    /// The wording of a phrase as it stands in its file.
    func source(of phrase: Int) -> String { sources[Int(phrases[phrase].source)] }

    /// Whether a word, by its number, is a wording all alone.
    func isWording(_ word: Int32) -> Bool { loneWords.contains(word) }

    /// Whether a run of some wording holds a token of a text, by the numbers of the text's words; marks aside.
    func isHeld(_ token: Int, in numbers: some Sequence<Int32>) -> Bool {
        var isHeld = false
        automaton.forEachOccurrence(in: numbers) { if $0.tokens.contains(token) { isHeld = true } }
        return isHeld
    }

    /// All phrases that stand in a reading; a run with other marks than the wording's is weak, or none if it is short.
    func findings(in reading: Reading, gap: Int) -> [PhraseFinding] {
        var found: [PhraseFinding] = []
        found.reserveCapacity(reading.tokens.count * 3)
        var earlier: [PhraseAutomaton.Occurrence] = []
        var opened = PatternSet()
        automaton.forEachOccurrence(in: reading.tokens.lazy.map(\.number)) { occurrence in
            let values = RunValues(of: occurrence, in: automaton)
            for single in values.singles {
                let meaning = PhraseMeaning(packed: automaton.packedMeaning(at: single))
                let marked = single + RunValues.wordsOfSingle
                if let tier = tier(at: occurrence.tokens, in: reading, wordedAs: { automaton.value(at: marked + $0) }),
                    !meaning.needsMarks || tier == .exact
                {
                    found.append(
                        PhraseFinding(
                            phrase: Int(automaton.value(at: single)), meaning: meaning,
                            runs: TokenRuns(occurrence.tokens), tier: tier))
                }
            }
            // A quick look whether the first run of a phrase has come: most have not.
            if !opened.isEmpty {
                for closing in values.closings where opened.mayHold(automaton.value(at: closing)) {
                    let phrase = Int(automaton.value(at: closing + 1))
                    if let finding = closed(phrase, by: occurrence.tokens, earlier: earlier, reading: reading, gap: gap)
                    {
                        found.append(finding)
                    }
                }
            }
            if values.opens {
                earlier.append(occurrence)
                opened.insert(occurrence.pattern)
            }
        }
        return found
    }

    /// The finding of a phrase with gaps whose last run stands at `last`, looking back for the nearest earlier runs.
    private func closed(
        _ number: Int, by last: Range<Int>, earlier: [PhraseAutomaton.Occurrence], reading: Reading, gap: Int
    ) -> PhraseFinding? {
        let phrase = phrases[number]
        var runs = [last]
        for place in phrase.patterns.dropLast().reversed() {
            let pattern = patterns[Int(place)]
            let next = runs[runs.count - 1].lowerBound
            guard let run = nearest(pattern, before: next, in: earlier, gap: gap) else { return nil }
            runs.append(run)
        }
        var worst = Evidence.Tier.exact
        var start = Int(phrase.marked.lowerBound)
        var tokens = TokenRuns(runs[runs.count - 1])
        for run in runs.reversed() {
            guard let tier = tier(at: run, in: reading, wordedAs: { markedWords[start + $0] }) else { return nil }
            worst = max(worst, tier)
            start += run.count
            tokens.insert(run)
        }
        guard !phrase.meaning.needsMarks || worst == .exact else { return nil }
        return PhraseFinding(phrase: number, meaning: phrase.meaning, runs: tokens, tier: worst)
    }

    /// The last run of a pattern that ends within a gap before a token; the occurrences stand in the order of their ends.
    private func nearest(
        _ pattern: Int32, before next: Int, in earlier: [PhraseAutomaton.Occurrence], gap: Int
    ) -> Range<Int>? {
        for occurrence in earlier.reversed() {
            let end = occurrence.tokens.upperBound
            if next - end > gap { return nil }
            if occurrence.pattern == pattern, end <= next { return occurrence.tokens }
        }
        return nil
    }

    /// How surely a run of tokens is the wording, or nil when the writer's marks speak against it.
    ///
    /// - Parameter marked: the number of the marked key of each word of the wording.
    @inline(__always)
    private func tier(at range: Range<Int>, in reading: Reading, wordedAs marked: (Int) -> Int32) -> Evidence.Tier? {
        var worst = Evidence.Tier.exact
        var mismatches = 0
        for offset in 0..<range.count {
            let index = range.lowerBound + offset
            let key = marked(offset)
            let source = reading.tokens[index].source
            let found: Evidence.Tier
            if source == .regional {
                found = .weak
            } else if reading.tokens[index].markedNumber == key {
                switch source {
                case .lexicon: found = .lexicon
                case .repaired: found = .repaired
                case .written, .regional: found = .exact
                }
            } else if !reading.tokens[index].hasMarks {
                found = source == .repaired ? .repaired : .folded
            } else {
                if !Self.differInHookAndTilde(reading.tokens[index].word.marked, repair.markedWord(key)) {
                    mismatches += 1
                }
                found = .weak
            }
            worst = max(worst, found)
        }
        // One slip of the pen in a longer wording is a slip; in a short one, or twice, it is another word.
        return mismatches == 0 || (mismatches == 1 && range.count >= 3) ? worst : nil
    }

    /// Whether two syllables differ only in hỏi and ngã, which half of the country does not tell apart.
    private static func differInHookAndTilde(_ one: String, _ other: String) -> Bool {
        let (hook, tilde) = (UInt8(ascii: "?"), UInt8(ascii: "~"))
        guard let first = one.utf8.last, let second = other.utf8.last,
            (first == hook && second == tilde) || (first == tilde && second == hook)
        else { return false }
        return one.utf8.dropLast().elementsEqual(other.utf8.dropLast())
    }
}

/// A set of patterns that may hold more than was put in, and never less (Bloom, 1970): a bit of each half of a number.
private struct PatternSet {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    var isEmpty: Bool { low == 0 }

    mutating func insert(_ pattern: Int32) {
        low |= 1 << (UInt64(pattern) & 63)
        high |= 1 << (UInt64(pattern) >> 6 & 63)
    }

    func mayHold(_ pattern: Int32) -> Bool {
        low >> (UInt64(pattern) & 63) & high >> (UInt64(pattern) >> 6 & 63) & 1 != 0
    }
}
