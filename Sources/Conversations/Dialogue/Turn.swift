public import PublicServices

/// What a villager wrote, and how the channel wants answers spelled.
public struct VillagerMessage: Sendable {
    /// How a channel chooses between the spellings.
    public enum SpellingRule: String, Sendable, CaseIterable {
        /// As the villager writes.
        case asWritten = "as_written"
        case marked
        case unmarked
    }

    public var text: String
    public var spelling: SpellingRule

    public init(text: String, spelling: SpellingRule) {
        self.text = text
        self.spelling = spelling
    }
}

/// What one message leads to; nothing of it has happened yet.
public struct Turn: Sendable {
    public var understanding: Understanding
    public var decision: Decision
    public var state: DialogueState
    public var replies: [Reply] = []
    public var escalation: NewEscalation?
    /// A new wish about messages that were not asked for, where the villager expressed one.
    public var optedOut: Bool?
    /// A subject for whose list the villager put himself down.
    public var interest: TopicID?
}
