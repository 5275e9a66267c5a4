package import Conversations
import Foundation

/// A villager's text cut into pieces, each with what it counted for.
package struct WordTones: Sendable, Equatable {
    package enum Tone: String, Sendable, Codable {
        /// It counted for nothing.
        case plain
        /// It spoke for the best topic.
        case topic
        /// It asked for a facet, such as the fee.
        case facet
        /// It spoke for another topic.
        case rival
        /// It was a sign of danger.
        case danger
    }

    package struct Piece: Sendable, Equatable, Codable {
        package var text: String
        package var tone: Tone
    }

    package let pieces: [Piece]

    package init(_ text: String, _ understanding: Understanding?) {
        var tones: [(range: Range<String.Index>, tone: Tone)] = []
        if let understanding {
            let best = understanding.candidates.first
            let groups: [(Tone, [String])] = [
                (.danger, understanding.distress?.signs.filter { $0.worth > 0 }.map(\.words) ?? []),
                (.topic, best?.evidence.map(\.words) ?? []),
                (.facet, understanding.facets.map(\.evidence.words)),
                (.rival, understanding.candidates.dropFirst().prefix(3).flatMap { $0.evidence.map(\.words) }),
            ]
            for (tone, phrases) in groups {
                for phrase in phrases {
                    for range in Self.places(of: phrase, in: text)
                    where !tones.contains(where: { $0.range.overlaps(range) }) {
                        tones.append((range, tone))
                    }
                }
            }
        }
        var pieces: [Piece] = []
        var next = text.startIndex
        for (range, tone) in tones.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if next < range.lowerBound {
                pieces.append(Piece(text: String(text[next..<range.lowerBound]), tone: .plain))
            }
            pieces.append(Piece(text: String(text[range]), tone: tone))
            next = range.upperBound
        }
        if next < text.endIndex { pieces.append(Piece(text: String(text[next...]), tone: .plain)) }
        self.pieces = pieces
    }

    /// Where a phrase stands; where it does not stand as a whole, its words one by one.
    private static func places(of phrase: String, in text: String) -> [Range<String.Index>] {
        if let whole = place(of: phrase, in: text) { return [whole] }
        return phrase.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).compactMap {
            place(of: String($0), in: text)
        }
    }

    /// The first place where it stands between ends of words.
    private static func place(of words: String, in text: String) -> Range<String.Index>? {
        guard !words.isEmpty else { return nil }
        var start = text.startIndex
        while let range = text.range(of: words, options: .caseInsensitive, range: start..<text.endIndex) {
            func isWord(_ index: String.Index) -> Bool { text[index].isLetter || text[index].isNumber }
            let beginsWord = range.lowerBound == text.startIndex || !isWord(text.index(before: range.lowerBound))
            let endsWord = range.upperBound == text.endIndex || !isWord(range.upperBound)
            if beginsWord, endsWord { return range }
            start = range.upperBound
        }
        return nil
    }
}
