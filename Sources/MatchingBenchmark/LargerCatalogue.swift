import Conversations

/// The same topics with many more wordings, to see whether the cost grows with them.
enum LargerCatalogue {
    /// Adds to each wording `times` − 1 others of the same shape, from words that the wordings have.
    ///
    /// The words are drawn by a seed, so that every run measures the same.
    static func make(from catalogue: IntentCatalogue, times: Int) -> IntentCatalogue {
        let words = Array(Set(catalogue.topics.flatMap(\.phrases).flatMap(words(of:)))).sorted()
        let concepts = catalogue.concepts.all
        var seed: UInt64 = 1
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let topics = catalogue.topics.map { topic in
            var topic = topic
            for pattern in topic.phrases {
                for _ in 1..<times {
                    var other = pattern
                    other.plain = PhraseRows(
                        pattern.plain.map { expansion in
                            // A single word drawn at random would be a wording that no author writes.
                            PhrasePattern.Expansion(
                                runs: expansion.runs.map { run in
                                    (0..<max(2, run.count)).map { _ in words[random(words.count)] }
                                })
                        })
                    other.sequences = pattern.sequences.map { sequence in
                        PhrasePattern.Sequence(
                            parts: sequence.parts.map { part in
                                switch part {
                                case .words(let run): .words(run.map { _ in words[random(words.count)] })
                                case .concept: .concept(concepts[random(concepts.count)])
                                }
                            }, joins: sequence.joins)
                    }
                    topic.phrases.append(other)
                }
            }
            return topic
        }
        return IntentCatalogue(
            topics: topics, facets: catalogue.facets, followUps: catalogue.followUps, lexicon: catalogue.lexicon,
            concepts: catalogue.concepts)
    }

    private static func words(of pattern: PhrasePattern) -> [String] {
        pattern.expansions.flatMap { $0.runs.joined() }
    }
}
