import VietnameseText

extension IntentMatcher {
    /// A sign of what a text is for, and where it stands.
    private struct Sign {
        var sign: MessageSign
        var finding: PhraseFinding
        var start: Int { finding.start }
        var end: Int { finding.end }
    }

    /// What a text is for; nil where no word of it tells.
    func purpose(of findings: [PhraseFinding], facets: [FacetFinding], reading: Reading) -> Purpose? {
        var signs: [Sign] = []
        for finding in findings {
            guard case .sign(let number) = finding.owner, finding.tier != .weak else { continue }
            signs.append(Sign(sign: MessageSign.allCases[number], finding: finding))
        }
        let question = signs.first { $0.sign == .question }
        let asked = facets.contains { $0.facet != .overview }
        let asks = question != nil || asked || endsAsking(reading)
        // "không cần" wishes nothing.
        let wish = signs.first { wish in
            wish.sign == .wish && !signs.contains { $0.sign == .refusal && $0.finding.overlaps(wish.finding) }
        }
        let isOfState = signs.contains { $0.sign == .stateMatter }
        let isOfficial = isOfState || signs.contains { $0.sign == .officialWord }
        func purpose(_ kind: Purpose.Kind, _ words: String) -> Purpose {
            Purpose(
                kind: kind, words: words, asks: asks || wish != nil, namesStateMatter: isOfState,
                soundsOfficial: isOfficial)
        }
        func alone(_ sign: MessageSign, _ kind: Purpose.Kind) -> Purpose? {
            signs.first { $0.sign == sign }.map { purpose(kind, reading.original($0.finding.runs)) }
        }
        func together(_ one: MessageSign, _ other: MessageSign, _ kind: Purpose.Kind) -> Purpose? {
            near(one, other, among: signs).map { first, second in
                purpose(
                    kind, reading.original(first.finding.runs) + " … " + reading.original(second.finding.runs))
            }
        }
        if let found = alone(.denunciation, .bribery) ?? together(.staff, .demand, .bribery) { return found }
        if let found = together(.staff, .misconduct, .staffComplaint) { return found }
        if let found = alone(.nuisance, .nuisance) ?? together(.commonThing, .badState, .nuisance) { return found }
        if let found = alone(.trouble, .trouble) { return found }
        if let found = alone(.offer, .offer) ?? alone(.elsewhere, .elsewhere) { return found }
        if asks {
            return purpose(
                .question, question.map { reading.original($0.finding.runs) } ?? facets.first?.evidence.words ?? "?")
        }
        if let found = alone(.refusal, .refusal) { return found }
        // "mua rẫy rồi giờ sang tên …" goes on, and what follows is what is wanted.
        let having = signs.last { $0.sign == .having && reading.tokens.count - $0.end <= rules.statementRest }
        if let having { return purpose(.statement, reading.original(having.finding.runs)) }
        if let found = alone(.wish, .wish) { return found }
        guard isOfState, let found = alone(.stateMatter, .wish) else { return nil }
        return found
    }

    /// Whether a sentence ends with a word that makes it a question, or with its sign.
    private func endsAsking(_ reading: Reading) -> Bool {
        if reading.words.text.utf8.contains(UInt8(ascii: "?")) { return true }
        let tokens = reading.tokens
        func sentence(_ place: Int) -> Int { reading.words.words[tokens[place].place].sentence }
        for place in tokens.indices where Self.closing.contains(tokens[place].word.foldedKey) {
            var next = place + 1
            while next < tokens.count, sentence(next) == sentence(place),
                MatchingRules.courtesy.contains(tokens[next].word.foldedKey)
            { next += 1 }
            if next == tokens.count || sentence(next) != sentence(place) { return true }
        }
        return false
    }

    /// The first two signs that stand so near each other that they speak of one thing.
    private func near(_ one: MessageSign, _ other: MessageSign, among signs: [Sign]) -> (Sign, Sign)? {
        for first in signs where first.sign == one {
            for second in signs where second.sign == other && !first.finding.overlaps(second.finding) {
                let distance = first.start < second.start ? second.start - first.end : first.start - second.end
                if distance <= rules.signDistance { return (first, second) }
            }
        }
        return nil
    }

    private static let closing = Vocabulary(["khong", "hong", "hok", "chua", "ha", "nhi"])
}
