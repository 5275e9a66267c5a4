import PublicServices
import VietnameseText

/// What a villager wrote, and how the channel wants answers spelled.
package struct VillagerMessage: Sendable {
    /// How a channel chooses between the spellings.
    package enum SpellingRule: String, Sendable, CaseIterable {
        /// As the villager writes.
        case asWritten = "as_written"
        case marked
        case unmarked
    }

    /// What they wrote, as it is read.
    package var read: ReadText
    package var spelling: SpellingRule
    package var kind: MessageKind
    /// The villager's address, for the officer on duty to call back in an emergency.
    package var sender: String
    /// What staff and this villager have between them, looked up before the turn.
    package var matter: OpenMatter?
    /// Whether a channel reaches the phone of the officer on duty, so that an alert can be sent.
    package var reachesDuty: Bool

    /// - Parameter text: what they sent, as they sent it.
    package init(
        text: String, spelling: SpellingRule, kind: MessageKind = .text, sender: String = "",
        matter: OpenMatter? = nil, reachesDuty: Bool = true
    ) {
        read = ReadText(text)
        self.spelling = spelling
        self.kind = kind
        self.sender = sender
        self.matter = matter
        self.reachesDuty = reachesDuty
    }

    package var text: String { read.text }
}

/// What one message leads to; nothing of it has happened yet.
package struct Turn: Sendable, HasEffects {
    package var understanding: Understanding
    package var decision: Decision
    package var state: DialogueState
    /// What shall happen, in its order.
    package var effects: [Effect] = []
    /// What must be known before the turn can end: `Dialogue.resume` goes on from there.
    package var need: Need?
    /// The day whose opening hours are asked for.
    var askedDay: AskedDay?
    /// What the message says to the ones before it.
    var remark = Remark()
    /// Whether something was said before it, in this session.
    var isGoingOn = false
    /// Whether the opening hours are asked for beside something else.
    package var asksHoursToo = false

    /// Whether it is carried out however many messages came before it: a call for help, a wish to be left alone; and what
    /// costs nothing, because nothing is answered to it.
    package var isNeverLimited: Bool {
        if optedOut == true || escalations.contains(where: { $0.reason == .emergency }) { return true }
        return switch decision {
        case .command(.emergency), .command(.optOut): true
        case .command(.erasure), .quiet: replies.isEmpty
        default: false
        }
    }
}
