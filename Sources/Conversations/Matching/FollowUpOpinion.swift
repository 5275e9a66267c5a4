import PublicServices
import VietnameseText

/// What a text does amid a conversation, by how people go on: "tốn nhiều không cháu" asks the fee of the matter at hand, "để bàn lại với
/// bả" closes.
///
/// A ``SecondOpinion`` of its own, learnt from examples with facets in the place of topics. It is asked amid a conversation only, about
/// what wordings find nothing in (docs/decisions/0035).
struct FollowUpOpinion: Sendable {
    /// What a text does, each with the odds against all else, in nats.
    enum Finding: Sendable, Equatable {
        case asks(Facet, odds: Double)
        /// All was said: it tells what comes next, puts off, accepts, thanks.
        case closes(odds: Double)
    }

    private let opinion: SecondOpinion

    init(_ examples: WrittenExamples, lexicon: Lexicon) {
        opinion = SecondOpinion(examples, lexicon: lexicon)
    }

    /// The likeliest that a text does; nil where it tells something else, or nothing is known of its words.
    func finding(in reading: Reading) -> Finding? {
        guard let best = opinion.ranked(reading.hashes, atMost: 1).first else { return nil }
        let label = opinion.topics[best.topic].rawValue
        if label == WrittenExamples.closing { return .closes(odds: Double(best.score)) }
        return Facet(rawValue: label).map { .asks($0, odds: Double(best.score)) }
    }

    /// The likeliest facet and its odds; nil where a text asks nothing of the matter at hand.
    func facet(of reading: Reading) -> (facet: Facet, odds: Double)? { finding(in: reading)?.facet }
}

extension FollowUpOpinion.Finding {
    var facet: (facet: Facet, odds: Double)? {
        if case .asks(let facet, let odds) = self { (facet, odds) } else { nil }
    }

    var closingOdds: Double? {
        if case .closes(let odds) = self { odds } else { nil }
    }
}
