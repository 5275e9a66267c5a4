import PublicServices
import VietnameseText

/// All wordings of a catalogue, compiled: one automaton, and what each of its patterns stands for.
struct PhraseIndex: Sendable {
    enum Owner: Sendable, Equatable {
        case topic(Int)
        case counter(Int)
        case facet(Int)
        case followUp
    }

    /// One expansion of one wording.
    struct Phrase: Sendable {
        var owner: Owner
        var role: Evidence.Role
        /// Whether the writer's marks must agree.
        var needsMarks: Bool
        /// The wording as it stands in the file.
        var source: String
        /// Marked keys of each run.
        var marked: [[String]]
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
    private var automaton = PhraseAutomaton()
    /// Single-run phrases by pattern, and several-run phrases by their last pattern.
    private var single: [[Int]] = []
    private var closing: [[Int]] = []

    private let lexicon: Lexicon
    /// What repairs a text's words towards those of the wordings.
    private(set) var repair: WordRepair

    init(_ catalogue: IntentCatalogue) {
        lexicon = catalogue.lexicon
        repair = WordRepair(lexicon: catalogue.lexicon)
        for (number, topic) in catalogue.topics.enumerated() {
            for pattern in topic.phrases { add(pattern, owner: .topic(number), role: .phrase) }
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
        automaton.build()
    }

    private mutating func add(
        _ pattern: PhrasePattern, owner: Owner, role: Evidence.Role, needsMarks: Bool = false
    ) {
        for expansion in pattern.expansions {
            // Wordings are read as messages are, so that a shorthand in either means the same.
            let runs = expansion.runs.map { Reading(Words($0.joined(separator: " ")), lexicon: lexicon).tokens }
            for run in runs { repair.learn(run) }
            let patterns = runs.map { automaton.insert($0.map(\.folded)) }
            let number = phrases.count
            phrases.append(
                Phrase(
                    owner: owner, role: role, needsMarks: needsMarks, source: pattern.source,
                    marked: runs.map { $0.map(\.marked) }, patterns: patterns, length: expansion.length))
            guard let last = patterns.last else { continue }
            let room = Int(patterns.max() ?? 0) + 1
            while single.count < room {
                single.append([])
                closing.append([])
            }
            if patterns.count == 1 { single[Int(last)].append(number) } else { closing[Int(last)].append(number) }
        }
    }

    /// All phrases that stand in a reading; a run with other marks than the wording's is weak, or none if it is short.
    func findings(in reading: Reading, gap: Int) -> [Finding] {
        let occurrences = automaton.occurrences(in: reading.tokens.map { automaton.symbol(of: $0.folded) })
        var found: [Finding] = []
        var earlier: [Int32: [Range<Int>]] = [:]
        for occurrence in occurrences {
            for number in single[Int(occurrence.pattern)] {
                if let tier = tier(of: phrases[number].marked[0], at: occurrence.tokens, in: reading),
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
            earlier[occurrence.pattern, default: []].append(occurrence.tokens)
        }
        return found
    }

    /// The finding of a phrase with gaps whose last run stands at `last`, looking back for the nearest earlier runs.
    private func closed(
        _ number: Int, by last: Range<Int>, earlier: [Int32: [Range<Int>]], reading: Reading, gap: Int
    ) -> Finding? {
        let phrase = phrases[number]
        var runs = [last]
        for pattern in phrase.patterns.dropLast().reversed() {
            guard
                let run = earlier[pattern]?.last(where: {
                    $0.upperBound <= runs[0].lowerBound && runs[0].lowerBound - $0.upperBound <= gap
                })
            else { return nil }
            runs.insert(run, at: 0)
        }
        var worst = Evidence.Tier.exact
        for (marked, run) in zip(phrase.marked, runs) {
            guard let tier = tier(of: marked, at: run, in: reading) else { return nil }
            if Self.order(tier) > Self.order(worst) { worst = tier }
        }
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
    private func tier(of marked: [String], at range: Range<Int>, in reading: Reading) -> Evidence.Tier? {
        var tier = Evidence.Tier.exact
        var mismatches = 0
        for (key, token) in zip(marked, reading.tokens[range]) {
            let found: Evidence.Tier
            if token.source == .regional {
                found = .weak
            } else if token.marked == key {
                switch token.source {
                case .lexicon: found = .lexicon
                case .repaired: found = .repaired
                case .written, .regional: found = .exact
                }
            } else if !token.hasMarks {
                found = token.source == .repaired ? .repaired : .folded
            } else {
                if !Self.differInHookAndTilde(token.marked, key) { mismatches += 1 }
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
        return (first == "2" && second == "3") || (first == "3" && second == "2")
    }
}
