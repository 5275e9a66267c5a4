/// What reading a text quietly made even before any word was compared, for people who ask why.
///
/// `Words` does all this in one pass; here each word is looked at again and what happened to it is named.
public struct TextStep: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Signs that nobody sees stood in it.
        case invisible
        /// Its marks were scalars of their own (NFD).
        case loose = "nfd"
        /// A letter of another alphabet looked like one of ours.
        case lookAlike = "look_alike"
        /// A key was held down.
        case repeated
        /// It was written in capitals.
        case capitals
        /// A picture, which is no word.
        case emoji
    }

    public var kind: Kind
    public var written: String
    /// How it is read; empty for what is left out.
    public var reading: String

    public init(kind: Kind, written: String, reading: String) {
        self.kind = kind
        self.written = written
        self.reading = reading
    }

    /// What happened in a text, in its order.
    public static func steps(of text: String) -> [TextStep] {
        let words = Words(text)
        var steps = words.words.indices.flatMap {
            Self.steps(of: words.words[$0], written: words.original($0..<$0 + 1))
        }
        let pictures = text.filter { $0.unicodeScalars.contains { $0.properties.isEmojiPresentation } }
        if !pictures.isEmpty { steps.append(TextStep(kind: .emoji, written: pictures, reading: "")) }
        return steps
    }

    private static func steps(of word: Word, written: String) -> [TextStep] {
        let scalars = written.unicodeScalars
        var kinds: [Kind] = []
        if scalars.contains(where: LetterTable.isInvisible) { kinds.append(.invisible) }
        if scalars.contains(where: { LetterTable.combiningMark($0) != nil }) { kinds.append(.loose) }
        if scalars.contains(where: isLookAlike) { kinds.append(.lookAlike) }
        if scalars.count(where: { LetterTable.letter(for: $0) != nil }) > word.letters.count { kinds.append(.repeated) }
        // A code is written in capitals by right.
        if scalars.count(where: { $0.properties.isUppercase }) > 1, !word.letters.contains(where: \.isDigit) {
            kinds.append(.capitals)
        }
        return kinds.map { TextStep(kind: $0, written: written, reading: word.spelling) }
    }

    /// Whether a scalar was read for a letter that it is not.
    private static func isLookAlike(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 0x7F, let letter = LetterTable.letter(for: scalar) else { return false }
        let spelled = LetterTable.spellings[LetterTable.number(of: letter)] ?? ""
        return spelled.lowercased() != String(scalar).lowercased()
    }
}
