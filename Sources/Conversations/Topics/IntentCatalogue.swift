package import PublicServices

/// Everything the matcher knows of topics, facets and the words of texting, read from the intents folder.
package struct IntentCatalogue: Sendable {
    package var topics: [Topic]
    package var facets: [FacetWordings]
    /// Wordings that carry the last question over to a new topic: "thế còn".
    package var followUps: [PhrasePattern]
    /// Wordings by which a writer takes back one thing for another.
    package var corrections: CorrectionWordings
    package var mentions: PaperMentions
    package var lexicon: Lexicon
    package var concepts: Concepts
    /// What tells the kinds of feedback apart.
    package var feedbackKinds: [FeedbackKind: [PhrasePattern]]
    /// What tells texts that machines write.
    package var machineTexts: MachineTexts
    /// What tells calls for help.
    package var distress = DistressFrames()
    /// What tells a message's purpose, whatever it is about.
    package var signs: SignWordings
    /// What the second opinion on them learns from: `distress` and `harmless`.
    package var distressExamples = WrittenExamples()
    /// Ordinary messages by topic.
    package var messages = WrittenExamples()
    /// How people go on about a matter, by facet.
    package var followUpExamples = WrittenExamples()
    /// What messages say to one another, whatever their topic.
    package var conversation: ConversationWordings
    /// The wordings that officers taught, as they stand in their file.
    package var taught: Set<String> = []

    package init(
        topics: [Topic], facets: [FacetWordings], followUps: [PhrasePattern],
        corrections: CorrectionWordings = CorrectionWordings(), mentions: PaperMentions = PaperMentions(),
        lexicon: Lexicon, concepts: Concepts = Concepts(),
        feedbackKinds: [FeedbackKind: [PhrasePattern]] = [:], machineTexts: MachineTexts = MachineTexts(),
        signs: SignWordings = SignWordings(),
        conversation: ConversationWordings = ConversationWordings()
    ) {
        self.topics = topics
        self.facets = facets
        self.followUps = followUps
        self.corrections = corrections
        self.mentions = mentions
        self.lexicon = lexicon
        self.concepts = concepts
        self.feedbackKinds = feedbackKinds
        self.machineTexts = machineTexts
        self.signs = signs
        self.conversation = conversation
        byID = Dictionary(topics.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Without the messages that second opinions learn from, which nobody needs once they have.
    package var withoutWrittenExamples: IntentCatalogue {
        var catalogue = self
        (catalogue.distressExamples, catalogue.messages) = (WrittenExamples(), WrittenExamples())
        catalogue.followUpExamples = WrittenExamples()
        return catalogue
    }

    package subscript(_ id: TopicID) -> Topic? { byID[id].map { topics[$0] } }

    func kind(of id: TopicID) -> Topic.Kind? { byID[id].map { topics[$0].kind } }

    private let byID: [TopicID: Int]
}

extension TopicID {
    /// The topics that the dialogue itself knows by name; all others are data.
    package static let emergency: TopicID = "emergency"
    package static let optOut: TopicID = "opt_out"
    package static let optIn: TopicID = "opt_in"
    /// No topic of the catalogue: known by ``LinkRequest`` alone.
    package static let linkChannels: TopicID = "link_channels"
    /// No topic of the catalogue: a digit that was asked for.
    package static let satisfaction: TopicID = "satisfaction"
    package static let talkToStaff: TopicID = "talk_to_staff"
    package static let dossierStatus: TopicID = "dossier_status_lookup"
    package static let dossierCodeOnly: TopicID = "dossier_code_only"
    package static let feedback: TopicID = "feedback_complaint"
    package static let outOfScope: TopicID = "out_of_scope"
    package static let affirm: TopicID = "affirm"
    package static let deny: TopicID = "deny"
    package static let spokenHelp: TopicID = "spoken_help"
    package static let capabilities: TopicID = "bot_capabilities"
    package static let greeting: TopicID = "greeting"
    /// Matters of the state that somebody else decides, and those that no topic knows.
    package static let otherService: TopicID = "other_gov_service"
    /// Signs that may mean an emergency: asked back, see ``SignsOnly``.
    package static let urgentQuestion: TopicID = "urgent_question"
    /// Who writes about these has lost somebody.
    static let ofDeaths: Set<TopicID> = ["death_registration", "funeral_support"]
    package static let officeHours: TopicID = "office_hours"
    package static let officeContact: TopicID = "office_contact"
    static let certifiedCopy: TopicID = "certified_copy"
    /// Subjects that are facets as soon as a procedure is named.
    static let facetLike: [TopicID: Facet] = [.officeContact: .place, "online_portal_help": .online]
}
