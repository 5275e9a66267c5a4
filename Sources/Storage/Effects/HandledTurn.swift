package import Conversations
package import PublicServices

/// What the dialogue decided about one claimed message.
package struct HandledTurn: Sendable, Equatable, HasEffects {
    package var message: MessageID
    package var conversation: ConversationID
    package var channel: ChannelID
    package var understanding: Understanding
    /// The rule that decided, for the trace and the audit.
    package var decision: String
    package var state: DialogueState
    /// The conversation keeps the state that it has.
    package var leavesState: Bool
    /// What shall happen, in its order.
    package var effects: [Effect]
    /// Whose staff, dossiers and lists are meant.
    package var commune: CommuneID?
    /// How many messages the villager was answered today, this turn included; nil leaves the number as it is.
    package var answersToday: Int?
    /// The worker that holds the lease.
    package var owner: String

    package init(
        message: MessageID, conversation: ConversationID, channel: ChannelID, understanding: Understanding,
        decision: String, state: DialogueState, effects: [Effect] = [], answersToday: Int? = nil,
        commune: CommuneID? = nil,
        leavesState: Bool = false, owner: String
    ) {
        self.message = message
        self.conversation = conversation
        self.channel = channel
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
