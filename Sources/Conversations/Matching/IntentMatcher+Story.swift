import PublicServices
import VietnameseText

/// Of a long story, the last sentence that asks says most.
extension IntentMatcher {
    /// The candidates of that sentence, where it names a matter by itself; nil for a short text, or one of a single sentence.
    func candidatesOfLastQuestion(
        _ findings: [PhraseFinding], all: [PhraseFinding], reading: Reading
    ) -> [Candidate]? {
        guard reading.tokens.count >= rules.storyWords else { return nil }
        for sentence in sentences(of: reading).reversed() where sentence.count < reading.tokens.count {
            guard asks(in: sentence, all) else { continue }
            let own = findings.filter { sentence.lowerBound <= $0.start && $0.end <= sentence.upperBound }
            let counters = all.filter { sentence.lowerBound <= $0.start && $0.end <= sentence.upperBound }
            let candidates = candidates(own, all: counters, reading: reading, within: sentence)
            guard let best = candidates.first, best.score >= rules.answer, !best.isHintOnly else { return nil }
            switch catalogue.kind(of: best.topic) {
            case .procedure, .subject, .referral: return candidates
            case .command, .smallTalk, .some(.none), nil: return nil
            }
        }
        return nil
    }

    private func asks(in sentence: Range<Int>, _ findings: [PhraseFinding]) -> Bool {
        findings.contains { finding in
            guard finding.tier != .weak, sentence.lowerBound <= finding.start, finding.end <= sentence.upperBound else {
                return false
            }
            switch finding.owner {
            case .facet(let number): return catalogue.facets[number].facet != .overview
            case .sign(let number): return MessageSign.allCases[number] == .question
            case .topic, .counter, .followUp, .correction, .part: return false
            }
        }
    }

    private func sentences(of reading: Reading) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = 0
        func sentence(_ token: Int) -> Int { reading.words.words[reading.tokens[token].place].sentence }
        for token in reading.tokens.indices.dropFirst() where sentence(token) != sentence(token - 1) {
            sentences.append(start..<token)
            start = token
        }
        if start < reading.tokens.count { sentences.append(start..<reading.tokens.count) }
        return sentences
    }
}
