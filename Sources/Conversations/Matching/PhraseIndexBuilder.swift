import VietnameseText

/// Reads the wordings of a catalogue as messages are read, and numbers their words and runs.
struct PhraseIndexBuilder {
    private(set) var phrases: [PhraseIndex.Phrase] = []
    private(set) var sources: [String] = []
    private(set) var markedWords: [Int32] = []
    private(set) var patterns: [Int32] = []
    private(set) var automaton = PhraseAutomaton()
    private(set) var loneWords: Set<Int32> = []
    private(set) var words = WordingWords()
    private let lexicon: Lexicon
    /// The words of the wordings that were split already; most stand in many.
    private var split: [String: [Word]] = [:]
    /// What each pattern will carry.
    private var runs: [Run] = []

    private struct Run {
        var singles: [RunValues.Single] = []
        var closings: [RunValues.Closing] = []
        var opens = false
    }

    init(_ catalogue: IntentCatalogue) {
        lexicon = catalogue.lexicon
        for (number, topic) in catalogue.topics.enumerated() {
            add(topic.phrases, owner: .topic(number))
            add(topic.markedPhrases, owner: .topic(number), needsMarks: true)
            add(topic.wholePhrases, owner: .topic(number), role: .whole)
            add(topic.markedWholePhrases, owner: .topic(number), role: .whole, needsMarks: true)
            add(topic.hints, owner: .topic(number), role: .hint)
            add(topic.counterPhrases, owner: .counter(number))
        }
        for (number, facet) in catalogue.facets.enumerated() { add(facet.phrases, owner: .facet(number)) }
        add(catalogue.followUps, owner: .followUp)
        add(catalogue.corrections.not, owner: .correction(.not))
        add(catalogue.corrections.instead, owner: .correction(.instead))
        add(catalogue.corrections.ratherThan, owner: .correction(.ratherThan))
        automaton.build(
            values: runs.map { RunValues.written(opens: $0.opens, singles: $0.singles, closings: $0.closings) })
        words.learn(abbreviationsOf: lexicon)
    }

    private mutating func add(
        _ wordings: [PhrasePattern], owner: PhraseMeaning.Owner, role: Evidence.Role = .phrase, needsMarks: Bool = false
    ) {
        for wording in wordings {
            sources.append(wording.source)
            for expansion in wording.expansions {
                let meaning = PhraseMeaning(owner: owner, role: role, needsMarks: needsMarks, length: expansion.length)
                add(expansion, meaning: meaning)
            }
        }
    }

    private mutating func add(_ expansion: PhrasePattern.Expansion, meaning: PhraseMeaning) {
        let firstMarked = markedWords.count
        let firstPattern = patterns.count
        for run in expansion.runs {
            // Wordings are read as messages are, so that a shorthand in either means the same.
            let tokens = Reading(Words(words: run.flatMap { splitWords(of: $0) }), lexicon: lexicon).tokens
            let numbers = words.learn(tokens)
            patterns.append(automaton.insert(numbers.map(\.folded)))
            markedWords += numbers.map(\.marked)
            if expansion.length == 1, let word = numbers.first { loneWords.insert(word.folded) }
        }
        let own = patterns[firstPattern...]
        guard let first = own.first, let last = own.last else { return }
        let number = Int32(phrases.count)
        phrases.append(
            PhraseIndex.Phrase(
                meaning: meaning, source: Int32(sources.count - 1),
                marked: Int32(firstMarked)..<Int32(markedWords.count),
                patterns: Int32(firstPattern)..<Int32(patterns.count)))
        for pattern in own where Int(pattern) >= runs.count { runs.append(Run()) }
        for pattern in own.dropLast() { runs[Int(pattern)].opens = true }
        if own.count == 1 {
            runs[Int(last)].singles.append(
                RunValues.Single(phrase: number, meaning: meaning, marked: Array(markedWords[firstMarked...])))
        } else {
            runs[Int(last)].closings.append(RunValues.Closing(first: first, phrase: number))
        }
    }

    private mutating func splitWords(of text: String) -> [Word] {
        if let known = split[text] { return known }
        let words = Words(text).words
        split[text] = words
        return words
    }
}
