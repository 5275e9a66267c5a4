public import PublicServices

/// Everything the matcher knows of topics, facets and the words of texting, read from the intents folder.
public struct IntentCatalogue: Sendable {
    public var topics: [Topic]
    public var facets: [FacetWordings]
    /// Wordings that carry the last question over to a new topic: "thế còn".
    public var followUps: [PhrasePattern]
    /// Wordings by which a writer takes back one thing for another.
    public var corrections: CorrectionWordings
    public var mentions: PaperMentions
    public var lexicon: Lexicon
    /// What tells the kinds of feedback apart.
    public var feedbackKinds: [FeedbackKind: [PhrasePattern]]
    /// What tells texts that machines write.
    public var machineTexts: MachineTexts

    public init(
        topics: [Topic], facets: [FacetWordings], followUps: [PhrasePattern],
        corrections: CorrectionWordings = CorrectionWordings(), mentions: PaperMentions = PaperMentions(),
        lexicon: Lexicon,
        feedbackKinds: [FeedbackKind: [PhrasePattern]] = [:], machineTexts: MachineTexts = MachineTexts()
    ) {
        self.topics = topics
        self.facets = facets
        self.followUps = followUps
        self.corrections = corrections
        self.mentions = mentions
        self.lexicon = lexicon
        self.feedbackKinds = feedbackKinds
        self.machineTexts = machineTexts
        byID = Dictionary(topics.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(_ id: TopicID) -> Topic? { byID[id].map { topics[$0] } }

    func kind(of id: TopicID) -> Topic.Kind? { byID[id].map { topics[$0].kind } }

    private let byID: [TopicID: Int]
}

extension TopicID {
    /// The topics that the dialogue itself knows by name; all others are data.
    public static let emergency: TopicID = "emergency"
    public static let optOut: TopicID = "opt_out"
    public static let optIn: TopicID = "opt_in"
    /// No topic of the catalogue: known by ``LinkRequest`` alone.
    public static let linkChannels: TopicID = "link_channels"
    public static let talkToStaff: TopicID = "talk_to_staff"
    public static let dossierStatus: TopicID = "dossier_status_lookup"
    public static let dossierCodeOnly: TopicID = "dossier_code_only"
    public static let feedback: TopicID = "feedback_complaint"
    public static let outOfScope: TopicID = "out_of_scope"
    public static let affirm: TopicID = "affirm"
    public static let deny: TopicID = "deny"
    public static let capabilities: TopicID = "bot_capabilities"
    public static let greeting: TopicID = "greeting"
    /// What sounds like a call for help and is none; it only takes words away from the emergencies.
    static let noAlarm: TopicID = "no_alarm"
    /// Signs that may mean an emergency: asked back, see ``SignsOnly``.
    static let urgentQuestion: TopicID = "urgent_question"
    public static let officeHours: TopicID = "office_hours"
    public static let officeContact: TopicID = "office_contact"
    /// Subjects that are facets as soon as a procedure is named.
    static let facetLike: Set<TopicID> = [.officeContact, "online_portal_help"]
}
