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
    public var kind: MessageKind
    /// The villager's address, for the officer on duty to call back in an emergency.
    public var sender: String
    /// The state of the case that the text asks after, looked up before the turn.
    public var askedCase: CaseState?

    public init(
        text: String, spelling: SpellingRule, kind: MessageKind = .text, sender: String = "",
        askedCase: CaseState? = nil
    ) {
        self.text = text
        self.spelling = spelling
        self.kind = kind
        self.sender = sender
        self.askedCase = askedCase
    }
}

/// What one message leads to; nothing of it has happened yet.
public struct Turn: Sendable {
    public var understanding: Understanding
    public var decision: Decision
    public var state: DialogueState
    public var replies: [Reply] = []
    public var escalation: NewEscalation?
    public var alert: DutyAlert?
    /// A new wish about messages that were not asked for, where the villager expressed one.
    public var optedOut: Bool?
    /// What must be looked up before there is an answer: `Dialogue.resume` goes on from there.
    public var lookup: DossierLookup?
    /// What changes about a dossier.
    public var dossier: DossierOutcome?
    /// A subject for whose list the villager put himself down.
    public var interest: TopicID?
}
