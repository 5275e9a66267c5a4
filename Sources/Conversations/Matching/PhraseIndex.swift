import PublicServices
import VietnameseText

/// All wordings of a catalogue, compiled: one automaton, and what each of its runs stands for.
///
/// A class, for it is large, never changes, and is asked many times for every message.
final class PhraseIndex: Sendable {
    /// One expansion of one wording.
    struct Phrase: Sendable {
        private let packed: PhraseMeaning.Packed
        /// The number of its wording, see `source(of:)`.
        let source: Int32

        init(meaning: PhraseMeaning, source: Int32) {
            packed = meaning.packed
            self.source = source
        }

        var meaning: PhraseMeaning { PhraseMeaning(packed: packed) }
    }

    let phrases: [Phrase]
    /// What repairs a text's words towards those of the wordings.
    let repair: WordRepair
    private let sources: [String]
    /// Its runs carry what stands in `RunValues`.
    private let automaton: PhraseAutomaton
    /// The phrases of several parts.
    private let sequences: PhraseSequences
    /// The phrases that a part is alone, by its number.
    private let phrasesOfPart: [[Int32]]
    /// Whether a word is a wording all alone, by its number.
    private let loneWords: [Bool]

    init(_ catalogue: IntentCatalogue) {
        let builder = PhraseIndexBuilder(catalogue)
        // Without the room for more that it was given while it grew.
        phrases = builder.phrases.map(\.self)
        repair = WordRepair(towards: builder.words, lexicon: catalogue.lexicon, light: catalogue.concepts.light)
        sources = builder.sources
        automaton = builder.automaton
        sequences = builder.sequences
        phrasesOfPart = builder.phrasesOfPart
        var loneWords = Array(repeating: false, count: builder.words.folded.words.count)
        for word in builder.loneWords { loneWords[Int(word)] = true }
        self.loneWords = loneWords
    }

    /// The wording of a phrase as it stands in its file.
    func source(of phrase: Int) -> String { sources[Int(phrases[phrase].source)] }

    /// Whether a word, by its number, is a wording all alone.
    func isWording(_ word: Int32) -> Bool { loneWords[Int(word)] }

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
        var parts: [PhraseSequences.Occurrence] = []
        parts.reserveCapacity(reading.tokens.count * 3)
        automaton.forEachOccurrence(in: reading.tokens.lazy.map(\.number)) { occurrence in
            let firstPart = parts.count
            for single in RunValues(of: occurrence).singles {
                let meaning = PhraseMeaning(packed: automaton.packedMeaning(at: single))
                let marked = single + RunValues.wordsOfSingle
                guard
                    let tier = tier(at: occurrence.tokens, in: reading, wordedAs: { automaton.value(at: marked + $0) }),
                    !meaning.needsMarks || tier == .exact
                else { continue }
                guard case .part(let part) = meaning.owner else {
                    found.append(
                        PhraseFinding(
                            phrase: Int(automaton.value(at: single)), meaning: meaning,
                            runs: TokenRuns(occurrence.tokens), tier: tier))
                    continue
                }
                guard isSureEnough(occurrence.tokens, tier, in: reading) else { continue }
                // A concept may hold words that differ in their marks only: the nearest counts.
                if let known = parts[firstPart...].firstIndex(where: { $0.part == Int32(part) }) {
                    parts[known].tier = min(parts[known].tier, tier)
                } else {
                    parts.append(PhraseSequences.Occurrence(part: Int32(part), tokens: occurrence.tokens, tier: tier))
                }
            }
        }
        for part in parts {
            for number in phrasesOfPart[Int(part.part)] {
                var meaning = phrases[Int(number)].meaning
                guard !meaning.needsMarks || part.tier == .exact else { continue }
                meaning.length = part.tokens.count
                found.append(
                    PhraseFinding(
                        phrase: Int(number), meaning: meaning, runs: TokenRuns(part.tokens), tier: part.tier))
            }
        }
        guard parts.count > 1 else { return found }
        var weight = [0]
        weight.reserveCapacity(reading.tokens.count + 1)
        for token in reading.tokens { weight.append(weight[weight.count - 1] + token.weight) }
        sequences.forEachPhrase(
            of: parts,
            reach: PhraseSequences.Reach(
                gap: gap, span: MatchingRules.span, close: MatchingRules.closeWeight,
                heavy: MatchingRules.heavyWords * (MatchingRules.closeWeight + 1)),
            weight: weight
        ) { found.append($0) }
        return found
    }

    /// Whether a run may be a part of a phrase, which is too short to be taken for one by likeness.
    ///
    /// Where the writer marks words, an unmarked word that is one of its own ("chung") is no other ("chứng").
    private func isSureEnough(_ tokens: Range<Int>, _ tier: Evidence.Tier, in reading: Reading) -> Bool {
        switch tier {
        case .exact, .lexicon, .repaired: true
        case .folded:
            tokens.count > 1 || !reading.isMarkedThroughout || reading.tokens[tokens.lowerBound].markedNumber == 0
        case .weak:
            tokens.allSatisfy { reading.tokens[$0].source == .regional } || tokens.count < 3
        }
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
    static func differInHookAndTilde(_ one: String, _ other: String) -> Bool {
        let (hook, tilde) = (UInt8(ascii: "?"), UInt8(ascii: "~"))
        guard let first = one.utf8.last, let second = other.utf8.last,
            (first == hook && second == tilde) || (first == tilde && second == hook)
        else { return false }
        return one.utf8.dropLast().elementsEqual(other.utf8.dropLast())
    }
}
