import PublicServices
import VietnameseText

extension IntentMatcher {
    /// The questions of a text that asks several things: "tách hộ cần gì còn khai tử mất bao lâu".
    ///
    /// Each must name a topic clearly, in a part of its own, and ask something; otherwise the text is one question.
    func questions(
        _ findings: [PhraseFinding], all: [PhraseFinding], reading: Reading
    ) -> [Question] {
        guard namesSeveral(findings) else { return [] }
        let segments = segments(of: reading)
        guard segments.count > 1 else { return [] }
        var questions: [Question] = []
        for (segment, isOpened, followsComma) in segments {
            let own = findings.filter { segment.lowerBound <= $0.start && $0.end <= segment.upperBound }
            let candidates = candidates(own, all: all, reading: reading, within: segment)
            if followsComma, namesNothing(candidates), let last = questions.indices.last {
                // "khai sinh cần gì, nộp ở đâu" goes on asking of the same.
                let further = facets(own, reading: reading).map(\.facet)
                questions[last].facets += further.filter { !questions[last].facets.contains($0) }
                continue
            }
            guard let best = candidates.first, best.score >= rules.answer, !best.isHintOnly,
                let kind = catalogue.kind(of: best.topic), kind == .procedure || kind == .subject,
                candidates.dropFirst().allSatisfy({ $0.score < best.score * rules.rivalry })
            else { continue }
            let asked = facets(own, reading: reading).map(\.facet)
            guard asked.contains(where: { $0 != .overview }) || isOpened else { continue }
            guard !questions.contains(where: { $0.topic == best.topic }) else { continue }
            questions.append(Question(topic: best.topic, facets: asked))
        }
        // "có thể khai qua mạng hay phải đến trụ sở" asks how and where of the procedure that is named.
        if questions.contains(where: { catalogue.kind(of: $0.topic) == .procedure }) {
            questions.removeAll {
                TopicID.facetLike[$0.topic] != nil && ($0.facets.contains(.place) || $0.facets.contains(.online))
            }
        }
        guard (2...rules.questions).contains(questions.count) else { return [] }
        // "còn khai tử?" asks the same of the next topic.
        for index in questions.indices.dropFirst() where questions[index].facets.isEmpty {
            questions[index].facets = questions[index - 1].facets
        }
        return questions
    }

    /// Whether a part of a text names no matter of its own, but at most where or how.
    private func namesNothing(_ candidates: [Candidate]) -> Bool {
        candidates.allSatisfy { $0.score < rules.answer || $0.isHintOnly || TopicID.facetLike[$0.topic] != nil }
    }

    /// Whether wordings of two topics stand in the text at all; most texts have one, and are done with here.
    private func namesSeveral(_ findings: [PhraseFinding]) -> Bool {
        var first: Int?
        for finding in findings {
            guard case .topic(let topic) = finding.owner,
                briefs[topic].kind == .procedure || briefs[topic].kind == .subject
            else { continue }
            if let first, first != topic { return true }
            first = topic
        }
        return false
    }

    /// The parts of a text between sentence ends, commas and joining words, and whether a part opens with a clear "còn" or follows a comma.
    private func segments(of reading: Reading) -> [(Range<Int>, isOpened: Bool, followsComma: Bool)] {
        var segments: [(Range<Int>, isOpened: Bool, followsComma: Bool)] = []
        var start = 0
        var isOpened = false
        var followsComma = false
        func sentence(_ index: Int) -> Int { reading.words.words[reading.tokens[index].place].sentence }
        for index in reading.tokens.indices where index > 0 {
            let token = reading.tokens[index]
            let joins = Self.joiners.contains(token.word.foldedKey)
            guard joins || sentence(index) != sentence(index - 1) || reading.hasComma(before: index) else { continue }
            segments.append((start..<index, isOpened, followsComma))
            start = index
            followsComma = !joins && sentence(index) == sentence(index - 1)
            isOpened = token.word.markedKey == Self.clearJoiner
        }
        if start < reading.tokens.count { segments.append((start..<reading.tokens.count, isOpened, followsComma)) }
        return segments
    }

    private static let joiners = Vocabulary(["con", "va", "roi", "voi"])
    /// The marked key of "còn".
    private static let clearJoiner: WordKey = "con`"
}
