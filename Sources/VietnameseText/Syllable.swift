/// What a Vietnamese syllable can be: an onset, a rime, and a tone that the rime allows.
package enum Syllable {
    private static let onsets = [
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
        "qu", "r", "s", "t", "th", "tr", "v", "x",
    ]

    /// All rimes without their tone, by their first vowel.
    private static let rimes =
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
        e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
        i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
        o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
        ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
        u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uơ uê uêch uênh uy uya uych uyên uyêt uynh uyt uyn uyp uyu
        uân uâng uât uây ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
        y yêm yên yêng yêt yêu
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// Folded keys of all syllables.
    private static let foldedKeys = Vocabulary(all.map(\.foldedKey))
    /// Marked keys of all syllables, without a tone.
    private static let tonelessKeys = Vocabulary(all.map(\.markedKey))

    private static let all: [Word] = {
        var words: [Word] = []
        for onset in onsets {
            for rime in rimes where fits(onset, rime) {
                words += Words(onset + rime).words
            }
        }
        // "gi" keeps its own vowel where the rime begins with one: gì, giêng, giết.
        return words + Words("gi gin gim giêng giêt giêc").words
    }()

    /// Whether the spelling lets a rime follow an onset: `k`, `gh` and `ngh` before e, ê, i; `c`, `g` and `ng` elsewhere.
    private static func fits(_ onset: String, _ rime: String) -> Bool {
        let isFront = rime.first.map { "eêiy".contains($0) } ?? false
        switch onset {
        case "k", "gh", "ngh": return isFront
        case "c", "ng": return !isFront
        case "g", "gi": return rime.first != "i" && rime.first != "y"
        case "qu": return rime.first != "u" && rime.first != "ư" && !rime.hasPrefix("oa") && !rime.hasPrefix("oe")
        default: return rime.count == 1 || rime.first != "y" || onset.isEmpty
        }
    }

    /// Whether a folded key, as `Word` makes it, can be a syllable under some marks.
    package static func isFolded(_ key: WordKey) -> Bool { foldedKeys.contains(key) }

    /// Whether letters, some of them lost, may be a syllable; each run of lost ones is none to as many letters.
    ///
    /// - Parameter markedOnly: only letters that bear marks are lost, as where a program wrote `?` for them, and at least one for
    ///   each run.
    static func fits(_ letters: [Letter], markedOnly: Bool) -> Bool {
        guard letters.count <= longest + 2, let first = letters.first else { return false }
        return foldedLetters.contains { syllable in
            guard first.isLost || first.base == syllable[0], syllable.count <= letters.count else { return false }
            return fits(letters[...], syllable[...], markedOnly: markedOnly)
        }
    }

    private static func fits(_ letters: ArraySlice<Letter>, _ syllable: ArraySlice<UInt8>, markedOnly: Bool) -> Bool {
        guard let first = letters.first else { return syllable.isEmpty }
        guard first.isLost else {
            return first.base == syllable.first
                && fits(letters.dropFirst(), syllable.dropFirst(), markedOnly: markedOnly)
        }
        let rest = letters.drop(while: \.isLost)
        let signs = rest.startIndex - letters.startIndex
        for count in (markedOnly ? 1 : 0)...max(signs, 1) where count <= syllable.count {
            if markedOnly, !syllable.prefix(count).allSatisfy({ "aeiouyd".utf8.contains($0) }) { break }
            if fits(rest, syllable.dropFirst(count), markedOnly: markedOnly) { return true }
        }
        return false
    }

    /// "nghiêng".
    private static let longest = 7
    private static let foldedLetters: [[UInt8]] = Array(Set(all.map { $0.letters.map(\.base) }))

    /// Whether letters with their marks are a syllable; a stop at the end allows only the tones acute and dot.
    package static func isSyllable(_ letters: [Letter]) -> Bool {
        guard letters.filter({ $0.tone != .level }).count <= 1, let last = letters.last else { return false }
        let tone = letters.first { $0.tone != .level }?.tone ?? .level
        let plain = letters.map { Letter(base: $0.base, quality: $0.quality) }
        guard tonelessKeys.contains(Word(range: 0..<0, letters: plain).markedKey) else { return false }
        let endsInStop =
            "cpt".utf8.contains(last.base)
            || (letters.suffix(2).map(\.base) == Array("ch".utf8) && letters.count > 2)
        return !endsInStop || tone == .acute || tone == .dot
    }

    /// Whether a word can be read as one syllable: as it is marked, or unmarked under some marks.
    package static func isSyllable(_ word: Word) -> Bool {
        word.hasMarks ? isSyllable(word.letters) : isFolded(word.foldedKey)
    }
}
