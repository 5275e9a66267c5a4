package import CheckedYAML
import Conversations
package import PublicServices

/// A conversation of one villager, with what a good officer would have answered to each message.
package struct Talk: Sendable {
    package struct Message: Sendable {
        package var text: String
        /// Exactly right.
        package var right: [TalkOutcome]
        /// Good enough.
        package var acceptable: [TalkOutcome]
        /// What would do harm.
        package var harmful: [TalkOutcome]
    }

    /// Who writes, in a line.
    package var who: String
    package var messages: [Message]

    /// Reads a file of conversations; topics that the catalogue does not know are problems.
    package static func load(path: String, topics: Set<TopicID>) throws(FileProblem) -> [Talk] {
        var talks: [Talk] = []
        for entry in try YAMLEntry.load(path: path).entries() {
            try entry.allow(keys: ["who", "messages"])
            var messages: [Message] = []
            for message in try entry.entry("messages").entries() {
                try message.allow(keys: ["text", "right", "ok", "harmful"])
                messages.append(
                    Message(
                        text: try message.entry("text").string(),
                        right: try outcomes(message.entry("right"), topics),
                        acceptable: try message.optional("ok").map { entry throws(FileProblem) in
                            try outcomes(entry, topics)
                        } ?? [],
                        harmful: try message.optional("harmful").map { entry throws(FileProblem) in
                            try outcomes(entry, topics)
                        } ?? []))
            }
            talks.append(Talk(who: try entry.entry("who").string(), messages: messages))
        }
        return talks
    }

    private static func outcomes(
        _ entry: YAMLEntry, _ topics: Set<TopicID>
    ) throws(FileProblem) -> [TalkOutcome] {
        var outcomes: [TalkOutcome] = []
        for item in try entry.entries() {
            let text = try item.string()
            guard let outcome = TalkOutcome(text), outcome.topic.map(topics.contains) ?? true else {
                throw item.problem(
                    "there is no outcome \"\(text)\"",
                    mend: "write a topic of the intents, TOPIC/FACET, menu:TOPIC, or one of "
                        + TalkOutcome.Other.allCases.map(\.rawValue).joined(separator: ", "))
            }
            outcomes.append(outcome)
        }
        return outcomes
    }
}
