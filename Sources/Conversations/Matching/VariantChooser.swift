package import CheckedYAML
package import PublicServices

/// Finds which of a topic's procedures a text names, by the wordings that stand in the catalogue.
///
/// Each topic has a small matcher of its own, in which its procedures stand as topics do in the large one: so the same
/// rules hold for marks, shorthand and longer wordings, and no procedure of one topic speaks into another.
package struct VariantChooser: Sendable {
    private let matchers: [TopicID: IntentMatcher]
    private let rules: MatchingRules

    /// - Parameters:
    ///   - facets: what is asked about a matter: "mất bao lâu" names nothing that was lost.
    ///   - corrections: the wordings by which a writer denies something, such as "không phải".
    package init(
        services: ServiceCatalogue, lexicon: Lexicon, concepts: Concepts = Concepts(), facets: [FacetWordings] = [],
        corrections: CorrectionWordings = CorrectionWordings(),
        rules: MatchingRules = MatchingRules()
    ) {
        // Among a few procedures, a slip undone would be a guess, and what is meant may be named by its topic alone.
        var rules = rules
        rules.slipTrials = 0
        rules.denialStandsAlone = true
        self.rules = rules
        let worded =
            services.procedures.map { (code: $0.code, topic: $0.topic, name: $0.name, phrases: $0.phrases) }
            + services.referrals.map { (code: $0.id, topic: $0.topic, name: $0.name, phrases: $0.phrases) }
        matchers = Dictionary(grouping: worded.filter { !$0.phrases.isEmpty }, by: \.topic).mapValues { matters in
            let topics = matters.map { matter in
                Topic(
                    id: TopicID(rawValue: matter.code.rawValue), kind: .procedure, name: matter.name, unit: nil,
                    authority: nil, isWhole: false,
                    // A wording that cannot be read is among the problems; it is left out here.
                    phrases: matter.phrases.compactMap { try? PhrasePattern($0, concepts: concepts) },
                    markedPhrases: [],
                    wholePhrases: [],
                    markedWholePhrases: [], hints: [], counterPhrases: [], examples: [], counterExamples: [])
            }
            let catalogue = IntentCatalogue(
                topics: topics, facets: facets, followUps: [], corrections: corrections, lexicon: lexicon,
                concepts: concepts)
            return IntentMatcher(wordingsOf: catalogue, rules: rules)
        }
    }

    /// The procedures of a topic that a text names, likeliest first; empty when it names none of them.
    func codes(in read: ReadText, of topic: TopicID) -> [ProcedureCode] {
        guard let matcher = matchers[topic] else { return [] }
        let candidates = matcher.candidates(in: read).filter { $0.score >= rules.answer }
        guard let best = candidates.first else { return [] }
        return candidates.filter { $0.score >= best.score * rules.rivalry }
            .map { ProcedureCode(rawValue: $0.topic.rawValue) }
    }

    /// The procedures of a topic that a text says it does not mean.
    func denied(in read: ReadText, of topic: TopicID) -> [ProcedureCode] {
        guard let matcher = matchers[topic] else { return [] }
        return matcher.setAside(in: read).filter { $0.reason == .takenBack }
            .map { ProcedureCode(rawValue: $0.topic.rawValue) }
    }

    /// Wordings of the catalogue that cannot be read.
    package static func problems(of services: ServiceCatalogue, concepts: Concepts) -> [FileProblem] {
        let worded =
            services.procedures.map { (name: $0.code.rawValue, phrases: $0.phrases, origin: $0.origin) }
            + services.referrals.map { (name: $0.id.rawValue, phrases: $0.phrases, origin: $0.origin) }
        return worded.flatMap { matter in
            matter.phrases.compactMap { phrase -> FileProblem? in
                do throws(PhrasePattern.PatternProblem) {
                    _ = try PhrasePattern(phrase, concepts: concepts)
                    return nil
                } catch {
                    return FileProblem(
                        file: matter.origin.file, line: matter.origin.line, entry: matter.name,
                        what: "the wording \"\(phrase)\" cannot be used: \(error.what)",
                        mend: "write words, [one|or another], {a concept}, .. for a gap and & for either order")
                }
            }
        }
    }
}
