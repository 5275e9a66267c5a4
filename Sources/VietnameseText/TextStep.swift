/// What reading a text quietly made even before any word was compared, for people who ask why.
///
/// `Words` does all this in one pass; here each word is looked at again and what happened to it is named.
package struct TextStep: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Signs that nobody sees, other spaces than the plain one, or double width.
        case invisible
        /// The tone stands on the other vowel: `hoà` is `hòa`.
        case tonePlace = "tone_place"
        /// An `i` that is as well written `y`: `kí` is `ký`.
        case finalI = "final_i"
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

    package var kind: Kind
    package var written: String
    /// How it is read; empty for what is left out.
    package var reading: String

    package init(kind: Kind, written: String, reading: String) {
        self.kind = kind
        self.written = written
        self.reading = reading
    }

    /// What happened in a text, in its order.
    package static func steps(of text: String) -> [TextStep] {
        let plain = HiddenSigns.removed(from: text)
        let words = Words(plain)
        var steps = words.words.indices.flatMap {
            Self.steps(of: words.words[$0], written: words.original($0..<$0 + 1))
        }
        steps.insert(contentsOf: hidden(in: text), at: 0)
        let pictures = text.filter { $0.unicodeScalars.contains(where: isPicture) }
        if !pictures.isEmpty { steps.append(TextStep(kind: .emoji, written: pictures, reading: "")) }
        return steps
    }

    /// The pieces between plain spaces that hold hidden signs; the one that makes a sign a picture hides nothing.
    private static func hidden(in text: String) -> [TextStep] {
        text.split(separator: " ").compactMap { piece in
            let written = String(String.UnicodeScalarView(piece.unicodeScalars.filter { $0 != "\u{FE0F}" }))
            let plain = HiddenSigns.removed(from: written)
            guard Array(plain.utf8) != Array(written.utf8) else { return nil }
            return TextStep(kind: .invisible, written: String(piece), reading: plain)
        }
    }

    /// Digits and signs such as `#` may become pictures too; alone they are none.
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFF && scalar.properties.isEmoji
    }

    private static func steps(of word: Word, written: String) -> [TextStep] {
        let scalars = written.unicodeScalars
        var kinds: [Kind] = []
        if scalars.contains(where: { LetterTable.combiningMark($0) != nil }) { kinds.append(.loose) }
        if scalars.contains(where: isLookAlike) { kinds.append(.lookAlike) }
        if scalars.count(where: { LetterTable.letter(for: $0) != nil }) > word.letters.count { kinds.append(.repeated) }
        // A code is written in capitals by right.
        if scalars.count(where: { $0.properties.isUppercase }) > 1, !word.letters.contains(where: \.isDigit) {
            kinds.append(.capitals)
        }
        var steps = kinds.map { TextStep(kind: $0, written: written, reading: word.spelling) }
        if let other = withToneMoved(word.letters) {
            steps.append(TextStep(kind: .tonePlace, written: word.spelling, reading: other))
        }
        if let other = withFinalY(word.letters) {
            steps.append(TextStep(kind: .finalI, written: word.spelling, reading: other))
        }
        return steps
    }

    /// The spelling with the tone on the first of two vowels at the end of a word, where it stands on the second.
    private static func withToneMoved(_ letters: [Letter]) -> String? {
        guard letters.count > 1, let last = letters.last, last.tone != .level, last.quality == .plain else {
            return nil
        }
        let before = letters.count - 2
        let vowels = String(decoding: letters.suffix(2).map(\.base), as: UTF8.self)
        // The u of "qu" belongs to the consonant.
        let isAfterQ = before > 0 && letters[before - 1].base == UInt8(ascii: "q")
        guard ["oa", "oe", "uy"].contains(vowels), letters[before].quality == .plain, !isAfterQ else { return nil }
        var moved = letters
        moved[before].tone = last.tone
        moved[before + 1].tone = .level
        return moved.map(\.spelling).joined()
    }

    /// The spelling with `y`, for the words that official papers write so: `ký`, `lý`, `Mỹ`, `quý`.
    private static func withFinalY(_ letters: [Letter]) -> String? {
        guard let last = letters.last, last.base == UInt8(ascii: "i"), last.tone != .level else { return nil }
        let onset = String(decoding: letters.dropLast().map(\.base), as: UTF8.self)
        guard ["k", "l", "m", "qu"].contains(onset), letters.dropLast().allSatisfy({ !$0.hasMarks }) else { return nil }
        return letters.dropLast().map(\.spelling).joined() + Letter(base: UInt8(ascii: "y"), tone: last.tone).spelling
    }

    /// Whether a scalar was read for a letter that it is not.
    private static func isLookAlike(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 0x7F, let letter = LetterTable.letter(for: scalar) else { return false }
        let spelled = LetterTable.spellings[LetterTable.number(of: letter)] ?? ""
        return spelled.lowercased() != String(scalar).lowercased()
    }
}
