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
    /// The conversation keeps the state that it has.
    public var leavesState: Bool
    /// Whether the villager began to write too much, or calmed down.
    public var burst: BurstChange?
    public var replies: [Reply]
    public var escalation: NewEscalation?
    /// Of the other questions in the same message.
    public var furtherEscalations: [NewEscalation]
    /// A message to the officer on duty, sent on the same channel.
    public var alert: DutyAlert?
    /// Whether the contact wants no more messages from now on; nil leaves it as it is.
    public var optedOut: Bool?
    /// What changes about dossiers, and of which commune.
    public var dossier: DossierOutcome?
    public var commune: CommuneID?
    /// A question about a dossier that has to wait, or waits no more.
    public var followUp: FollowUpChange?
    /// To the villager's other channel.
    public var linkNotice: Reply?
    /// The matter at staff that the message adds to.
    public var addsTo: EscalationID?
    /// How many messages the villager was answered today, this turn included; nil leaves the number as it is.
    public var answersToday: Int?
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
        furtherEscalations: [NewEscalation] = [],
        alert: DutyAlert? = nil,
        optedOut: Bool? = nil,
        dossier: DossierOutcome? = nil,
        followUp: FollowUpChange? = nil,
        linkNotice: Reply? = nil,
        interest: TopicID? = nil,
        addsTo: EscalationID? = nil,
        answersToday: Int? = nil,
        commune: CommuneID? = nil,
        leavesState: Bool = false,
        burst: BurstChange? = nil,
        owner: String
    ) {
        self.message = message
        self.conversation = conversation
        self.understanding = understanding
        self.decision = decision
        self.state = state
        self.replies = replies
        self.escalation = escalation
        self.furtherEscalations = furtherEscalations
        self.alert = alert
        self.optedOut = optedOut
        self.dossier = dossier
        self.followUp = followUp
        self.linkNotice = linkNotice
        self.commune = commune
        self.interest = interest
        self.addsTo = addsTo
        self.answersToday = answersToday
        self.leavesState = leavesState
        self.burst = burst
        self.owner = owner
    }
}
