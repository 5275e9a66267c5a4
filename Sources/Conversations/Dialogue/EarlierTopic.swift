package import PublicServices

/// A topic that a conversation has left, and may come back to.
package struct EarlierTopic: Sendable, Equatable, Codable {
    package var topic: TopicID
    /// The procedure of it, where it was not the main one.
    package var procedure: ProcedureCode?
}

extension DialogueState {
    /// How many topics are remembered that were spoken of before.
    private static let earlierTopics = 3

    /// Speaks of a topic from now on, and remembers the one before.
    mutating func speak(of topic: TopicID, procedure: ProcedureCode? = nil) {
        var others = (earlier ?? []).filter { $0.topic != topic }
        if let left = self.topic, left != topic {
            others.removeAll { $0.topic == left }
            others.append(EarlierTopic(topic: left, procedure: self.procedure))
        }
        earlier = others.isEmpty ? nil : Array(others.suffix(Self.earlierTopics))
        self.topic = topic
        self.procedure = procedure
    }

    /// The same as if a topic of before were still spoken of.
    func backAt(_ left: EarlierTopic) -> DialogueState {
        var state = self
        state.topic = left.topic
        state.procedure = left.procedure
        return state
    }
}

extension Dialogue {
    /// The conversation as a text takes it up: at a topic of before, where the second opinion finds that one likelier than the topic
    /// at hand, and both were spoken of.
    ///
    /// After a marriage and a certificate for it "lúc ký có cần cả 2 đứa k" asks of the marriage. Of topics that nobody spoke of
    /// nothing is said here: those must be named (docs/decisions/0037).
    func takenUp(_ state: DialogueState, by understanding: Understanding) -> DialogueState {
        guard let topic = state.topic, let earlier = state.earlier, let opinions = understanding.opinions else {
            return state
        }
        let likeliest = opinions.first { opinion in
            opinion.topic == topic || earlier.contains { $0.topic == opinion.topic }
        }
        guard let likeliest, likeliest.topic != .otherService, likeliest.score >= matcher.rules.opinionOfEarlier,
            let left = earlier.last(where: { $0.topic == likeliest.topic })
        else { return state }
        return state.backAt(left)
    }
}
