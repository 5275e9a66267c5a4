import VietnameseText

/// What is known of a word of a text: its numbers among the words of the wordings, and whether it says anything.
struct KnownWord: Sendable {
    /// Without its marks and with them; 0 for a word that stands in no wording.
    var number: Int32 = 0
    var markedNumber: Int32 = 0
    /// Whether it is courtesy or the frame of a question, see `FunctionWords`.
    var isFunctionWord = false
    /// Whether it may stand between the parts of a wording, see `Concepts`.
    var isLight = false
}

/// The words of the wordings and the function words as they are written, so that one look-up tells all of a word.
struct KnownWords: Sendable {
    private var keys = Vocabulary()
    private var words = [KnownWord()]

    /// - Parameter markedForms: the marked key of each word of the wordings, by its marked number, with its plain key.
    init(
        folded: Vocabulary, markedForms: [(marked: WordKey, folded: WordKey)], light: Vocabulary = Vocabulary()
    ) {
        func learn(_ key: WordKey, folded foldedKey: WordKey, marked: Int32) {
            let place = Int(keys.learn(key))
            let word = KnownWord(
                number: folded.number(of: foldedKey), markedNumber: marked,
                isFunctionWord: FunctionWords.folded.contains(foldedKey), isLight: light.contains(key))
            if place == words.count { words.append(word) } else { words[place] = word }
        }
        for key in FunctionWords.folded.words.dropFirst() { learn(key, folded: key, marked: 0) }
        for key in light.words.dropFirst() {
            let plain = WordKey(String(key.text.filter { !"^(+-?~'`.".contains($0) }))
            learn(key, folded: plain, marked: 0)
        }
        for key in folded.words.dropFirst() { learn(key, folded: key, marked: 0) }
        for (number, form) in markedForms.enumerated().dropFirst() {
            learn(form.marked, folded: form.folded, marked: Int32(number))
        }
    }

    subscript(word: Word) -> KnownWord {
        let number = keys.number(of: word.markedKey)
        if number != 0 || !word.hasMarks { return words[Int(number)] }
        // With these marks it stands nowhere, without them perhaps.
        var plain = words[Int(keys.number(of: word.foldedKey))]
        plain.markedNumber = 0
        plain.isLight = false
        return plain
    }
}
