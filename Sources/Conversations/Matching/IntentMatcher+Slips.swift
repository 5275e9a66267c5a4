import PublicServices
import VietnameseText

extension IntentMatcher {
    /// A text as it was read, what stands in it, and what is made of that.
    struct Look {
        var reading: Reading
        var findings: [PhraseFinding]
        var understanding: Understanding
    }

    /// A word that may be a slip, and what it would be.
    private struct Slip {
        var token: Int
        var meant: SlipIndex.Entry
        /// How many of its neighbours do not vouch for it.
        var silent: Int
    }

    /// Looks again at a text that says nothing clear, taking one of its words for a slip of the finger: "số điện thoi".
    ///
    /// A slip often makes another real word, so no word gives itself away; what decides is whether the text as a whole
    /// then says something clear, and explains itself.
    ///
    /// - Returns: nil where it is clear already, or no slip makes it clearer.
    func withoutSlip(_ first: Look, entities: [EntityReader.Found]) -> Look? {
        guard first.reading.tokens.count <= rules.slipTokens else { return nil }
        let decision = decide(first.understanding)
        guard isUnclear(decision) else { return nil }
        var best: (look: Look, worth: Double)?
        for slip in slips(in: first).prefix(rules.slipTrials) {
            let meant = index.repair.slips.reading(of: slip.meant)
            guard isHeld(slip.token, in: first.reading, readAs: meant) else { continue }
            var reading = first.reading
            reading.replace(slip.token, by: meant, known: index.repair)
            let findings = findings(in: reading)
            guard findings.contains(where: { isWorded(slip.token, by: $0) }) else { continue }
            var second = firstLook(at: reading, findings: findings, entities: entities)
            guard mayBeWorth(second.understanding, after: first.understanding, decision) else { continue }
            finish(&second)
            guard let worth = worth(of: second, with: slip, after: first, decision) else { continue }
            if worth > best?.worth ?? 0 { best = (second, worth) }
        }
        return best?.look
    }

    /// Whether nothing is decided yet that another reading could not better.
    func isUnclear(_ decision: Decision) -> Bool {
        switch decision {
        case .none(foreign: false), .question, .menu: true
        default: false
        }
    }

    /// A quick look whether a token, taken for other words, can be part of any wording; most cannot.
    private func isHeld(_ token: Int, in reading: Reading, readAs meant: ArraySlice<Word>) -> Bool {
        var numbers = reading.tokens.map(\.number)
        numbers.replaceSubrange(token...token, with: meant.map { index.repair.number(of: $0) })
        return index.isHeld(token, in: numbers)
    }

    /// The words that may be slips and are part of nothing yet, best vouched for first.
    private func slips(in look: Look) -> [Slip] {
        let tokens = look.reading.tokens
        let repair = index.repair
        let isMarked = look.reading.words.hasMarks
        var found: [Slip] = []
        for place in tokens.indices where isSuspect(place, in: look) {
            let before = place > 0 ? tokens[place - 1].number : 0
            let after = place + 1 < tokens.count ? tokens[place + 1].number : 0
            let neighbours = (place > 0 ? 1 : 0) + (place + 1 < tokens.count ? 1 : 0)
            let word = look.reading.words.words[tokens[place].place]
            for number in repair.slips.near(word.letters, marked: isMarked) {
                let entry = repair.slips.entries[Int(number)]
                // An abbreviation is no syllable, and a slip seldom makes it one.
                guard !entry.isAbbreviation || !Syllable.isFolded(word.foldedKey) else { continue }
                let vouchers = repair.vouchers(entry, before, after)
                let isWording =
                    tokens.count <= rules.slipWords && entry.letterCount >= rules.slipLetters
                    && index.isWording(entry.firstWord)
                if vouchers > 0 || isWording {
                    found.append(Slip(token: place, meant: entry, silent: neighbours - vouchers))
                }
            }
        }
        return found.enumerated().sorted { ($0.element.silent, $0.offset) < ($1.element.silent, $1.offset) }
            .map(\.element)
    }

    /// Whether a token is one word of the text and part of no wording of two words or more.
    private func isSuspect(_ token: Int, in look: Look) -> Bool {
        let tokens = look.reading.tokens
        guard !tokens[token].folded.isEmpty, tokens[token].lastPlace == tokens[token].place,
            token == 0 || tokens[token - 1].place != tokens[token].place,
            token + 1 == tokens.count || tokens[token + 1].place == tokens[token].place + 1
        else { return false }
        // What was lost on the way was no slip of the finger.
        if look.reading.words.words[tokens[token].place].hasLost { return false }
        // With its marks it is a word of its own: "hạn" is no "hẹn", "trả" no "tra".
        if tokens[token].hasMarks, tokens[token].markedNumber != 0, tokens[token].source == .written { return false }
        return !look.findings.contains { $0.length > 1 && isWorded(token, by: $0) }
    }

    /// Whether a token is part of a finding.
    private func isWorded(_ token: Int, by finding: PhraseFinding) -> Bool {
        finding.tier != .weak && finding.contains(token)
    }

    /// Whether a text may be clearer with a slip undone: most that are tried are not, and need no full look.
    private func mayBeWorth(_ second: Understanding, after first: Understanding, _ decision: Decision) -> Bool {
        if case .none = decision, !second.facets.isEmpty { return true }
        return second.candidates.contains { candidate in
            let before = first.candidates.first { $0.topic == candidate.topic }?.score ?? 0
            return candidate.coverage >= rules.slipCoverage && candidate.score > before
        }
    }

    /// How much clearer a text is with a slip undone, or nil when it is not.
    private func worth(of second: Look, with slip: Slip, after first: Look, _ decision: Decision) -> Double? {
        let now = decide(second.understanding)
        switch (now, decision) {
        case (.question, .none):
            let asked = second.understanding.facets.map(\.evidence)
            return isTrusted(slip, in: first, asked) ? asked.map(\.score).max() : nil
        case (.answer, _), (.referral, _), (.command, _), (.smallTalk, _):
            guard let topic = now.topics.first, mayComeFromSlip(topic, slip, in: first),
                let candidate = second.understanding.candidates.first(where: { $0.topic == topic }),
                candidate.coverage >= rules.slipCoverage
            else { return nil }
            let before = first.understanding.candidates.first { $0.topic == topic }?.score ?? 0
            guard candidate.score > before, isTrusted(slip, in: first, candidate.evidence) else { return nil }
            return candidate.score
        default: return nil
        }
    }

    /// Nobody's yes or no comes from a slip, and no call for help from a real word: "chay nhe" is no fire.
    private func mayComeFromSlip(_ topic: TopicID, _ slip: Slip, in first: Look) -> Bool {
        switch topic {
        case .affirm, .deny: false
        case .emergency, .optOut: !Syllable.isFolded(first.reading.tokens[slip.token].word.foldedKey)
        default: true
        }
    }

    /// A word that stands in any text at all is taken for a slip only within a longer wording.
    private func isTrusted(_ slip: Slip, in first: Look, _ evidence: [Evidence]) -> Bool {
        let token = first.reading.tokens[slip.token]
        guard FunctionWords.folded.contains(token.word.foldedKey) else { return true }
        return evidence.contains {
            $0.tier == .repaired && $0.words.split(separator: " ").count >= rules.slipWords
        }
    }
}
