import VietnameseText

/// Reads the wordings of a catalogue as messages are read, and numbers their words and runs.
struct PhraseIndexBuilder {
    private(set) var phrases: [PhraseIndex.Phrase] = []
    private(set) var sources: [String] = []
    private(set) var automaton = PhraseAutomaton()
    private(set) var sequences = PhraseSequences()
    /// The phrases that a part is alone, by its number.
    private(set) var phrasesOfPart: [[Int32]] = []
    private(set) var loneWords: Set<Int32> = []
    private(set) var words = WordingWords()
    private let lexicon: Lexicon
    /// The words of the wordings that were split already; most stand in many.
    private var split: [String: [Word]] = [:]
    /// What each pattern will carry.
    private var runs: [[RunValues.Single]] = []
    private var parts: [PhrasePattern.Part: Int32] = [:]
    /// The first and the last word of each way to say a part.
    private var edges: [[(first: WordingWords.Numbers, last: WordingWords.Numbers)]] = []

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
        for (number, sign) in MessageSign.allCases.enumerated() {
            add(catalogue.signs.phrases[sign] ?? [], owner: .sign(number))
            add(catalogue.signs.markedPhrases[sign] ?? [], owner: .sign(number), needsMarks: true)
        }
        add(catalogue.corrections.behind, owner: .correction(.behind))
        automaton.build(values: runs.map { RunValues.written($0) })
        sequences.build()
        learnPairsOfParts()
        learnWordsOfDistress(catalogue.distress)
        words.learn(abbreviationsOf: lexicon)
    }

    /// The words by which danger is known are words too: they are not repaired, and others are repaired towards them.
    private mutating func learnWordsOfDistress(_ distress: DistressFrames) {
        for wording in distress.sets.lazy.flatMap(\.wordings) {
            for run in wording.split(separator: "_") {
                let tokens = Reading(Words(words: run.flatMap { splitWords(of: $0) }), lexicon: lexicon).tokens
                _ = words.learn(tokens)
            }
        }
    }

    private mutating func add(
        _ wordings: [PhrasePattern], owner: PhraseMeaning.Owner, role: Evidence.Role = .phrase, needsMarks: Bool = false
    ) {
        for wording in wordings {
            sources.append(wording.source)
            let meaning = PhraseMeaning(owner: owner, role: role, needsMarks: needsMarks, length: 0)
            if wording.sequences.isEmpty {
                for expansion in wording.plain { add(expansion, meaning: meaning) }
            } else {
                for sequence in wording.sequences { add(sequence, meaning: meaning) }
            }
        }
    }

    private mutating func add(_ expansion: PhrasePattern.Expansion, meaning: PhraseMeaning) {
        guard expansion.runs.count == 1 else {
            return add(
                PhrasePattern.Sequence(
                    parts: expansion.runs.map { .words($0) },
                    joins: Array(repeating: .gap, count: expansion.runs.count - 1)),
                meaning: meaning)
        }
        var meaning = meaning
        meaning.length = expansion.length
        let number = addPhrase(meaning)
        for run in expansion.runs {
            let numbers = insert(run, phrase: number, meaning: meaning)
            if expansion.length == 1, let word = numbers.first { loneWords.insert(word.folded) }
        }
    }

    private mutating func add(_ sequence: PhrasePattern.Sequence, meaning: PhraseMeaning) {
        let number = addPhrase(meaning)
        let own = sequence.parts.map { self.number(of: $0) }
        if own.count == 1 {
            phrasesOfPart[Int(own[0])].append(number)
        } else {
            sequences.add(own, joins: sequence.joins, number: number, meaning: meaning)
        }
    }

    private mutating func addPhrase(_ meaning: PhraseMeaning) -> Int32 {
        phrases.append(PhraseIndex.Phrase(meaning: meaning, source: Int32(sources.count - 1)))
        return Int32(phrases.count - 1)
    }

    /// The number of a part, whose words are learnt where it is new.
    private mutating func number(of part: PhrasePattern.Part) -> Int32 {
        if let known = parts[part] { return known }
        let number = Int32(phrasesOfPart.count)
        parts[part] = number
        phrasesOfPart.append([])
        edges.append([])
        let wordings =
            switch part {
            case .words(let words): [Concepts.Wording(words: words)]
            case .concept(let concept): concept.wordings
            }
        for wording in wordings {
            let meaning = PhraseMeaning(
                owner: .part(Int(number)), role: .phrase, needsMarks: wording.needsMarks, length: wording.words.count)
            let numbers = insert(wording.words, phrase: 0, meaning: meaning)
            if let first = numbers.first, let last = numbers.last {
                edges[Int(number)].append((first, last))
            }
        }
        return number
    }

    /// Adds a run of words to the automaton, with what it means, and returns the numbers of its words.
    private mutating func insert(
        _ run: [String], phrase: Int32, meaning: PhraseMeaning
    ) -> [WordingWords.Numbers] {
        // Wordings are read as messages are, so that a shorthand in either means the same.
        let tokens = Reading(Words(words: run.flatMap { splitWords(of: $0) }), lexicon: lexicon).tokens
        guard !tokens.isEmpty else { return [] }
        let numbers = words.learn(tokens)
        let pattern = Int(automaton.insert(numbers.map(\.folded)))
        if pattern == runs.count { runs.append([]) }
        let single = RunValues.Single(phrase: phrase, meaning: meaning, marked: numbers.map(\.marked))
        if !runs[pattern].contains(single) { runs[pattern].append(single) }
        return numbers
    }

    /// Words vouch for their neighbours also where two parts meet, unless the parts can be said in too many ways.
    private mutating func learnPairsOfParts() {
        for pair in sequences.closePairs {
            let (lasts, firsts) = (edges[Int(pair[0])].map(\.last), edges[Int(pair[1])].map(\.first))
            let (before, after) = (Set(lasts.map(\.folded)), Set(firsts.map(\.folded)))
            guard before.count * after.count <= Self.mostPairs else { continue }
            for one in before { for other in after { words.learn(pair: one, other) } }
            for one in Set(lasts.map(\.marked)) {
                for other in Set(firsts.map(\.marked)) { words.learn(markedPairOfParts: one, other) }
            }
        }
    }

    private static let mostPairs = 600

    private mutating func splitWords(of text: String) -> [Word] {
        if let known = split[text] { return known }
        let words = Words(text).words
        split[text] = words
        return words
    }
}
