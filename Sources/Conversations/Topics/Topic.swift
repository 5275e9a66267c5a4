public import PublicServices

/// What a message can be about, with the wordings that name it.
public struct Topic: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// An administrative procedure of the commune.
        case procedure
        /// Another subject that the gateway answers itself.
        case subject
        /// A matter of the state that somebody else decides.
        case referral
        case command
        case smallTalk = "small_talk"
        /// No business of a public office; its phrases are evidence against the others.
        case none
    }

    public var id: TopicID
    public var kind: Kind
    /// How menus and answers call it.
    public var name: String
    /// The unit of the commune that handles it.
    public var unit: UnitID?
    /// Who is in charge, where the commune is not (kind `referral`).
    public var authority: String?
    /// Whether its phrases count only when hardly anything else stands in the message.
    public var isWhole: Bool
    public var phrases: [PhrasePattern]
    /// Wordings that are something else without their marks: "tự vẫn", which is also "tư vấn".
    public var markedPhrases: [PhrasePattern]
    /// Wordings that count only when they are the whole message, such as a bare "hủy".
    public var wholePhrases: [PhrasePattern]
    /// The same for wordings that name something else without their marks: "đúng", which is also "dừng".
    public var markedWholePhrases: [PhrasePattern]
    public var hints: [PhrasePattern]
    public var counterPhrases: [PhrasePattern]
    public var examples: [Example]
    public var counterExamples: [Example]

    /// A message that stands in an intents file, executed as a test.
    public struct Example: Sendable {
        public var text: String
        public var file: String
        public var line: Int?
    }
}

/// A facet with the wordings that ask for it.
public struct FacetWordings: Sendable {
    public var facet: Facet
    public var name: String
    public var phrases: [PhrasePattern]
    public var examples: [Topic.Example]
}

/// How people say that one thing is not meant, but another: "không phải khai sinh, ý tôi là khai tử".
public struct CorrectionWordings: Sendable {
    /// What follows is not meant: "không phải".
    public var not: [PhrasePattern] = []
    /// What follows is meant instead: "mà là".
    public var instead: [PhrasePattern] = []
    /// What stands before is meant, what follows is not: "chứ không phải".
    public var ratherThan: [PhrasePattern] = []

    public init() {}
}
