import PublicServices
import VietnameseText

/// Understands a text by the wordings of the intents files; built once, then used for every message.
public struct IntentMatcher: Sendable {
    public let catalogue: IntentCatalogue
    public var rules: MatchingRules
    let index: PhraseIndex

    public init(_ catalogue: IntentCatalogue, rules: MatchingRules = MatchingRules()) {
        self.catalogue = catalogue
        self.rules = rules
        index = PhraseIndex(catalogue)
    }

    /// How many wordings there are, each alternative of a bracket for itself.
    public var wordingCount: Int { index.phrases.count }

    public func understand(_ text: String) -> Understanding { look(at: text).understanding }

    private func look(at text: String) -> Look {
        let text = LegacyEncoding.decoded(text)?.text ?? text
        var words = Words(text)
        words.words.removeLast(max(0, words.words.count - rules.words))
        let entities = EntityReader.read(text)
        let reading = read(words, entities: entities)
        let first = look(at: reading, findings: findings(in: reading), entities: entities)
        return withoutSlip(first, entities: entities)
    }

    func findings(in reading: Reading) -> [PhraseIndex.Finding] {
        withoutDenied(
            index.findings(in: reading, gap: rules.gap).filter {
                index.phrases[$0.phrase].role != .whole || isWholeMessage($0, reading: reading)
            })
    }

    /// What is made of a text that was read in a certain way.
    func look(at reading: Reading, findings: [PhraseIndex.Finding], entities: [EntityReader.Found]) -> Look {
        let strongest = Self.withoutCovered(findings, phrases: index.phrases)
        let understanding = Understanding(
            candidates: candidates(strongest, all: findings, reading: reading),
            facets: facets(strongest, reading: reading),
            questions: questions(strongest, all: findings, reading: reading),
            entities: entities.map(\.entity),
            usedMarks: reading.words.hasMarks,
            isFollowUp: findings.contains { carriesOver($0) && $0.start <= 1 },
            wordCount: reading.words.words.count)
        return Look(reading: reading, findings: findings, understanding: understanding)
    }

    private func read(_ words: Words, entities: [EntityReader.Found]) -> Reading {
        Reading(words, lexicon: catalogue.lexicon, repair: index.repair, leavingOut: entities.map(\.range))
    }

    /// What of a text is read for something else than it says, step after step.
    public func replacements(in text: String) -> [WordReplacement] {
        let reading = look(at: text).reading
        var result: [WordReplacement]
        if let decoded = LegacyEncoding.decoded(text) {
            result = [WordReplacement(words: text, reading: decoded.text, how: decoded.encoding.rawValue)]
        } else {
            result = TextStep.steps(of: reading.words.text).map {
                WordReplacement(words: $0.written, reading: $0.reading, how: $0.kind.rawValue)
            }
        }
        for replacement in reading.replacements {
            let written = reading.words.original(replacement.words)
            // The lexicon also holds words that stand for themselves, so that they are never split.
            guard written.lowercased() != replacement.reading else { continue }
            result.append(WordReplacement(words: written, reading: replacement.reading, how: replacement.how))
        }
        return result
    }

    /// Leaves out what a longer phrase of another owner covers: "trích lục khai sinh" silences "khai sinh".
    private static func withoutCovered(
        _ findings: [PhraseIndex.Finding], phrases: [PhraseIndex.Phrase]
    ) -> [PhraseIndex.Finding] {
        findings.filter { finding in
            let phrase = phrases[finding.phrase]
            // "lệ phí khai sinh" names the topic and still asks for the fee.
            if case .facet = phrase.owner { return true }
            return !findings.contains { other in
                let rival = phrases[other.phrase]
                guard rival.length > phrase.length, rival.owner != phrase.owner, other.covers(finding) else {
                    return false
                }
                switch rival.owner {
                case .topic: return rival.role != .hint || phrase.role == .hint
                case .facet: return true
                case .counter, .followUp, .correction: return false
                }
            }
        }
    }

    func candidates(
        _ findings: [PhraseIndex.Finding], all: [PhraseIndex.Finding], reading: Reading,
        within segment: Range<Int>? = nil
    ) -> [Candidate] {
        let segment = segment ?? reading.tokens.indices
        let countered = Set(
            all.compactMap { finding -> Int? in
                if case .counter(let topic) = index.phrases[finding.phrase].owner, finding.tier != .weak {
                    topic
                } else {
                    nil
                }
            })
        var byTopic: [Int: [PhraseIndex.Finding]] = [:]
        for finding in findings {
            let phrase = index.phrases[finding.phrase]
            if case .topic(let topic) = phrase.owner, !countered.contains(topic) {
                byTopic[topic, default: []].append(finding)
            }
        }
        let mentions = mentionedOnly(byTopic, reading: reading)
        let asked = findings.filter {
            if case .facet = index.phrases[$0.phrase].owner { $0.tier != .weak } else { false }
        }
        var result: [Candidate] = []
        for (number, own) in byTopic {
            let topic = catalogue.topics[number]
            let chosen = disjoint(own, reading: reading, share: mentions.contains(number) ? rules.mention : 1)
            if topic.isWhole, !coversWhole(chosen, reading: reading) { continue }
            var score = 0.0
            var share = 1.0
            for (_, value) in chosen {
                score += value * share
                share *= rules.repetition
            }
            guard score >= rules.floor else { continue }
            let evidence = chosen.map { self.evidence(of: $0, value: $1, reading: reading) }
            let candidate = Candidate(
                topic: topic.id, score: (score * 1000).rounded() / 1000, evidence: evidence,
                coverage: coverage(chosen.map(\.0) + asked, in: segment, of: reading))
            guard !candidate.isHintOnly || candidate.coverage >= rules.hintCoverage else { continue }
            result.append(candidate)
        }
        return result.sorted { ($1.score, $0.topic.rawValue) < ($0.score, $1.topic.rawValue) }
    }

    /// The best pieces of evidence that share no word, strongest first.
    private func disjoint(
        _ findings: [PhraseIndex.Finding], reading: Reading, share: Double
    ) -> [(PhraseIndex.Finding, Double)] {
        let valued = findings.map { ($0, share * value(of: $0, in: reading)) }.sorted {
            ($1.1, $0.0.start, $0.0.phrase) < ($0.1, $1.0.start, $1.0.phrase)
        }
        var chosen: [(PhraseIndex.Finding, Double)] = []
        for (finding, value) in valued
        where !chosen.contains(where: { other, _ in
            other.runs.contains { run in finding.runs.contains { $0.overlaps(run) } }
        }) {
            chosen.append((finding, value))
        }
        return chosen
    }

    private func value(of finding: PhraseIndex.Finding, in reading: Reading) -> Double {
        let phrase = index.phrases[finding.phrase]
        let weight = rules.firstWord + rules.furtherWord * Double(phrase.length - 1)
        let consistency = finding.tier == .folded && reading.isMarkedThroughout ? rules.inconsistent : 1
        return weight * rules.trust(finding.tier) * consistency * (phrase.role == .hint ? rules.hintShare : 1)
    }

    /// Topics that are named only as papers to bring along, where the text has another matter.
    private func mentionedOnly(_ byTopic: [Int: [PhraseIndex.Finding]], reading: Reading) -> Set<Int> {
        var matters: Set<Int> = []
        var mentioned: Set<Int> = []
        for (topic, findings) in byTopic where catalogue.topics[topic].kind != .smallTalk {
            let phrases = findings.filter { index.phrases[$0.phrase].role == .phrase }
            guard !phrases.isEmpty else { continue }
            if phrases.allSatisfy({ $0.runs.allSatisfy { catalogue.mentions.isMention($0, in: reading) } }) {
                mentioned.insert(topic)
            } else {
                matters.insert(topic)
            }
        }
        return matters.isEmpty ? [] : mentioned
    }

    /// Which share of the words that carry meaning is explained by some findings.
    private func coverage(_ findings: [PhraseIndex.Finding], in segment: Range<Int>, of reading: Reading) -> Double {
        var content = 0
        var explained = 0
        for index in segment {
            let isExplained = findings.contains { $0.runs.contains { $0.contains(index) } }
            if isExplained { explained += 1 }
            if isExplained || Self.carriesMeaning(reading.tokens[index]) { content += 1 }
        }
        return content == 0 ? 1 : (Double(explained) / Double(content) * 1000).rounded() / 1000
    }

    private static func carriesMeaning(_ token: Reading.Token) -> Bool {
        !token.folded.isEmpty && !FunctionWords.folded.contains(token.folded)
    }

    /// A whole-message topic tolerates a few other words, but not more than it covers itself.
    private func coversWhole(_ findings: [(PhraseIndex.Finding, Double)], reading: Reading) -> Bool {
        let covered = findings.reduce(0) { sum, item in sum + item.0.runs.reduce(0) { $0 + $1.count } }
        return reading.tokens.count - covered <= min(rules.wholeTolerance, covered)
    }

    /// Whether nothing but courtesy stands around a finding.
    private func isWholeMessage(_ finding: PhraseIndex.Finding, reading: Reading) -> Bool {
        reading.tokens.indices.allSatisfy { index in
            finding.runs.contains { $0.contains(index) }
                || MatchingRules.courtesy.contains(reading.tokens[index].folded)
        }
    }

    func facets(_ findings: [PhraseIndex.Finding], reading: Reading) -> [FacetFinding] {
        var result: [(start: Int, finding: FacetFinding)] = []
        for finding in findings {
            // Question words are so common that other marks are other words.
            guard case .facet(let number) = index.phrases[finding.phrase].owner, finding.tier != .weak else { continue }
            let facet = catalogue.facets[number].facet
            let found = FacetFinding(
                facet: facet, evidence: evidence(of: finding, value: value(of: finding, in: reading), reading: reading))
            if let known = result.firstIndex(where: { $0.finding.facet == facet }) {
                if result[known].finding.evidence.score < found.evidence.score { result[known].finding = found }
            } else {
                result.append((finding.start, found))
            }
        }
        return result.sorted { $0.start < $1.start }.map(\.finding)
    }

    private func evidence(of finding: PhraseIndex.Finding, value: Double, reading: Reading) -> Evidence {
        let phrase = index.phrases[finding.phrase]
        let words = finding.runs.map { reading.original($0) }.joined(separator: " .. ")
        return Evidence(
            phrase: phrase.source, words: words, tier: finding.tier, role: phrase.role,
            score: (value * 1000).rounded() / 1000)
    }
}
