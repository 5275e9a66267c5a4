package import PublicServices

/// A topic whose wording stands in a text and that does not count all the same, and why.
package struct SetAside: Sendable, Equatable, Codable {
    package enum Reason: String, Sendable, Codable {
        /// Words that say that something else is meant (`unless` in the intents files).
        case counterPhrase = "counter_phrase"
        /// The writer took it back: "không phải …, ý tôi là …".
        case takenBack = "taken_back"
        /// A longer wording of something else holds its words.
        case covered
        /// Only a paper to bring along; it counts little.
        case broughtAlong = "brought_along"
        /// A way or a place beside a procedure, and so a facet of that.
        case procedureNamed = "procedure_named"
    }

    package var topic: TopicID
    package var reason: Reason
    /// The writer's words that decided it.
    package var words: String
}

extension IntentMatcher {
    /// What was named in a text and does not count, for people who ask why; each topic once.
    package func setAside(in text: String) -> [SetAside] { setAside(in: ReadText(text)) }

    func setAside(in read: ReadText) -> [SetAside] {
        let look = look(at: read)
        let candidates = look.understanding.candidates
        var found: [SetAside] = []
        func note(_ topic: Int, _ reason: SetAside.Reason, _ finding: PhraseFinding) {
            let id = briefs[topic].id
            guard !found.contains(where: { $0.topic == id }) else { return }
            found.append(SetAside(topic: id, reason: reason, words: look.reading.original(finding.runs)))
        }
        for (topic, finding) in named(by: allFindings(in: look.reading)) {
            // A topic may stand in two entries; what speaks by one of them is not set aside.
            if candidates.contains(where: { $0.topic == briefs[topic].id }) { continue }
            if let counter = counter(to: topic, in: look.findings) {
                note(topic, .counterPhrase, counter)
            } else if !look.findings.contains(where: { $0.phrase == finding.phrase && $0.start == finding.start }) {
                note(topic, .takenBack, finding)
            } else if let rival = look.findings.first(where: { covers($0, finding, in: look.reading) }) {
                note(topic, .covered, rival)
            }
        }
        let byTopic = byTopic(
            withoutCovered(look.findings, reading: look.reading), without: countered(by: look.findings))
        for topic in mentionedOnly(byTopic, reading: look.reading) {
            guard let finding = byTopic.first(where: { $0.topic == topic })?.findings.first else { continue }
            note(topic, .broughtAlong, finding)
        }
        for candidate in candidates where !procedureFirst(candidates).contains(candidate) {
            guard let topic = catalogue.topics.firstIndex(where: { $0.id == candidate.topic }),
                let finding = byTopic.first(where: { $0.topic == topic })?.findings.first
            else { continue }
            note(topic, .procedureNamed, finding)
        }
        return found
    }

    /// The findings that name a topic outright and not by likeness.
    private func named(by findings: [PhraseFinding]) -> [(topic: Int, finding: PhraseFinding)] {
        findings.compactMap { finding in
            guard case .topic(let topic) = finding.owner, finding.role == .phrase, finding.tier != .weak,
                briefs[topic].kind != .smallTalk
            else { return nil }
            return (topic, finding)
        }
    }

    private func counter(to topic: Int, in findings: [PhraseFinding]) -> PhraseFinding? {
        findings.first { $0.owner == .counter(topic) && $0.tier != .weak }
    }
}
