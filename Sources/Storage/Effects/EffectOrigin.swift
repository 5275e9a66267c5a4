import Conversations
import PublicServices

/// The message that effects come from.
struct EffectOrigin {
    var message: MessageID
    var conversation: ConversationID
    /// On which replies go.
    var channel: ChannelID
    /// Whose staff, dossiers and officer on duty are meant.
    var commune: CommuneID?
    /// In which the villager is answered later.
    var spelling: Spelling?
    /// What is spoken of.
    var topic: TopicID?
}

extension Effect {
    /// Whether a villager reads it who did not write before it; not sent when the budget is spent.
    var isAnswer: Bool {
        switch self {
        case .reply, .tellLinked: true
        default: false
        }
    }
}
