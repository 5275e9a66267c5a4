import VietnameseText

/// Tells a paper that is only brought along ("cần hộ khẩu photo không") from the matter of a message.
public struct PaperMentions: Sendable {
    /// Folded words of papers that people bring to something else.
    var papers: [[String]] = []
    /// Folded words before a paper that say: with it, by it, having it.
    var markers: Set<String> = []
    /// Folded words that may stand between.
    var fillers: Set<String> = []
    /// Folded words behind a paper that say in which shape it is brought.
    var shapes: Set<String> = []

    public init() {}

    func isMention(_ tokens: Range<Int>, in reading: Reading) -> Bool {
        let words = reading.tokens[tokens].map(\.folded)
        guard papers.contains(where: { words.starts(with: $0) }) else { return false }
        if tokens.upperBound < reading.tokens.count, shapes.contains(reading.tokens[tokens.upperBound].folded) {
            return true
        }
        var index = tokens.lowerBound - 1
        while index >= 0, fillers.contains(reading.tokens[index].folded) { index -= 1 }
        return index >= 0 && markers.contains(reading.tokens[index].folded)
    }
}
