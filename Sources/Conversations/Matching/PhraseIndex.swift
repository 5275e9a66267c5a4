import PublicServices
import VietnameseText

/// All wordings of a catalogue, compiled: one automaton, and what each of its patterns stands for.
///
/// A class, for it is large, never changes, and is asked many times for every message.
final class PhraseIndex: Sendable {
    enum Owner: Sendable, Equatable {
        case topic(Int)
        case counter(Int)
        case facet(Int)
        case followUp
        case correction(Correction)
    }

    /// What a wording of correction says of the words around it, see `CorrectionWordings`.
    enum Correction: Sendable {
        case not, instead, ratherThan
    }

    /// One expansion of one wording.
    struct Phrase: Sendable {
        var owner: Owner
        var role: Evidence.Role
        /// Whether the writer's marks must agree.
        var needsMarks: Bool
        /// How many words it names.
        var length: Int32
        /// The number of its wording, see `source(of:)`.
        var source: Int32
        /// Numbers of the marked keys of its words, run after run, as a range of `markedWords`.
        var marked: Range<Int32>
        /// The numbers of its runs in the automaton, as a range of `patterns`.
        var patterns: Range<Int32>
    }

    /// A phrase of several runs, with the pattern that must have come before it.
    struct Closing: Sendable {
        var first: Int32
        var phrase: Int32
    }

    let phrases: [Phrase]
    /// What repairs a text's words towards those of the wordings.
    let repair: WordRepair
    private let sources: [String]
    private let markedWords: [Int32]
    private let patterns: [Int32]
    private let automaton: PhraseAutomaton
    /// Phrases of a single run by their pattern, and phrases of several by their last.
    private let single: Lists<Int32>
    private let closing: Lists<Closing>
    /// Whether a pattern is a run of some phrase before its last.
    private let opens: [Bool]
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
        single = Lists(builder.single)
        closing = Lists(builder.closing)
        opens = builder.opens
        loneWords = builder.loneWords
    }

    /// The wording of a phrase as it stands in its file.
    func source(of phrase: Int) -> String { sources[Int(phrases[phrase].source)] }

    /// Whether a word, by its number, is a wording all alone.
    func isWording(_ word: Int32) -> Bool { loneWords.contains(word) }

    /// All phrases that stand in a reading; a run with other marks than the wording's is weak, or none if it is short.
    func findings(in reading: Reading, gap: Int) -> [PhraseFinding] {
        var found: [PhraseFinding] = []
        found.reserveCapacity(reading.tokens.count * 2)
        var earlier: [PhraseAutomaton.Occurrence] = []
        var opened: UInt64 = 0
        automaton.forEachOccurrence(in: reading.tokens.lazy.map(\.number)) { occurrence in
            for number in single[occurrence.pattern] {
                let phrase = phrases[Int(number)]
                if let tier = tier(of: phrase.marked, at: occurrence.tokens, in: reading),
                    !phrase.needsMarks || tier == .exact
                {
                    found.append(PhraseFinding(phrase: Int(number), runs: TokenRuns(occurrence.tokens), tier: tier))
                }
            }
            // A quick look whether the first run of a phrase has come: most have not.
            if opened != 0 {
                for candidate in closing[occurrence.pattern] where opened & Self.bit(of: candidate.first) != 0 {
                    let number = candidate.phrase
                    if let finding = closed(number, by: occurrence.tokens, earlier: earlier, reading: reading, gap: gap)
                    {
                        found.append(finding)
                    }
                }
            }
            if opens[Int(occurrence.pattern)] {
                earlier.append(occurrence)
                opened |= Self.bit(of: occurrence.pattern)
            }
        }
        return found
    }

    /// A pattern's bit in a set that may hold more than was put in, and never less.
    private static func bit(of pattern: Int32) -> UInt64 { 1 << (UInt64(pattern) & 63) }

    /// The finding of a phrase with gaps whose last run stands at `last`, looking back for the nearest earlier runs.
    private func closed(
        _ number: Int32, by last: Range<Int>, earlier: [PhraseAutomaton.Occurrence], reading: Reading, gap: Int
    ) -> PhraseFinding? {
        let phrase = phrases[Int(number)]
        var runs = [last]
        for place in phrase.patterns.dropLast().reversed() {
            let pattern = patterns[Int(place)]
            guard
                let run = earlier.last(where: {
                    $0.pattern == pattern && $0.tokens.upperBound <= runs[0].lowerBound
                        && runs[0].lowerBound - $0.tokens.upperBound <= gap
                })?.tokens
            else { return nil }
            runs.insert(run, at: 0)
        }
        var worst = Evidence.Tier.exact
        var start = phrase.marked.lowerBound
        for run in runs {
            let end = start + Int32(run.count)
            guard let tier = tier(of: start..<end, at: run, in: reading) else { return nil }
            worst = max(worst, tier)
            start = end
        }
        guard !phrase.needsMarks || worst == .exact else { return nil }
        return PhraseFinding(phrase: Int(number), runs: TokenRuns(runs[0], then: Array(runs[1...])), tier: worst)
    }

    /// How surely a run of tokens is the wording, or nil when the writer's marks speak against it.
    private func tier(of marked: Range<Int32>, at range: Range<Int>, in reading: Reading) -> Evidence.Tier? {
        var worst = Evidence.Tier.exact
        var mismatches = 0
        for offset in 0..<range.count {
            let index = range.lowerBound + offset
            let key = markedWords[Int(marked.lowerBound) + offset]
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
        return mismatches == 0 || (mismatches == 1 && marked.count >= 3) ? worst : nil
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

/// Lists by a number, in one piece of memory.
private struct Lists<Member: Sendable>: Sendable {
    private var starts: [Int32]
    private var members: [Member]

    init(_ lists: [[Member]]) {
        starts = [0]
        starts.reserveCapacity(lists.count + 1)
        members = []
        for list in lists {
            members += list
            starts.append(Int32(members.count))
        }
    }

    subscript(list: Int32) -> ArraySlice<Member> {
        members[Int(starts[Int(list)])..<Int(starts[Int(list) + 1])]
    }
}
