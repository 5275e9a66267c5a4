import VietnameseText

/// What a message says to the one before it, apart from any topic.
struct Remark: Sendable {
    /// Whether it asks or wishes something.
    var asks = false
    var signs: Set<ConversationWordings.Sign> = []
    /// Facets in short words, in the order of the text; they count only where the topic is known.
    var facets: [Facet] = []
    /// The facet that its last words name: "sao y phí".
    var lastFacet: Facet?
    /// Whether it is nothing but a word for a facet: "tiền?".
    var asksBarely = false
    /// How many words carry a meaning that nothing here explains.
    var unexplained = 0
    var wordCount = 0
    /// Whether it opens with a word that closes.
    var opensClosing = false
    /// Which example fits it.
    var suggestion: Int?

    /// Words of a message that only closes, at most; and of one that says more before its farewell.
    private static let closingWords = 8
    private static let farewellWords = 18

    /// Whether nothing is left to say: "ừ biết rồi", "vậy nhé, mai tui ra".
    var closes: Bool {
        guard !asks else { return false }
        if signs.contains(.farewell), wordCount <= Self.farewellWords { return true }
        return opensClosing && wordCount <= Self.closingWords && unexplained <= 2
    }

    var thanks: Bool { !asks && signs.contains(.thanks) }
}

/// Reads remarks by the `conversation` wordings, in one pass over the words.
struct RemarkReader: Sendable {
    private enum Label: Hashable {
        case sign(ConversationWordings.Sign)
        case facet(Facet)
        case bareFacet(Facet)
        case suggestion(Int)
    }

    private var vocabulary = Vocabulary()
    private var automaton = PhraseAutomaton()
    /// Words with their marks.
    private var marked = Vocabulary()
    /// The wordings by the number of their run, which several may share, with the numbers of their words' marked keys.
    private var wordings: [[(label: Label, words: [Int32])]] = []

    init(_ wordings: ConversationWordings) {
        for sign in ConversationWordings.Sign.allCases { learn(wordings.signs[sign] ?? [], as: .sign(sign)) }
        for facet in Facet.allCases {
            learn(wordings.facets[facet] ?? [], as: .facet(facet))
            learn(wordings.bareFacets[facet] ?? [], as: .bareFacet(facet))
        }
        for (number, suggestion) in wordings.suggestions.enumerated() {
            learn(suggestion.words, as: .suggestion(number))
        }
        automaton.build()
    }

    private mutating func learn(_ patterns: [PhrasePattern], as label: Label) {
        for expansion in patterns.flatMap(\.expansions) {
            let words = expansion.runs.joined().flatMap { Words($0).words }
            let number = Int(automaton.insert(words.map { vocabulary.learn($0.foldedKey) }))
            while wordings.count <= number { wordings.append([]) }
            wordings[number].append((label, words.map { marked.learn($0.markedKey) }))
        }
    }

    /// - Parameter reading: the text with its shorthand read.
    func remark(_ reading: Reading) -> Remark {
        let words = reading.tokens.map(\.word)
        var found: [(label: Label, place: Range<Int>)] = []
        for occurrence in automaton.occurrences(in: words.map { vocabulary.number(of: $0.foldedKey) }) {
            let run = words[occurrence.tokens]
            for (label, numbers) in wordings[Int(occurrence.pattern)]
            where zip(run, numbers).allSatisfy({ !$0.hasMarks || marked.number(of: $0.markedKey) == $1 }) {
                found.append((label, occurrence.tokens))
            }
        }
        return remark(reading, found: found)
    }

    private func remark(_ reading: Reading, found: [(label: Label, place: Range<Int>)]) -> Remark {
        var remark = Remark()
        remark.wordCount = reading.tokens.count
        var explained = Set<Int>()
        let closings = found.filter {
            [.sign(.closes), .sign(.farewell), .sign(.thanks)].contains($0.label)
        }.map(\.place)
        for (label, place) in found.sorted(by: { $0.place.lowerBound < $1.place.lowerBound }) {
            switch label {
            case .sign(.closes):
                explained.formUnion(place)
                remark.opensClosing = remark.opensClosing || opens(reading, place.lowerBound)
            case .sign(let sign):
                // "không cần gì nữa" asks nothing.
                if sign == .asks, closings.contains(where: { $0.count > place.count && $0.overlaps(place) }) {
                    continue
                }
                remark.signs.insert(sign)
                explained.formUnion(place)
            case .facet(let facet):
                explained.formUnion(place)
                if !remark.facets.contains(facet) { remark.facets.append(facet) }
            case .bareFacet(let facet):
                if place.upperBound == end(of: reading) { remark.lastFacet = facet }
                guard isWhole(place, of: reading) else { continue }
                explained.formUnion(place)
                remark.asksBarely = true
                if !remark.facets.contains(facet) { remark.facets.append(facet) }
            case .suggestion(let number):
                // The first words of a message tell best what it is about.
                if remark.suggestion == nil { remark.suggestion = number }
            }
        }
        remark.asks = remark.asksBarely || remark.signs.contains(.asks) || endsAsking(reading)
        remark.unexplained = reading.tokens.indices.count {
            reading.tokens[$0].carriesMeaning && !explained.contains($0)
        }
        return remark
    }

    /// Where a text ends, courtesy apart.
    private func end(of reading: Reading) -> Int {
        let last = reading.tokens.lastIndex {
            !MatchingRules.courtesy.contains($0.word.foldedKey) && !Self.particles.contains($0.word.foldedKey)
        }
        return (last ?? -1) + 1
    }

    /// Whether nothing but courtesy stands beside some words.
    private func isWhole(_ place: Range<Int>, of reading: Reading) -> Bool {
        reading.tokens.indices.allSatisfy {
            place.contains($0) || MatchingRules.courtesy.contains(reading.tokens[$0].word.foldedKey)
                || Self.particles.contains(reading.tokens[$0].word.foldedKey)
        }
    }

    /// Whether nothing but courtesy stands before a word.
    private func opens(_ reading: Reading, _ index: Int) -> Bool {
        reading.tokens[..<index].allSatisfy { MatchingRules.courtesy.contains($0.word.foldedKey) }
    }

    private static let endings = Vocabulary(["khong", "chua", "ha", "chang", "nhi", "hong", "hay", "chu", "he", "hen"])
    /// The marked keys of words that only ask with these marks.
    private static let markedEndings = Set(Words("không chưa hả chăng nhỉ chứ hè").words.map(\.markedKey.text))

    /// Whether a text of several words ends as questions do: "… không ạ", "… chưa", "… hả", or with a question mark.
    private func endsAsking(_ reading: Reading) -> Bool {
        if reading.words.text.utf8.suffix(12).contains(UInt8(ascii: "?")) { return true }
        guard reading.tokens.count > 1 else { return false }
        let last = reading.tokens.suffix(4).reversed().first { !Self.particles.contains($0.word.foldedKey) }
        guard let last, reading.tokens.count > 2, Self.endings.contains(last.word.foldedKey) else { return false }
        return !last.word.hasMarks || Self.markedEndings.contains(last.word.marked)
    }

    private static let particles = Vocabulary([
        "a", "vay", "ad", "em", "anh", "chi", "co", "chu", "bac", "oi", "z", "ta", "nua",
    ])
}
