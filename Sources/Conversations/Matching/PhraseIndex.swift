import PublicServices
import VietnameseText

/// All wordings of a catalogue, compiled: one automaton, and what each of its patterns stands for.
struct PhraseIndex: Sendable {
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
        /// The wording as it stands in the file.
        var source: String
        /// Numbers of the marked keys of its words, run after run, as a range of `markedWords`.
        var marked: Range<Int>
        /// The numbers of its runs in the automaton.
        var patterns: [Int32]
        var length: Int
    }

    /// A phrase found in a text: the tokens of each of its runs.
    struct Finding: Sendable {
        var phrase: Int
        var runs: [Range<Int>]
        var tier: Evidence.Tier

        var start: Int { runs[0].lowerBound }
        var end: Int { runs[runs.count - 1].upperBound }

        /// Whether all tokens of another finding are among this one's.
        func covers(_ other: Finding) -> Bool {
            other.runs.allSatisfy { run in
                runs.contains { $0.lowerBound <= run.lowerBound && run.upperBound <= $0.upperBound }
            }
        }
    }

    private(set) var phrases: [Phrase] = []
    private var markedWords: [Int32] = []
    private var automaton = PhraseAutomaton()
    /// Single-run phrases by pattern, and several-run phrases by their last pattern.
    private var single: [[Int]] = []
    private var closing: [[Int]] = []
    /// Whether a pattern is a run of some phrase before its last.
    private var opens: [Bool] = []

    private let lexicon: Lexicon
    /// Words that are a wording all alone, by their numbers.
    private(set) var loneWords: Set<Int32> = []
    /// What repairs a text's words towards those of the wordings.
    private(set) var repair: WordRepair

    init(_ catalogue: IntentCatalogue) {
        lexicon = catalogue.lexicon
        repair = WordRepair(lexicon: catalogue.lexicon)
        for (number, topic) in catalogue.topics.enumerated() {
            for pattern in topic.phrases { add(pattern, owner: .topic(number), role: .phrase) }
            for pattern in topic.markedPhrases {
                add(pattern, owner: .topic(number), role: .phrase, needsMarks: true)
            }
            for pattern in topic.wholePhrases { add(pattern, owner: .topic(number), role: .whole) }
            for pattern in topic.markedWholePhrases {
                add(pattern, owner: .topic(number), role: .whole, needsMarks: true)
            }
            for pattern in topic.hints { add(pattern, owner: .topic(number), role: .hint) }
            for pattern in topic.counterPhrases { add(pattern, owner: .counter(number), role: .phrase) }
        }
        for (number, facet) in catalogue.facets.enumerated() {
            for pattern in facet.phrases { add(pattern, owner: .facet(number), role: .phrase) }
        }
        for pattern in catalogue.followUps { add(pattern, owner: .followUp, role: .phrase) }
        for (wordings, kind) in [
            (catalogue.corrections.not, Correction.not), (catalogue.corrections.instead, .instead),
            (catalogue.corrections.ratherThan, .ratherThan),
        ] {
            for pattern in wordings { add(pattern, owner: .correction(kind), role: .phrase) }
        }
        automaton.build()
        repair.learnAbbreviations()
    }

    private mutating func add(
        _ pattern: PhrasePattern, owner: Owner, role: Evidence.Role, needsMarks: Bool = false
    ) {
        for expansion in pattern.expansions {
            // Wordings are read as messages are, so that a shorthand in either means the same.
            let runs = expansion.runs.map { Reading(Words($0.joined(separator: " ")), lexicon: lexicon).tokens }
            let start = markedWords.count
            var patterns: [Int32] = []
            for run in runs {
                let numbers = repair.learn(run)
                patterns.append(automaton.insert(numbers.map(\.folded)))
                markedWords += numbers.map(\.marked)
            }
            if expansion.length == 1, let word = runs.first?.first.map({ repair.number(of: $0) }) {
                loneWords.insert(word)
            }
            let number = phrases.count
            phrases.append(
                Phrase(
                    owner: owner, role: role, needsMarks: needsMarks, source: pattern.source,
                    marked: start..<markedWords.count, patterns: patterns, length: expansion.length))
            guard let last = patterns.last else { continue }
            let room = Int(patterns.max() ?? 0) + 1
            while single.count < room {
                single.append([])
                closing.append([])
                opens.append(false)
            }
            for pattern in patterns.dropLast() { opens[Int(pattern)] = true }
            if patterns.count == 1 { single[Int(last)].append(number) } else { closing[Int(last)].append(number) }
        }
    }

    /// All phrases that stand in a reading; a run with other marks than the wording's is weak, or none if it is short.
    func findings(in reading: Reading, gap: Int) -> [Finding] {
        var found: [Finding] = []
        var earlier: [(pattern: Int32, tokens: Range<Int>)] = []
        for occurrence in automaton.occurrences(in: reading.tokens.map(\.number)) {
            for number in single[Int(occurrence.pattern)] {
                if let tier = tier(of: phrases[number].marked, at: occurrence.tokens, in: reading),
                    !phrases[number].needsMarks || tier == .exact
                {
                    found.append(Finding(phrase: number, runs: [occurrence.tokens], tier: tier))
                }
            }
            for number in closing[Int(occurrence.pattern)] {
                if let finding = closed(number, by: occurrence.tokens, earlier: earlier, reading: reading, gap: gap) {
                    found.append(finding)
                }
            }
            if opens[Int(occurrence.pattern)] { earlier.append((occurrence.pattern, occurrence.tokens)) }
        }
        return found
    }

    /// The finding of a phrase with gaps whose last run stands at `last`, looking back for the nearest earlier runs.
    private func closed(
        _ number: Int, by last: Range<Int>, earlier: [(pattern: Int32, tokens: Range<Int>)], reading: Reading, gap: Int
    ) -> Finding? {
        let patterns = phrases[number].patterns
        var runs = [last]
        for pattern in patterns.dropLast().reversed() {
            guard
                let run = earlier.last(where: {
                    $0.pattern == pattern && $0.tokens.upperBound <= runs[0].lowerBound
                        && runs[0].lowerBound - $0.tokens.upperBound <= gap
                })?.tokens
            else { return nil }
            runs.insert(run, at: 0)
        }
        var worst = Evidence.Tier.exact
        var start = phrases[number].marked.lowerBound
        for run in runs {
            guard let tier = tier(of: start..<start + run.count, at: run, in: reading) else { return nil }
            if Self.order(tier) > Self.order(worst) { worst = tier }
            start += run.count
        }
        guard !phrases[number].needsMarks || worst == .exact else { return nil }
        return Finding(phrase: number, runs: runs, tier: worst)
    }

    private static func order(_ tier: Evidence.Tier) -> Int {
        switch tier {
        case .exact: 0
        case .lexicon: 1
        case .folded: 2
        case .repaired: 3
        case .weak: 4
        }
    }

    /// How surely a run of tokens is the wording, or nil when the writer's marks speak against it.
    private func tier(of marked: Range<Int>, at range: Range<Int>, in reading: Reading) -> Evidence.Tier? {
        var tier = Evidence.Tier.exact
        var mismatches = 0
        for (place, index) in zip(marked, range) {
            let key = markedWords[place]
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
                if !Self.differInHookAndTilde(reading.tokens[index].marked, repair.markedWord(key)) { mismatches += 1 }
                found = .weak
            }
            if Self.order(found) > Self.order(tier) { tier = found }
        }
        // One slip of the pen in a longer wording is a slip; in a short one, or twice, it is another word.
        return mismatches == 0 || (mismatches == 1 && marked.count >= 3) ? tier : nil
    }

    /// Whether two syllables differ only in hỏi and ngã, which half of the country does not tell apart.
    private static func differInHookAndTilde(_ one: String, _ other: String) -> Bool {
        guard let first = one.last, let second = other.last, one.dropLast() == other.dropLast() else { return false }
        return (first == "?" && second == "~") || (first == "~" && second == "?")
    }
}
