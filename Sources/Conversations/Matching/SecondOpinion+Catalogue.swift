package import PublicServices
import VietnameseText

extension SecondOpinion {
    /// How much a text of each kind counts; an example is a whole message and so says more than a wording, a hint less.
    private static let weights: (wording: Float, hint: Float, example: Float, name: Float) = (1, 0.5, 2, 1)
    /// How many texts are written out of one wording, so that one with many brackets does not outvote the others.
    private static let writtenOut = (wording: 12, hint: 4, counted: 48)

    /// Counts the wordings, names and examples of a catalogue.
    init(_ catalogue: IntentCatalogue) {
        var learner = Learner(lexicon: catalogue.lexicon)
        for topic in catalogue.topics {
            let number = learner.counts.number(of: topic.id)
            for wordings in [topic.phrases, topic.markedPhrases, topic.wholePhrases, topic.markedWholePhrases] {
                learner.add(wordings, topic: number, weight: Self.weights.wording, atMost: Self.writtenOut.wording)
            }
            learner.add(topic.counted, topic: number, weight: Self.weights.wording, atMost: Self.writtenOut.counted)
            learner.add(topic.hints, topic: number, weight: Self.weights.hint, atMost: Self.writtenOut.hint)
            learner.add([topic.name], topic: number, weight: Self.weights.name)
            learner.add(topic.examples.map(\.text), topic: number, weight: Self.weights.example)
        }
        for message in catalogue.messages.all {
            let number = learner.counts.number(of: TopicID(rawValue: message.label))
            learner.add([message.text], topic: number, weight: Self.weights.example)
        }
        let emergency = learner.counts.number(of: .emergency)
        for text in catalogue.distressExamples.all {
            let topic = text.topic.map { learner.counts.number(of: TopicID(rawValue: $0)) }
            guard let number = text.label == "distress" ? emergency : topic else { continue }
            learner.add([text.text], topic: number, weight: Self.weights.example)
        }
        for facet in catalogue.facets where facet.facet != .overview {
            let number = learner.counts.number(of: TopicID(rawValue: facet.facet.rawValue))
            learner.add(facet.phrases, topic: number, weight: Self.weights.wording, atMost: Self.writtenOut.wording)
            learner.add(facet.examples.map(\.text), topic: number, weight: Self.weights.example)
        }
        self.init(&learner.counts)
    }

    /// Counts written examples alone; their labels stand as topics.
    init(_ examples: WrittenExamples, lexicon: Lexicon) {
        var learner = Learner(lexicon: lexicon)
        for example in examples.all {
            let number = learner.counts.number(of: TopicID(rawValue: example.label))
            learner.add([example.text], topic: number, weight: Self.weights.example)
        }
        self.init(&learner.counts)
    }

    /// Reads wordings as messages are read, and counts them.
    private struct Learner {
        var counts = FeatureCounts()
        let lexicon: Lexicon
        /// The words of the wordings that were split already; most stand in many.
        private var split: [String: [Word]] = [:]

        init(lexicon: Lexicon) { self.lexicon = lexicon }

        mutating func add(_ wordings: [PhrasePattern], topic: Int, weight: Float, atMost limit: Int) {
            for wording in wordings {
                for expansion in wording.expansions(atMost: limit) {
                    let words = expansion.runs.joined().flatMap { splitWords(of: $0) }
                    add(Words(words: words), topic: topic, weight: weight)
                }
            }
        }

        mutating func add(_ texts: [String], topic: Int, weight: Float) {
            for text in texts { add(Words(text), topic: topic, weight: weight) }
        }

        private mutating func add(_ words: Words, topic: Int, weight: Float) {
            counts.add(Reading(words, lexicon: lexicon).hashes, topic: topic, weight: weight)
        }

        private mutating func splitWords(of text: String) -> [Word] {
            if let known = split[text] { return known }
            let words = Words(text).words
            split[text] = words
            return words
        }
    }
}

extension Reading {
    /// The hash of each word without its marks, 0 for what is no word.
    var hashes: [UInt64] { tokens.map { $0.word.letters.isEmpty ? 0 : $0.word.foldedKey.hash } }
}

extension IntentMatcher {
    /// What the second opinion makes of a text.
    func opinions(of reading: Reading) -> [Opinion] {
        secondOpinion.ranked(reading.hashes, atMost: rules.opinions).map {
            Opinion(topic: secondOpinion.topics[$0.topic], score: rounded(Double($0.score)))
        }
    }

    /// The words of a text that speak most for each topic in the second opinion, for people who ask why.
    package func reasons(for topics: [TopicID], in text: String) -> [TopicID: [String]] {
        let reading = look(at: ReadText(text)).reading
        return topics.reduce(into: [:]) { reasons, topic in
            guard let number = secondOpinion.topics.firstIndex(of: topic) else { return }
            reasons[topic] = secondOpinion.reasons(for: number, in: reading.hashes, atMost: 4).map {
                PersonalNumbers.masked(reading.original($0.words))
            }
        }
    }
}
