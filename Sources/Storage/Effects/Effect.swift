import Conversations
import PublicServices

/// One thing that a message leads to beyond the message itself.
enum Effect {
    /// The villager began to write too much, or calmed down.
    case burst(BurstChange)
    /// The message belongs to a matter that staff have; one that was answered is opened again by it.
    case addToMatter(EscalationID)
    /// Staff get a matter. Of several, the first is the one whose number and urgency the replies bear.
    case escalate(NewEscalation)
    /// To the villager, on the channel of the message.
    case reply(Reply)
    /// To the officer on duty.
    case alert(DutyAlert)
    /// The villager wants no more messages that they did not ask for, or wants them again.
    case optOut(Bool)
    /// What a villager proved about a dossier, and whether they follow it.
    case dossier(DossierOutcome)
    /// A question about a dossier has to wait, or waits no more.
    case waitingQuestion(FollowUpChange)
    /// To the villager's other channel.
    case tellLinked(Reply)
    /// The villager puts their name on a list.
    case interest(TopicID)

    /// Whether a villager reads it who did not write before it; not sent when the budget is spent.
    var isAnswer: Bool {
        switch self {
        case .reply, .tellLinked: true
        default: false
        }
    }
}

/// The message that effects come from.
struct EffectOrigin {
    var message: MessageID
    var conversation: ConversationID
    /// On which replies go; nil when there are none.
    var channel: ChannelID?
    /// Whose staff, dossiers and officer on duty are meant.
    var commune: CommuneID?
    /// In which the villager is answered later.
    var spelling: Spelling?
}
