import VietnameseText

/// Tells a paper that is only brought along ("cần hộ khẩu photo không") from the matter of a message.
package struct PaperMentions: Sendable {
    /// Folded words of papers that people bring to something else.
    var papers: [[WordKey]] = []
    /// Folded words before a paper that say: with it, by it, having it.
    var markers = Vocabulary()
    /// Folded words that may stand between.
    var fillers = Vocabulary()
    /// Folded words behind a paper that say in which shape it is brought.
    var shapes = Vocabulary()

    private static let copy = Vocabulary(["ban"])

    package init() {}

    func isMention(_ tokens: Range<Int>, in reading: Reading) -> Bool {
        func key(_ index: Int) -> WordKey { reading.tokens[index].word.foldedKey }
        let isPaper = papers.contains { paper in
            paper.count <= tokens.count && paper.indices.allSatisfy { key(tokens.lowerBound + $0) == paper[$0] }
        }
        guard isPaper else { return false }
        // "khai sinh photo", "căn cước bản chính"
        var shape = tokens.upperBound
        if shape < reading.tokens.count, Self.copy.contains(key(shape)) { shape += 1 }
        if shape < reading.tokens.count, shapes.contains(key(shape)) { return true }
        var index = tokens.lowerBound - 1
        while index >= 0, fillers.contains(key(index)) { index -= 1 }
        return index >= 0 && markers.contains(key(index))
    }
}
