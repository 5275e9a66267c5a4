import PublicServices
import VietnameseText

/// Understands a text by the wordings of the intents files; built once, then used for every message.
///
/// A class that never changes: it holds some dozens of tables, and a copy would count a reference more to each of them for each message.
package final class IntentMatcher: Sendable {
    package let catalogue: IntentCatalogue
    /// Of the topics of the catalogue, by their places there.
    let briefs: [TopicBrief]
    package let rules: MatchingRules
    let index: PhraseIndex
    let distressReader: DistressReader
    let secondOpinion: SecondOpinion
    /// Nil where there are no examples to learn from.
    let distressOpinion: DistressOpinion?
    let followUpOpinion: FollowUpOpinion

    package init(_ catalogue: IntentCatalogue, rules: MatchingRules = MatchingRules()) {
        self.catalogue = catalogue.withoutWrittenExamples
        briefs = TopicBrief.all(of: catalogue.topics)
        self.rules = rules
        let reader = DistressReader(catalogue.distress, lexicon: catalogue.lexicon)
        distressReader = reader
        let wordings = together {
            SecondOpinion(catalogue)
        } _: {
            let index = PhraseIndex(catalogue)
            return (
                index, Self.distressOpinion(of: catalogue, reader, repair: index.repair),
                FollowUpOpinion(catalogue.followUpExamples, lexicon: catalogue.lexicon)
            )
        }
        secondOpinion = wordings.0
        (index, distressOpinion, followUpOpinion) = wordings.1
    }

    /// One of wordings alone: of a text it tells candidates and what is set aside, and knows no danger and no opinions.
    init(wordingsOf catalogue: IntentCatalogue, rules: MatchingRules) {
        self.catalogue = catalogue
        briefs = TopicBrief.all(of: catalogue.topics)
        self.rules = rules
        distressReader = DistressReader(DistressFrames(), lexicon: catalogue.lexicon)
        secondOpinion = SecondOpinion()
        distressOpinion = nil
        followUpOpinion = FollowUpOpinion(WrittenExamples(), lexicon: catalogue.lexicon)
        index = PhraseIndex(catalogue)
    }

    /// The same with other rules, for trying them.
    package func with(_ rules: MatchingRules) -> IntentMatcher { IntentMatcher(self, rules: rules) }

    private init(_ other: IntentMatcher, rules: MatchingRules) {
        catalogue = other.catalogue
        briefs = other.briefs
        self.rules = rules
        index = other.index
        distressReader = other.distressReader
        secondOpinion = other.secondOpinion
        distressOpinion = other.distressOpinion
        followUpOpinion = other.followUpOpinion
    }

    /// The same with what officers taught; what was learnt from texts stays, so that a wording more moves nothing else.
    package func taught(_ wordings: LearntWordings) -> IntentMatcher {
        wordings.entries.isEmpty ? self : IntentMatcher(wordings, beside: self)
    }

    private init(_ taught: LearntWordings, beside shipped: IntentMatcher) {
        catalogue = taught.merged(into: shipped.catalogue)
        briefs = shipped.briefs
        rules = shipped.rules
        distressReader = shipped.distressReader
        secondOpinion = shipped.secondOpinion
        distressOpinion = shipped.distressOpinion
        followUpOpinion = shipped.followUpOpinion
        index = PhraseIndex(catalogue)
    }

    /// How many wordings there are, each alternative of a bracket for itself.
    package var wordingCount: Int { index.phrases.count }

    package func understand(_ text: String) -> Understanding { understand(ReadText(text)) }

    package func understand(_ read: ReadText) -> Understanding { look(at: read).understanding }

    /// The matters alone, without slips, danger and opinions.
    func candidates(in read: ReadText) -> [Candidate] {
        let reading = reading(of: read)
        return firstLook(at: reading, findings: findings(in: reading), entities: read.entities).understanding.candidates
    }

    func look(at read: ReadText) -> Look {
        let reading = reading(of: read)
        let first = look(at: reading, findings: findings(in: reading), entities: read.entities)
        var look = first
        hearOpinions(&look)
        // What the second opinion knows needs no slip.
        if isUnclear(decide(look.understanding)), let other = withoutSlip(first, entities: read.entities) {
            look = other
            hearOpinions(&look)
        }
        look.understanding.distress = besideTopic(look.understanding)
        look.understanding.distress = weighedTogether(look)
        if look.reading.hasUnread { look.understanding.hasUnreadWords = true }
        return look
    }

    /// Asks the second opinion, but where words are taken back, which would be counted too.
    private func hearOpinions(_ look: inout Look) {
        if !takesBack(look) { look.understanding.opinions = opinions(of: look.reading) }
    }

    /// Whether a matter that a text names is taken back in it: "không phải chờ" takes back nothing.
    private func takesBack(_ look: Look) -> Bool {
        func isOfMatter(_ finding: PhraseFinding) -> Bool {
            if case .topic = finding.owner { true } else { false }
        }
        let corrects = look.findings.contains {
            [.correction(.not), .correction(.ratherThan)].contains($0.owner) && $0.tier != .weak
        }
        guard corrects else { return false }
        return allFindings(in: look.reading).count(where: isOfMatter) > look.findings.count(where: isOfMatter)
    }

    func findings(in reading: Reading) -> [PhraseFinding] { withoutDenied(allFindings(in: reading), reading: reading) }

    /// Also what the writer takes back again.
    func allFindings(in reading: Reading) -> [PhraseFinding] {
        var findings = index.findings(in: reading, gap: rules.gap)
        findings.removeAll {
            $0.role == .whole && (!isWholeMessage($0, reading: reading) || isName($0, reading: reading))
        }
        return findings
    }

    /// What is made of a text that was read in a certain way.
    func look(at reading: Reading, findings: [PhraseFinding], entities: [EntityReader.Found]) -> Look {
        var look = firstLook(at: reading, findings: findings, entities: entities)
        finish(&look)
        return look
    }

    /// The matters and the questions alone, which is enough to tell whether a reading is worth a full look.
    func firstLook(at reading: Reading, findings: [PhraseFinding], entities: [EntityReader.Found]) -> Look {
        let strongest = withoutCovered(findings, reading: reading)
        var whole = candidates(strongest, all: findings, reading: reading)
        if let last = candidatesOfLastQuestion(strongest, all: findings, reading: reading) {
            // Calls for help and the like count wherever they stand.
            whole = last + whole.filter { catalogue.kind(of: $0.topic) == .command }
            whole.sort { ($1.score, $0.topic.rawValue) < ($0.score, $1.topic.rawValue) }
        }
        let understanding = Understanding(
            candidates: whole,
            facets: facets(strongest, reading: reading),
            questions: questions(strongest, all: findings, reading: reading),
            entities: entities.prefix(rules.entities).map(\.entity),
            usedMarks: reading.words.hasMarks,
            isFollowUp: findings.contains { $0.start <= 1 && carriesOver($0, reading) },
            wordCount: reading.words.words.count)
        return Look(reading: reading, findings: findings, understanding: understanding)
    }

    /// Adds the danger, the purpose and what is unknown.
    func finish(_ look: inout Look) {
        (look.understanding.distress, look.understanding.likeness) = distress(
            in: look.reading, isClear: isClear(look.understanding))
        look.understanding.purpose = purpose(
            of: look.findings, facets: look.understanding.facets, reading: look.reading)
        look.understanding.distress = besideBribery(look.understanding)
        if mayBeUnknown(look.understanding) {
            look.understanding.unknown = unknownThing(look.findings, reading: look.reading)
        }
    }

    private func reading(of read: ReadText) -> Reading {
        var words = read.words
        if words.words.count > rules.words { words.words.removeLast(words.words.count - rules.words) }
        return Reading(words, lexicon: catalogue.lexicon, repair: index.repair, leavingOut: read.entities.map(\.range))
    }

    /// What of a text is read for something else than it says, step after step.
    package func replacements(in text: String) -> [WordReplacement] {
        let text = Words.read(of: text)
        let reading = look(at: ReadText(text)).reading
        var result: [WordReplacement]
        if let decoded = LegacyEncoding.decoded(text) {
            result = [WordReplacement(words: text, reading: decoded.text, how: decoded.encoding.rawValue)]
        } else {
            result = TextStep.steps(of: text).map {
                WordReplacement(words: $0.written, reading: $0.reading, how: $0.kind.rawValue)
            }
        }
        for replacement in reading.replacements {
            let written = reading.words.original(replacement.words)
            // The lexicon also holds words that stand for themselves, so that they are never split.
            let read = replacement.reading.map(\.spelling).joined(separator: " ")
            guard written.lowercased() != read else { continue }
            // "cccd" holds no key down: it is an abbreviation of its own.
            result.removeAll { $0.words == written && $0.how == TextStep.Kind.repeated.rawValue }
            result.append(WordReplacement(words: written, reading: read, how: replacement.how))
        }
        return result.map {
            WordReplacement(
                words: PersonalNumbers.masked($0.words), reading: PersonalNumbers.masked($0.reading), how: $0.how)
        }
    }

    /// Leaves out what a longer phrase of another owner covers: "trích lục khai sinh" silences "khai sinh".
    func withoutCovered(_ findings: [PhraseFinding], reading: Reading) -> [PhraseFinding] {
        guard findings.count > 1 else { return findings }
        let covering = findings.filter(\.mayCover)
        var uncovered = findings
        uncovered.removeAll { finding in
            guard case .facet = finding.owner else { return covering.contains { covers($0, finding, in: reading) } }
            // "lệ phí khai sinh" names the topic and still asks for the fee; "trả kết quả ở đâu" asks one thing, not two.
            return covering.contains {
                if case .facet = $0.owner { covers($0, finding, in: reading) } else { false }
            }
        }
        return uncovered
    }

    /// Whether a finding of a longer wording of something else silences another one.
    ///
    /// Words of little weight do not keep it alive: "khai sinh của con" says no more than "khai sinh".
    func covers(_ other: PhraseFinding, _ finding: PhraseFinding, in reading: Reading) -> Bool {
        guard other.overlaps(finding), other.owner != finding.owner else { return false }
        if other.length <= finding.length || !other.covers(finding) {
            guard case .topic = other.owner else { return false }
            var weighty = 0
            for token in finding.start..<finding.end where finding.contains(token) && reading.tokens[token].weight > 0 {
                guard other.contains(token) else { return false }
                weighty += 1
            }
            guard weighty > 0, other.weightyTokens(in: reading) > weighty else { return false }
        }
        switch other.owner {
        case .topic(let number):
            // A topic may stand in several entries, with counter-phrases of their own: they take nothing from one another.
            if case .topic(let covered) = finding.owner, briefs[covered].topic == briefs[number].topic {
                return false
            }
            return other.role != .hint || finding.role == .hint
        case .facet: return true
        case .counter, .followUp, .correction, .part, .sign: return false
        }
    }

    /// Whether nothing but courtesy stands around a finding.
    private func isWholeMessage(_ finding: PhraseFinding, reading: Reading) -> Bool {
        reading.tokens.indices.allSatisfy { index in
            finding.contains(index) || MatchingRules.courtesy.contains(reading.tokens[index].word.foldedKey)
        }
    }

    func facets(_ findings: [PhraseFinding], reading: Reading) -> [FacetFinding] {
        // The plainest wording of each facet, at the place of its first.
        var best: [(facet: Int, start: Int, finding: PhraseFinding, score: Double)] = []
        for finding in findings {
            // Question words are so common that other marks are other words.
            guard case .facet(let number) = finding.owner, finding.tier != .weak else { continue }
            let score = rounded(value(of: finding, in: reading))
            if let known = best.firstIndex(where: { catalogue.facets[$0.facet].facet == catalogue.facets[number].facet }
            ) {
                if best[known].score < score { (best[known].finding, best[known].score) = (finding, score) }
            } else {
                best.append((number, finding.start, finding, score))
            }
        }
        // Beside something else, "được không" only asks.
        if best.count > 1 {
            best.removeAll {
                catalogue.facets[$0.facet].facet == .eligibility && index.source(of: $0.finding.phrase) == "được không"
            }
        }
        return best.sorted { $0.start < $1.start }.map {
            FacetFinding(
                facet: catalogue.facets[$0.facet].facet,
                evidence: evidence(of: $0.finding, value: $0.score, reading: reading))
        }
    }

    func value(of finding: PhraseFinding, in reading: Reading) -> Double {
        let weight = rules.firstWord + rules.furtherWord * Double(finding.length - 1)
        let consistency = finding.tier == .folded && reading.isMarkedThroughout ? rules.inconsistent : 1
        return weight * rules.trust(finding.tier) * consistency * (finding.role == .hint ? rules.hintShare : 1)
    }

    func evidence(of finding: PhraseFinding, value: Double, reading: Reading) -> Evidence {
        Evidence(
            phrase: index.source(of: finding.phrase), words: reading.original(finding.runs), tier: finding.tier,
            role: finding.role, score: rounded(value))
    }

    /// To three digits, as scores are shown and stored.
    func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
