package import Conversations
package import PublicServices

/// What each concept brings: how many words it stands for, and the topics whose wordings name it.
package struct ConceptUse: Sendable {
    package var name: String
    package var words: Int
    package var wordings: Int
    package var topics: [TopicID]

    /// One line for people.
    package var line: String {
        "{\(name)}: \(words) words in \(wordings) wordings of " + topics.map(\.rawValue).joined(separator: ", ")
    }

    package static func all(_ catalogue: IntentCatalogue) -> [ConceptUse] {
        var uses: [String: (wordings: Int, topics: [TopicID])] = [:]
        for topic in catalogue.topics {
            let wordings =
                topic.phrases + topic.markedPhrases + topic.wholePhrases + topic.markedWholePhrases + topic.hints
                + topic.counterPhrases
            for wording in wordings {
                let named = Set(wording.sequences.flatMap(\.parts).compactMap(Self.name))
                for name in named {
                    uses[name, default: (0, [])].wordings += 1
                    if uses[name]?.topics.last != topic.id { uses[name]?.topics.append(topic.id) }
                }
            }
        }
        return catalogue.concepts.all.map { concept in
            let use = uses[concept.name] ?? (0, [])
            return ConceptUse(
                name: concept.name, words: concept.wordings.count, wordings: use.wordings, topics: use.topics)
        }
    }

    private static func name(of part: PhrasePattern.Part) -> String? {
        if case .concept(let concept) = part { concept.name } else { nil }
    }
}
