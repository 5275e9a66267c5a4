import VietnameseText

extension IntentMatcher {
    /// Whether the one word of a whole-message wording is a man's name and no command: "Anh Huy ơi", "Huy ạ" are not "hủy".
    ///
    /// A name bears no mark where the writer marks the words beside it, follows a word of kinship, or is called.
    func isName(_ finding: PhraseFinding, reading: Reading) -> Bool {
        guard finding.length == 1, reading.tokens.count > 1, finding.start < reading.tokens.count,
            reading.tokens[finding.start].folded == "huy", !reading.tokens[finding.start].hasMarks
        else { return false }
        if reading.words.hasMarks { return true }
        if finding.start > 0, Self.kinship.contains(reading.tokens[finding.start - 1].word.foldedKey) { return true }
        let next = finding.start + 1
        return next < reading.tokens.count && reading.tokens[next].folded == "oi"
    }

    private static let kinship = Vocabulary([
        "anh", "chi", "em", "co", "chu", "bac", "ong", "ba", "cau", "mo", "thim", "duong", "thay", "con", "chau", "ban",
        "be", "ten", "gap", "la", "chao", "a", "c", "e",
    ])
}
