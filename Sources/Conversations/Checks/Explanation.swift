public import PublicServices

/// What `simulator explain` prints of one text, as a line of JSON.
public struct Explanation: Sendable, Codable {
    public var text: String
    /// `answer`, `menu`, `referral`, `question`, `command`, `small_talk` or `none`.
    public var decision: String
    public var topics: [TopicID]
    public var facets: [Facet]
    public var entities: [Entity]
    /// Words that were read for something else than they say.
    public var replacements: [WordReplacement]
    public var candidates: [Candidate]

    public init(_ text: String, matcher: IntentMatcher) {
        let understanding = matcher.understand(text)
        let decision = matcher.decide(understanding)
        self.text = PersonalNumbers.masked(text)
        self.decision = decision.name
        topics = decision.topics
        facets = decision.facets
        entities = understanding.entities
        replacements = matcher.replacements(in: text)
        candidates = understanding.candidates
    }
}
