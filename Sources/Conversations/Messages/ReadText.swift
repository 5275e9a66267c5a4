package import VietnameseText

/// A text as everybody in the core reads it: decoded, without hidden signs, split into words once.
package struct ReadText: Sendable {
    package let text: String
    package let words: Words
    /// Codes, numbers, days and sums in it, which part the words that they are glued to.
    let entities: [EntityReader.Found]

    /// - Parameter sent: what was sent; as much of it is read as `Words` reads.
    package init(_ sent: String) {
        // Decoded before hidden signs go: some of them are letters of an old encoding.
        let read = Words.read(of: sent)
        text = LostLetters.shown(in: HiddenSigns.removed(from: LegacyEncoding.decoded(read)?.text ?? read))
        entities = EntityReader.read(text)
        words = Words(text, partedAt: entities.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
    }
}
