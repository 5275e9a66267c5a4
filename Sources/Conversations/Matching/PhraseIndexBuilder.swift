import VietnameseText

/// Reads the wordings of a catalogue as messages are read, and numbers their words and runs.
struct PhraseIndexBuilder {
    private(set) var phrases: [PhraseIndex.Phrase] = []
    private(set) var sources: [String] = []
    private(set) var markedWords: [Int32] = []
    private(set) var patterns: [Int32] = []
    private(set) var automaton = PhraseAutomaton()
    private(set) var single: [[Int32]] = []
    /// With the first pattern of each phrase.
    private(set) var closing: [[PhraseIndex.Closing]] = []
    private(set) var opens: [Bool] = []
    private(set) var loneWords: Set<Int32> = []
    private(set) var words = WordingWords()
    private let lexicon: Lexicon

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
        automaton.build()
        words.learn(abbreviationsOf: lexicon)
    }

    private mutating func add(
        _ wordings: [PhrasePattern], owner: PhraseIndex.Owner, role: Evidence.Role = .phrase, needsMarks: Bool = false
    ) {
        for wording in wordings {
            sources.append(wording.source)
            for expansion in wording.expansions { add(expansion, owner: owner, role: role, needsMarks: needsMarks) }
        }
    }

    private mutating func add(
        _ expansion: PhrasePattern.Expansion, owner: PhraseIndex.Owner, role: Evidence.Role, needsMarks: Bool
    ) {
        let firstMarked = Int32(markedWords.count)
        let firstPattern = Int32(patterns.count)
        for run in expansion.runs {
            // Wordings are read as messages are, so that a shorthand in either means the same.
            let tokens = Reading(Words(run.joined(separator: " ")), lexicon: lexicon).tokens
            let numbers = words.learn(tokens)
            patterns.append(automaton.insert(numbers.map(\.folded)))
            markedWords += numbers.map(\.marked)
            if expansion.length == 1, let word = numbers.first { loneWords.insert(word.folded) }
        }
        let own = firstPattern..<Int32(patterns.count)
        guard let last = patterns[Int(own.lowerBound)...].last else { return }
        let number = Int32(phrases.count)
        phrases.append(
            PhraseIndex.Phrase(
                owner: owner, role: role, needsMarks: needsMarks, length: Int32(expansion.length),
                source: Int32(sources.count - 1), marked: firstMarked..<Int32(markedWords.count), patterns: own))
        for pattern in patterns[Int(own.lowerBound)...] where Int(pattern) >= single.count {
            let more = Int(pattern) + 1 - single.count
            single += Array(repeating: [], count: more)
            closing += Array(repeating: [], count: more)
            opens += Array(repeating: false, count: more)
        }
        for pattern in patterns[Int(own.lowerBound)...].dropLast() { opens[Int(pattern)] = true }
        if own.count == 1 {
            single[Int(last)].append(number)
        } else {
            closing[Int(last)].append(PhraseIndex.Closing(first: patterns[Int(own.lowerBound)], phrase: number))
        }
    }
}
