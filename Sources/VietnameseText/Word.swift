/// One run of letters and digits of a text, with the keys under which it is compared.
///
/// The keys make equal what Vietnamese people write in several ways: NFC and NFD, capital and small letters, the tone
/// on either vowel (`hòa`, `hoà`), `i` for a final `y` (`kí`, `ký`), and letters held down (`khôngggg`).
package struct Word: Sendable, Equatable {
    /// UTF-8 offsets of the word in the text it was read from.
    package var range: Range<Int>
    /// The word without marks: `dang` for `đăng`.
    package var foldedKey: WordKey
    /// The word with its marks in a spelling-independent form: base letters, qualities, a sign for the tone at the end.
    package var markedKey: WordKey
    /// Whether the writer put any mark on it.
    package var hasMarks: Bool
    /// Its letters as written, held-down keys taken once.
    package var letters: [Letter]
    /// Which sentence it stands in, counted from 0 at `.`, `?`, `!`, `;` and line ends.
    package var sentence: Int

    package init(range: Range<Int>, letters: [Letter], sentence: Int = 0) {
        self.range = range
        self.sentence = sentence
        var hasMarks = false
        var (isHeld, hasLost) = (false, false)
        for index in letters.indices {
            if letters[index].hasMarks { hasMarks = true }
            if letters[index].isLost { hasLost = true }
            if index > 1, Self.isHeld(letters, at: index) { isHeld = true }
        }
        self.hasMarks = hasMarks
        self.letters = isHeld ? Self.collapsingRepeats(letters) : letters
        (foldedKey, markedKey) = Self.keys(of: self.letters, marked: hasMarks)
        guard hasLost else { return }
        // A cut emoji is glued to many a word.
        let (folded, marked) = Self.keys(of: withoutLostEnds, marked: hasMarks)
        if Syllable.isFolded(folded) { (foldedKey, markedKey) = (folded, marked) }
    }

    package var folded: String { foldedKey.text }
    package var marked: String { markedKey.text }

    /// How it is written with its marks, the tone on the vowel it was typed on.
    package var spelling: String { letters.map(\.spelling).joined() }

    /// Whether a letter is the third of the same.
    private static func isHeld(_ letters: [Letter], at index: Int) -> Bool {
        !letters[index].isDigit && !letters[index].isLost && letters[index].base == letters[index - 1].base
            && letters[index].base == letters[index - 2].base
    }

    /// A run of the same letter longer than two is a held key, never Vietnamese; two may be raw Telex.
    private static func collapsingRepeats(_ letters: [Letter]) -> [Letter] {
        var result: [Letter] = []
        var index = 0
        while index < letters.count {
            var end = index + 1
            while end < letters.count, letters[end].base == letters[index].base, !letters[index].isDigit,
                !letters[index].isLost
            { end += 1 }
            result.append(contentsOf: end - index > 2 ? letters[index...index] : letters[index..<end])
            index = end
        }
        return result
    }

    private static func keys(of letters: [Letter], marked: Bool) -> (folded: WordKey, marked: WordKey) {
        let finalBase = endsInFreeY(letters) ? UInt8(ascii: "i") : letters.last?.base ?? 0
        let last = letters.count - 1
        let folded = WordKey(capacity: letters.count) { bytes in
            for (index, letter) in letters.enumerated() { bytes[index] = index == last ? finalBase : letter.base }
            return letters.count
        }
        guard marked, letters.contains(where: \.hasMarks) else { return (folded, folded) }
        let marked = WordKey(capacity: 2 * letters.count + 1) { bytes in
            var count = 0
            var tone = Tone.level
            func append(_ byte: UInt8) {
                bytes[count] = byte
                count += 1
            }
            for (index, letter) in letters.enumerated() {
                append(index == last ? finalBase : letter.base)
                switch letter.quality {
                case .plain: break
                case .circumflex: append(UInt8(ascii: "^"))
                case .breve: append(UInt8(ascii: "("))
                case .horn: append(UInt8(ascii: "+"))
                case .stroke: append(UInt8(ascii: "-"))
                }
                if letter.tone != .level { tone = letter.tone }
            }
            if let sign = Self.sign(of: tone) { append(sign) }
            return count
        }
        return (folded, marked)
    }

    /// No digit, since raw typing has digits of its own: "ma4" is not "má".
    private static func sign(of tone: Tone) -> UInt8? {
        switch tone {
        case .level: nil
        case .grave: UInt8(ascii: "`")
        case .hook: UInt8(ascii: "?")
        case .tilde: UInt8(ascii: "~")
        case .acute: UInt8(ascii: "'")
        case .dot: UInt8(ascii: ".")
        }
    }

    /// Whether a final `y` may as well be written `i`: after a consonant or `qu` (`ký`, `quý`), not in `tay`, `thúy`.
    private static func endsInFreeY(_ letters: [Letter]) -> Bool {
        guard let last = letters.last, last.base == UInt8(ascii: "y"), letters.count > 1 else { return false }
        let previous = letters[letters.count - 2].base
        if previous == UInt8(ascii: "u") {
            return letters.count == 3 && letters[0].base == UInt8(ascii: "q")
        }
        return !"aeiouy".utf8.contains(previous)
    }
}

/// A text split into words; `text` is kept so that evidence can show the writer's own spelling.
package struct Words: Sendable, Equatable {
    package var text: String
    package var words: [Word]

    /// How many scalars of a text are read: ten joined SMS hold fewer, and what reading a longer one costs stays bounded.
    package static let mostScalars = 4_000
    /// How many letters of a word are kept; run-together words that can be parted have fewer.
    static let mostLetters = 48

    /// The part of a text that is read.
    package static func read(of text: String) -> String {
        guard text.utf8.count > mostScalars,
            let end = text.unicodeScalars.index(
                text.startIndex, offsetBy: mostScalars, limitedBy: text.unicodeScalars.endIndex)
        else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars[..<end]))
    }

    /// Splits a text of any normal form into words; anything that is no letter or digit parts them.
    ///
    /// - Parameter boundaries: UTF-8 offsets, in their order, at which a word ends too, such as those of a code that is
    ///   glued to it.
    package init(_ text: String, partedAt boundaries: [Int] = []) {
        let text = Self.read(of: text)
        self.text = text
        words = []
        // A syllable has three letters and a space, about.
        words.reserveCapacity(text.utf8.count / 4 + 1)
        var letters: [Letter] = []
        letters.reserveCapacity(8)
        var start = 0
        var offset = 0
        var end = 0
        var sentence = 0
        var hasLost = false
        var boundaries = boundaries[...]
        var boundary = boundaries.popFirst() ?? .max
        for scalar in text.unicodeScalars {
            let next = offset + UTF8.width(scalar)
            if boundary <= offset {
                while boundary <= offset { boundary = boundaries.popFirst() ?? .max }
                if !letters.isEmpty {
                    words.append(Word(range: start..<end, letters: letters, sentence: sentence))
                    letters.removeAll(keepingCapacity: true)
                }
            }
            if let letter = LetterTable.letter(for: scalar) {
                if letters.isEmpty { start = offset }
                if letters.count < Self.mostLetters { letters.append(letter) }
                end = next
            } else if let mark = LetterTable.combiningMark(scalar), !letters.isEmpty {
                letters[letters.count - 1].take(mark)
                end = next
            } else if scalar == "\u{FFFD}" {
                if letters.isEmpty { start = offset }
                if letters.count < Self.mostLetters { letters.append(.lost) }
                end = next
                hasLost = true
            } else if !LetterTable.isInvisible(scalar) {
                if !letters.isEmpty {
                    words.append(Word(range: start..<end, letters: letters, sentence: sentence))
                    letters.removeAll(keepingCapacity: true)
                }
                if Self.endsSentence(scalar) { sentence += 1 }
            }
            offset = next
        }
        if !letters.isEmpty { words.append(Word(range: start..<end, letters: letters, sentence: sentence)) }
        if hasLost { words = words.flatMap(partedAtLost) }
    }

    /// A word with lost letters as it is where it may be one syllable, else what stands between them.
    private func partedAtLost(_ word: Word) -> [Word] {
        guard word.hasLost, !Syllable.fits(word.letters, markedOnly: false) || word.letters.allSatisfy(\.isLost) else {
            return [word]
        }
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: word.range.lowerBound)
        let end = utf8.index(utf8.startIndex, offsetBy: word.range.upperBound)
        var written = String.UnicodeScalarView()
        for scalar in text[start..<end].unicodeScalars {
            // As wide as the sign itself.
            if scalar == "\u{FFFD}" { written += "   ".unicodeScalars } else { written.append(scalar) }
        }
        return Words(String(written)).words.map {
            let range = $0.range.lowerBound + word.range.lowerBound..<$0.range.upperBound + word.range.lowerBound
            return Word(range: range, letters: $0.letters, sentence: word.sentence)
        }
    }

    /// Words that stand in no text of their own, one after the other.
    package init(words: [Word]) {
        text = ""
        self.words = words
    }

    private static func endsSentence(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "?", "!", ";", "\n", "\r": true
        default: false
        }
    }

    /// What the writer wrote for the words of a range.
    package func original(_ range: Range<Int>) -> String {
        guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= words.count else { return "" }
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: words[range.lowerBound].range.lowerBound)
        let end = utf8.index(utf8.startIndex, offsetBy: words[range.upperBound - 1].range.upperBound)
        return String(text[start..<end])
    }

    /// Whether the writer used marks at all; a single marked word is enough.
    package var hasMarks: Bool { words.contains { $0.hasMarks } }
}
