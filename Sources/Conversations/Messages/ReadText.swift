public import VietnameseText

/// A text as everybody in the core reads it: decoded, without hidden signs, split into words once.
public struct ReadText: Sendable {
    public let text: String
    public let words: Words
    /// Codes, numbers, days and sums in it, which part the words that they are glued to.
    let entities: [EntityReader.Found]

    /// - Parameter sent: what was sent; as much of it is read as `Words` reads.
    public init(_ sent: String) {
        // Decoded before hidden signs go: some of them are letters of an old encoding.
        let read = Words.read(of: sent)
        text = HiddenSigns.removed(from: LegacyEncoding.decoded(read)?.text ?? read)
        entities = EntityReader.read(text)
        words = Words(text, partedAt: entities.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
    }
}
