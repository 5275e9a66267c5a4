public import Conversations
public import PublicServices

/// What the dialogue decided about one claimed message.
public struct HandledTurn: Sendable, Equatable {
    public var message: MessageID
    public var conversation: ConversationID
    public var understanding: Understanding
    /// The rule that decided, for the trace and the audit.
    public var decision: String
    public var state: DialogueState
    public var replies: [Reply]
    public var escalation: NewEscalation?
    /// Whether the contact wants no more messages from now on; nil leaves it as it is.
    public var optedOut: Bool?
    /// A subject for whose list the villager put himself down.
    public var interest: TopicID?
    /// The worker that holds the lease.
    public var owner: String

    public init(
        message: MessageID,
        conversation: ConversationID,
        understanding: Understanding,
        decision: String,
        state: DialogueState,
        replies: [Reply],
        escalation: NewEscalation? = nil,
        optedOut: Bool? = nil,
        interest: TopicID? = nil,
        owner: String
    ) {
        self.message = message
        self.conversation = conversation
        self.understanding = understanding
        self.decision = decision
        self.state = state
        self.replies = replies
        self.escalation = escalation
        self.optedOut = optedOut
        self.interest = interest
        self.owner = owner
    }
}
