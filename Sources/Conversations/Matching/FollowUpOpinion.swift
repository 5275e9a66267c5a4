import PublicServices
import VietnameseText

/// What a text asks of the matter at hand, by how people go on about one: "tốn nhiều không cháu", "một mình mẹ đi được không".
///
/// A ``SecondOpinion`` of its own, learnt from examples with facets in the place of topics. It is asked amid a conversation only, about
/// what wordings find nothing in (docs/decisions/0035).
struct FollowUpOpinion: Sendable {
    private let opinion: SecondOpinion

    init(_ examples: WrittenExamples, lexicon: Lexicon) {
        opinion = SecondOpinion(examples, lexicon: lexicon)
    }

    /// The likeliest facet and its odds against all else, in nats; nil where it asks nothing, or nothing is known of its words.
    func facet(of reading: Reading) -> (facet: Facet, odds: Double)? {
        guard let best = opinion.ranked(reading.hashes, atMost: 1).first,
            let facet = Facet(rawValue: opinion.topics[best.topic].rawValue)
        else { return nil }
        return (facet, Double(best.score))
    }
}
