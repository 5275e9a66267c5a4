public import PublicServices
import VietnameseText

/// What a villager wrote, and how the channel wants answers spelled.
public struct VillagerMessage: Sendable {
    /// How a channel chooses between the spellings.
    public enum SpellingRule: String, Sendable, CaseIterable {
        /// As the villager writes.
        case asWritten = "as_written"
        case marked
        case unmarked
    }

    /// What he wrote, without hidden signs.
    public var text: String
    public var spelling: SpellingRule
    public var kind: MessageKind
    /// The villager's address, for the officer on duty to call back in an emergency.
    public var sender: String
    /// The state of the case that the text asks after, looked up before the turn.
    public var askedCase: CaseState?
    /// What came of the text's wish to link two channels, carried out before the turn.
    public var link: LinkOutcome?
    /// What staff and this villager have between them, looked up before the turn.
    public var matter: OpenMatter?
    /// Whether a channel reaches the phone of the officer on duty, so that an alert can be sent.
    public var reachesDuty: Bool

    public init(
        text: String, spelling: SpellingRule, kind: MessageKind = .text, sender: String = "",
        askedCase: CaseState? = nil, link: LinkOutcome? = nil, matter: OpenMatter? = nil, reachesDuty: Bool = true
    ) {
        // Before hidden signs go: some of them are letters of an old encoding.
        self.text = HiddenSigns.removed(from: LegacyEncoding.decoded(Words.read(of: text))?.text ?? text)
        self.spelling = spelling
        self.kind = kind
        self.sender = sender
        self.askedCase = askedCase
        self.link = link
        self.matter = matter
        self.reachesDuty = reachesDuty
    }
}

/// What one message leads to; nothing of it has happened yet.
public struct Turn: Sendable {
    public var understanding: Understanding
    public var decision: Decision
    public var state: DialogueState
    public var replies: [Reply] = []
    public var escalation: NewEscalation?
    /// Of the other questions in the same message.
    public var furtherEscalations: [NewEscalation] = []
    public var alert: DutyAlert?
    /// A new wish about messages that were not asked for, where the villager expressed one.
    public var optedOut: Bool?
    /// What must be looked up before there is an answer: `Dialogue.resume` goes on from there.
    public var lookup: DossierLookup?
    /// What changes about a dossier.
    public var dossier: DossierOutcome?
    /// A question about a dossier that has to wait, or waits no more.
    public var followUp: FollowUpChange?
    /// The matter at staff that this message adds to; one that was answered is opened again by it.
    public var addsTo: EscalationID?
    /// To the villager's other channel, which a turn linked.
    public var linkNotice: Reply?
    /// A subject for whose list the villager put himself down.
    public var interest: TopicID?
    /// The day whose opening hours are asked for.
    var askedDay: AskedDay?

    /// Whether it is carried out however many messages came before it: a call for help, a wish to be left alone; and what
    /// costs nothing, because nothing is answered to it.
    public var isNeverLimited: Bool {
        switch decision {
        case .command(.emergency), .command(.optOut), .command(.erasure), .quiet: true
        default: false
        }
    }
}
