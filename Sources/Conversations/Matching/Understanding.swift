package import PublicServices

/// What the matcher says of one text: ranked topics with their evidence, facets, entities.
///
/// It is stored with the message.
package struct Understanding: Sendable, Equatable, Codable {
    /// Topics by falling score.
    package var candidates: [Candidate]
    /// Facets asked for, in the order of the text.
    package var facets: [FacetFinding]
    /// The questions of a text that asks several; empty when it asks one.
    package var questions: [Question] = []
    package var entities: [Entity]
    /// Whether the writer put Vietnamese marks on at least one word.
    package var usedMarks: Bool
    /// Whether the text opens by carrying the last question over ("thế còn …").
    package var isFollowUp: Bool
    /// How many words the text has.
    package var wordCount: Int
    /// What it says of danger to somebody; nil where nothing of it does.
    package var distress: Distress?
    /// How likely written examples make it a call for help, in nats to three digits, for more of them would be masked as a number; nil
    /// where they know too little of its words.
    package var likeness: Double?
    /// What the text is for; nil where no word tells.
    package var purpose: Purpose?
    /// The topics of the second opinion, best first; nil where it was not asked.
    package var opinions: [Opinion]?
    /// What it asks about, in the writer's words, where that is a matter of the state that no topic knows.
    package var unknown: String?
    /// True where letters of a word were lost on the way and nothing tells what it was; else nil.
    package var hasUnreadWords: Bool?

    package init(
        candidates: [Candidate] = [], facets: [FacetFinding] = [], questions: [Question] = [],
        entities: [Entity] = [], usedMarks: Bool = false,
        isFollowUp: Bool = false, wordCount: Int = 0
    ) {
        self.candidates = candidates
        self.facets = facets
        self.questions = questions
        self.entities = entities
        self.usedMarks = usedMarks
        self.isFollowUp = isFollowUp
        self.wordCount = wordCount
    }
}

/// A topic that the second opinion names.
package struct Opinion: Sendable, Equatable, Codable {
    package var topic: TopicID
    /// In nats; only differences within one text mean something.
    package var score: Double
}

/// A topic that fits a text.
package struct Candidate: Sendable, Equatable, Codable {
    package var topic: TopicID
    /// Without a unit; comparable between candidates of one text, see `MatchingRules`.
    package var score: Double
    package var evidence: [Evidence]
    /// Which share of the words that carry meaning its evidence and the facets explain.
    package var coverage: Double

    /// Whether nothing but hints speaks for it.
    package var isHintOnly: Bool { evidence.allSatisfy { $0.role == .hint } }
}

/// One of several questions in a text, with a topic of its own.
package struct Question: Sendable, Equatable, Codable {
    package var topic: TopicID
    package var facets: [Facet]
}

/// A facet asked for, with the words that ask.
package struct FacetFinding: Sendable, Equatable, Codable {
    package var facet: Facet
    package var evidence: Evidence
}

/// Why a topic or a facet was found: which words of the writer, under which wording, how surely.
package struct Evidence: Sendable, Equatable, Codable {
    /// How the writer's words agree with the wording, surest first.
    package enum Tier: String, Sendable, Codable, Comparable {
        /// Same marks.
        case exact
        /// An abbreviation or a known misspelling was read for what it stands for.
        case lexicon
        /// The writer left marks out.
        case folded
        /// A slip of the finger, raw typing or run-together words were read for what was meant.
        case repaired
        /// A word bears other marks than the wording, or is spelled as it is spoken somewhere.
        case weak

        private var rank: Int {
            switch self {
            case .exact: 0
            case .lexicon: 1
            case .folded: 2
            case .repaired: 3
            case .weak: 4
            }
        }

        /// Whether the first is the surer one.
        package static func < (one: Tier, other: Tier) -> Bool { one.rank < other.rank }
    }

    package enum Role: String, Sendable, Codable {
        case phrase
        /// A wording that is the whole message.
        case whole
        case hint
    }

    /// The wording of the intents file.
    package var phrase: String
    /// What the villager wrote for it.
    package var words: String
    package var tier: Tier
    package var role: Role
    package var score: Double
}

/// A word of a text that was read for something else than it says, and by which step.
package struct WordReplacement: Sendable, Equatable, Codable {
    package var words: String
    package var reading: String
    /// `lexicon`, `telex`, `vni`, `glued`, `typo`, `regional` or `lost`; or a `LegacyEncoding` or `TextStep.Kind`.
    package var how: String
}

/// Something in a text that is no word: a code or a number.
package struct Entity: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        case dossierCode = "dossier_code"
        case procedureCode = "procedure_code"
        case phone
        /// A 12-digit citizen number; the value is masked.
        case personalNumber = "personal_number"
        case date
        /// A sum of money.
        case amount
    }

    package var kind: Kind
    /// In normal form: codes in capitals, phones in E.164, personal numbers masked, days as `2024-03-15`, sums in đồng.
    package var value: String
}
