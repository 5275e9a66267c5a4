package import Conversations
package import PublicServices

/// What `simulator explain` prints of one text, as a line of JSON.
package struct Explanation: Sendable, Codable {
    enum CodingKeys: String, CodingKey {
        case text, decision, topics, facets, entities, replacements, candidates, purpose, opinions, unknown, distress,
            likeness
        case isForeign = "foreign"
        case setAside = "set_aside"
        case opinionWords = "opinion_words"
    }

    package var text: String
    /// `answer`, `menu`, `referral`, `question`, `command`, `small_talk`, `trouble`, `unknown` or `none`.
    package var decision: String
    /// Whether nothing is answered because the text is no public matter.
    package var isForeign: Bool
    package var topics: [TopicID]
    package var facets: [Facet]
    package var entities: [Entity]
    /// Words that were read for something else than they say.
    package var replacements: [WordReplacement]
    package var candidates: [Candidate]
    package var purpose: Purpose?
    package var opinions: [Opinion]?
    /// The words that speak most for each of the opinions, by the topic's id.
    package var opinionWords: [String: [String]]
    package var unknown: String?
    /// What speaks for danger and against it; left out where nothing does.
    package var distress: Distress?
    /// How likely written examples make it a call for help, in nats.
    package var likeness: Double?
    /// What was named too and does not count.
    package var setAside: [SetAside]

    package init(_ text: String, matcher: IntentMatcher) {
        let understanding = matcher.understand(text)
        let decision = matcher.decide(understanding)
        self.text = PersonalNumbers.masked(text)
        self.decision = decision.name
        isForeign = decision == .none(foreign: true)
        topics = decision.topics
        facets = decision.facets
        entities = understanding.entities
        replacements = matcher.replacements(in: text)
        candidates = understanding.candidates
        purpose = understanding.purpose
        opinions = understanding.opinions
        let reasons = matcher.reasons(for: (understanding.opinions ?? []).map(\.topic), in: text)
        opinionWords = reasons.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        unknown = understanding.unknown.map(PersonalNumbers.masked)
        distress = understanding.distress
        likeness = understanding.likeness
        setAside = matcher.setAside(in: text)
    }
}
