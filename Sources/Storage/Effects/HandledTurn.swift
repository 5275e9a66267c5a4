public import Conversations
public import PublicServices

/// What the dialogue decided about one claimed message.
public struct HandledTurn: Sendable, Equatable, HasEffects {
    public var message: MessageID
    public var conversation: ConversationID
    public var understanding: Understanding
    /// The rule that decided, for the trace and the audit.
    public var decision: String
    public var state: DialogueState
    /// The conversation keeps the state that it has.
    public var leavesState: Bool
    /// What shall happen, in its order.
    public var effects: [Effect]
    /// Whose staff, dossiers and lists are meant.
    public var commune: CommuneID?
    /// How many messages the villager was answered today, this turn included; nil leaves the number as it is.
    public var answersToday: Int?
    /// The worker that holds the lease.
    public var owner: String

    public init(
        message: MessageID, conversation: ConversationID, understanding: Understanding, decision: String,
        state: DialogueState, effects: [Effect] = [], answersToday: Int? = nil, commune: CommuneID? = nil,
        leavesState: Bool = false, owner: String
    ) {
        self.message = message
        self.conversation = conversation
        self.understanding = understanding
        self.decision = decision
        self.state = state
        self.effects = effects
        self.answersToday = answersToday
        self.commune = commune
        self.leavesState = leavesState
        self.owner = owner
    }
}
