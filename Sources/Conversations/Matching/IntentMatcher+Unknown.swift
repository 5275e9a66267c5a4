import VietnameseText

/// What a text asks about where no topic knows it: "hồ sơ chào bán cổ phiếu gồm gì".
extension IntentMatcher {
    /// Whether a text sounds like a matter of the state and nothing names it clearly.
    func mayBeUnknown(_ understanding: Understanding) -> Bool {
        guard let purpose = understanding.purpose, purpose.soundsOfficial else { return false }
        guard let best = understanding.candidates.first(where: { catalogue.kind(of: $0.topic) != .smallTalk }) else {
            return true
        }
        return best.score < rules.answer || best.isHintOnly || catalogue.kind(of: best.topic) == Topic.Kind.none
    }

    /// The longest run of words that no wording of an asking kind explains, in the writer's words; nil for less than two words
    /// that carry meaning, and for what cannot be quoted.
    func unknownThing(_ findings: [PhraseFinding], reading: Reading) -> String? {
        var best: (tokens: Range<Int>, meaning: Int)?
        var start: Int?
        for token in reading.tokens.indices.map({ $0 }) + [reading.tokens.count] {
            if token < reading.tokens.count, !isFrame(token, findings, reading) {
                start = start ?? token
                continue
            }
            defer { start = nil }
            guard let first = start else { continue }
            let carrying = (first..<token).filter { carriesMatter($0, findings, reading) }
            guard let from = carrying.first, let last = carrying.last, carrying.count > best?.meaning ?? 1 else {
                continue
            }
            best = (from..<last + 1, carrying.count)
        }
        guard let best else { return nil }
        let shown = best.tokens.prefix(Self.longestQuotation)
        let words = reading.original(shown.lowerBound..<shown.upperBound)
        return Self.mayBeQuoted(words) ? words : nil
    }

    /// Whether a word only frames a question or a wish.
    private func isFrame(_ token: Int, _ findings: [PhraseFinding], _ reading: Reading) -> Bool {
        if reading.tokens[token].word.letters.isEmpty { return true }
        return findings.contains { finding in
            switch finding.owner {
            case .facet: finding.tier != .weak && finding.contains(token)
            case .sign(let sign): Self.frames.contains(MessageSign.allCases[sign]) && finding.contains(token)
            case .topic, .counter, .followUp, .correction, .part: false
            }
        }
    }

    /// Whether a word says something of a matter: it is no courtesy, or it stands in a wording of a topic all the same ("cổ phiếu").
    private func carriesMatter(_ token: Int, _ findings: [PhraseFinding], _ reading: Reading) -> Bool {
        if reading.tokens[token].carriesMeaning || reading.tokens[token].number == 0 { return true }
        return findings.contains { finding in
            guard case .topic(let topic) = finding.owner, finding.tier != .weak, finding.contains(token) else {
                return false
            }
            return briefs[topic].kind != .smallTalk
        }
    }

    private static let frames: Set<MessageSign> = [.question, .wish]
    /// Words of a quotation at most.
    private static let longestQuotation = 7

    /// Words are sent back only where they are nothing but words: no digits, links or signs.
    private static func mayBeQuoted(_ words: String) -> Bool {
        words.utf8.count <= 80
            && words.unicodeScalars.allSatisfy { ($0.properties.isAlphabetic && $0.value < 0x1F00) || $0 == " " }
    }
}
