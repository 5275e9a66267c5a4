import PublicServices
import VietnameseText

/// From the wordings found in a text to topics with a score each.
extension IntentMatcher {
    /// A finding with what it is worth for its topic.
    private typealias Valued = (finding: PhraseFinding, value: Double)

    /// The topics that some findings speak for, by falling score; within a part of the text where there is one.
    ///
    /// - Parameter all: also what longer wordings cover; counter-phrases count wherever they stand.
    func candidates(
        _ findings: [PhraseFinding], all: [PhraseFinding], reading: Reading, within segment: Range<Int>? = nil
    ) -> [Candidate] {
        let byTopic = byTopic(findings, without: countered(by: all))
        guard !byTopic.isEmpty else { return [] }
        let mentions = mentionedOnly(byTopic, reading: reading)
        let asked = findings.filter {
            if case .facet = $0.owner { $0.tier != .weak } else { false }
        }
        var result: [Candidate] = []
        for (number, own) in byTopic {
            let chosen = disjoint(own, reading: reading, share: mentions.contains(number) ? rules.mention : 1)
            if briefs[number].isWhole, !coversWhole(chosen, reading: reading) { continue }
            var score = 0.0
            var share = 1.0
            for (_, value) in chosen {
                score += value * share
                share *= rules.repetition
            }
            guard score >= rules.floor else { continue }
            let coverage = coverage(chosen, asked, in: segment ?? reading.tokens.indices, of: reading)
            let isHintOnly = chosen.allSatisfy { $0.finding.role == .hint }
            guard !isHintOnly || coverage >= rules.hintCoverage else { continue }
            let candidate = Candidate(
                topic: briefs[number].id, score: rounded(score),
                evidence: chosen.map { evidence(of: $0.finding, value: $0.value, reading: reading) },
                coverage: coverage)
            // A topic may stand in two entries, with counter-phrases of their own: the stronger one speaks.
            if let known = result.firstIndex(where: { $0.topic == candidate.topic }) {
                if result[known].score < candidate.score { result[known] = candidate }
            } else {
                result.append(candidate)
            }
        }
        guard result.count > 1 else { return result }
        return result.sorted { ($1.score, $0.topic.rawValue) < ($0.score, $1.topic.rawValue) }
    }

    /// The topics that a counter-phrase speaks against.
    func countered(by findings: [PhraseFinding]) -> [Int] {
        findings.compactMap { finding in
            if case .counter(let topic) = finding.owner, finding.tier != .weak {
                topic
            } else {
                nil
            }
        }
    }

    /// The findings of each topic; few topics speak in one text, so a short list is the quickest table.
    func byTopic(
        _ findings: [PhraseFinding], without countered: [Int]
    ) -> [(topic: Int, findings: [PhraseFinding])] {
        var result: [(topic: Int, findings: [PhraseFinding])] = []
        for finding in findings {
            guard case .topic(let topic) = finding.owner, !countered.contains(topic) else {
                continue
            }
            if let known = result.firstIndex(where: { $0.topic == topic }) {
                result[known].findings.append(finding)
            } else {
                result.append((topic, [finding]))
            }
        }
        return result
    }

    /// The best pieces of evidence that share no word, strongest first.
    private func disjoint(_ findings: [PhraseFinding], reading: Reading, share: Double) -> [Valued] {
        var valued: [Valued] = findings.map { ($0, share * value(of: $0, in: reading)) }
        guard valued.count > 1 else { return valued }
        valued.sort {
            ($1.value, $0.finding.start, $0.finding.phrase) < ($0.value, $1.finding.start, $1.finding.phrase)
        }
        var chosen: [Valued] = []
        for (finding, value) in valued where !chosen.contains(where: { $0.finding.overlaps(finding) }) {
            chosen.append((finding, value))
        }
        return chosen
    }

    /// Topics that are named only as papers to bring along, where the text has another matter.
    func mentionedOnly(
        _ byTopic: [(topic: Int, findings: [PhraseFinding])], reading: Reading
    ) -> [Int] {
        guard byTopic.count > 1 else { return [] }
        var hasMatter = false
        var mentioned: [Int] = []
        for (topic, findings) in byTopic where briefs[topic].kind != .smallTalk {
            let named = findings.filter { $0.role == .phrase }
            guard !named.isEmpty else { continue }
            if named.allSatisfy({ $0.runs.all.allSatisfy { catalogue.mentions.isMention($0, in: reading) } }) {
                mentioned.append(topic)
            } else {
                hasMatter = true
            }
        }
        return hasMatter ? mentioned : []
    }

    /// Whether a text names papers to bring along, and no matter.
    func mentionsPapers(_ look: Look) -> Bool {
        var mentions = false
        for finding in look.findings where finding.role == .phrase {
            guard case .topic(let topic) = finding.owner else { continue }
            switch briefs[topic].kind {
            case .procedure, .referral: break
            case .subject, .command, .smallTalk, .none: continue
            }
            guard finding.runs.all.allSatisfy({ catalogue.mentions.isMention($0, in: look.reading) }) else {
                return false
            }
            mentions = true
        }
        return mentions
    }

    /// Which share of the words that carry meaning is explained by the evidence and by what is asked.
    private func coverage(
        _ chosen: [Valued], _ asked: [PhraseFinding], in segment: Range<Int>, of reading: Reading
    ) -> Double {
        var content = 0
        var explained = 0
        for token in segment {
            let isExplained =
                chosen.contains { $0.finding.contains(token) } || asked.contains { $0.contains(token) }
            if isExplained { explained += 1 }
            if isExplained || reading.tokens[token].carriesMeaning { content += 1 }
        }
        return content == 0 ? 1 : rounded(Double(explained) / Double(content))
    }

    /// A whole-message topic tolerates a few other words, but not more than it covers itself.
    private func coversWhole(_ chosen: [Valued], reading: Reading) -> Bool {
        let covered = chosen.reduce(0) { $0 + $1.finding.runs.tokenCount }
        return reading.tokens.count - covered <= min(rules.wholeTolerance, covered)
    }
}
