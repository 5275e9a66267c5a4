public import PublicServices

/// What the matcher says of one text: ranked topics with their evidence, facets, entities.
///
/// It is stored with the message.
public struct Understanding: Sendable, Equatable, Codable {
    /// Topics by falling score.
    public var candidates: [Candidate]
    /// Facets asked for, in the order of the text.
    public var facets: [FacetFinding]
    /// The questions of a text that asks several; empty when it asks one.
    public var questions: [Question] = []
    public var entities: [Entity]
    /// Whether the writer put Vietnamese marks on at least one word.
    public var usedMarks: Bool
    /// Whether the text opens by carrying the last question over ("thế còn …").
    public var isFollowUp: Bool
    /// How many words the text has.
    public var wordCount: Int

    public init(
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

/// A topic that fits a text.
public struct Candidate: Sendable, Equatable, Codable {
    public var topic: TopicID
    /// Without a unit; comparable between candidates of one text, see `MatchingRules`.
    public var score: Double
    public var evidence: [Evidence]
    /// Which share of the words that carry meaning its evidence and the facets explain.
    public var coverage: Double

    /// Whether nothing but hints speaks for it.
    public var isHintOnly: Bool { evidence.allSatisfy { $0.role == .hint } }
}

/// One of several questions in a text, with a topic of its own.
public struct Question: Sendable, Equatable, Codable {
    public var topic: TopicID
    public var facets: [Facet]
}

/// A facet asked for, with the words that ask.
public struct FacetFinding: Sendable, Equatable, Codable {
    public var facet: Facet
    public var evidence: Evidence
}

/// Why a topic or a facet was found: which words of the writer, under which wording, how surely.
public struct Evidence: Sendable, Equatable, Codable {
    /// How the writer's words agree with the wording, surest first.
    public enum Tier: String, Sendable, Codable, Comparable {
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
        public static func < (one: Tier, other: Tier) -> Bool { one.rank < other.rank }
    }

    public enum Role: String, Sendable, Codable {
        case phrase
        /// A wording that is the whole message.
        case whole
        case hint
    }

    /// The wording of the intents file.
    public var phrase: String
    /// What the villager wrote for it.
    public var words: String
    public var tier: Tier
    public var role: Role
    public var score: Double
}

/// A word of a text that was read for something else than it says, and by which step.
public struct WordReplacement: Sendable, Equatable, Codable {
    public var words: String
    public var reading: String
    /// `lexicon`, `telex`, `vni`, `glued`, `typo` or `regional`; or a `LegacyEncoding` or `TextStep.Kind`.
    public var how: String
}

/// Something in a text that is no word: a code or a number.
public struct Entity: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable {
        case dossierCode = "dossier_code"
        case procedureCode = "procedure_code"
        case phone
        /// A 12-digit citizen number; the value is masked.
        case personalNumber = "personal_number"
        case date
        /// A sum of money.
        case amount
    }

    public var kind: Kind
    /// In normal form: codes in capitals, phones in E.164, personal numbers masked, days as `2024-03-15`, sums in đồng.
    public var value: String
}
