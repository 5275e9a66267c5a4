package import CheckedYAML
package import Conversations
package import PublicServices

/// Whether wordings and catalogue speak of the same topics.
package enum TopicCoverage {
    package static func problems(_ intents: IntentCatalogue, _ services: ServiceCatalogue) -> [FileProblem] {
        var problems: [FileProblem] = []
        for procedure in services.procedures where intents[procedure.topic] == nil {
            problems.append(unknown(procedure.topic, procedure.code.rawValue, procedure.origin))
        }
        for referral in services.referrals where intents[referral.topic] == nil {
            problems.append(unknown(referral.topic, referral.id.rawValue, referral.origin))
        }
        for subject in services.subjects where intents[subject.topic]?.kind != .subject {
            problems.append(unknown(subject.topic, subject.topic.rawValue, subject.origin))
        }
        for topic in intents.topics where topic.examples.isEmpty {
            problems.append(
                FileProblem(
                    file: "intents", line: nil, entry: topic.id.rawValue, what: "the topic has no examples",
                    mend: "add sentences that villagers write, as examples"))
        }
        return problems
    }

    private static func unknown(_ topic: TopicID, _ entry: String, _ origin: FileOrigin) -> FileProblem {
        FileProblem(
            file: origin.file, line: origin.line, entry: entry, what: "no wording leads to the topic \(topic)",
            mend: "correct the topic, or add it to an intents file with the right kind")
    }
}
