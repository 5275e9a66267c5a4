import VietnameseText

/// Corrections: "không phải khai sinh, ý tôi là khai tử" names two things and means the second.
extension IntentMatcher {
    /// Words that the writer says are not meant.
    private struct Denial {
        var tokens: Range<Int>
        /// Whether what is asked is denied with its subject: "không hỏi lệ phí, hỏi giấy tờ".
        var deniesFacets: Bool
        /// Whether the writer goes on to say what is meant, so that nothing else need be known of it.
        var saysOther: Bool
    }

    /// Leaves out what the writer says is not meant, where something else is named that is.
    func withoutDenied(_ findings: [PhraseFinding], reading: Reading) -> [PhraseFinding] {
        let denials = denials(findings, reading: reading)
        guard !denials.isEmpty else { return findings }
        func isDenied(_ finding: PhraseFinding, _ denials: [Denial]) -> Bool {
            if isCallForHelp(finding) {
                return denials.contains { isItself(finding, denied: $0.tokens, reading: reading) }
            }
            // A wording with a gap may reach out of what is denied; it is no wording then. One that holds the denying words
            // themselves is what it says: "không muốn nhận tin nữa".
            return denials.contains { denial in
                !finding.contains(denial.tokens.lowerBound - 1)
                    && finding.runs.all.contains { $0.overlaps(denial.tokens) }
            }
        }
        let meansOther =
            rules.denialStandsAlone || denials.contains(where: \.saysOther)
            || findings.contains { names($0) && !isDenied($0, denials) }
        let ofFacets = denials.filter(\.deniesFacets)
        let asksOther = findings.contains { asks($0) && !isDenied($0, ofFacets) }
        return findings.filter { finding in
            switch finding.owner {
            case .topic: !meansOther || !isDenied(finding, denials)
            case .facet: !asksOther || !isDenied(finding, ofFacets)
            // "không phải khai sinh mà là nhận con nuôi": what is not meant speaks against nothing either.
            case .counter: !meansOther || !isDenied(finding, denials)
            case .followUp, .correction, .part, .sign: true
            }
        }
    }

    private func isCallForHelp(_ finding: PhraseFinding) -> Bool {
        guard case .topic(let topic) = finding.owner else { return false }
        return briefs[topic].id == .emergency
    }

    /// Whether a call for help is itself what is denied: "không phải cháy nhà, …".
    ///
    /// One that only stands in the same clause ("không phải khai sinh nhà em cháy rồi") is never dropped, nor one behind
    /// a comma ("nhầm rồi, cháy nhà …").
    private func isItself(_ finding: PhraseFinding, denied: Range<Int>, reading: Reading) -> Bool {
        let begin = denied.lowerBound
        if begin > 0, begin < reading.tokens.count, parts(begin - 1, begin, in: reading) { return false }
        return finding.runs.all.contains { run in
            guard denied.contains(run.lowerBound) else { return false }
            let between = begin..<run.lowerBound
            if between.count <= 1 { return true }
            return between.count <= 3 && !saysSomething(between, reading)
        }
    }

    private func denials(_ findings: [PhraseFinding], reading: Reading) -> [Denial] {
        var denials: [Denial] = []
        for finding in findings {
            switch finding.owner {
            case .correction(.not):
                guard !findings.contains(where: { isRatherThan($0) && $0.covers(finding) }),
                    let denial = denial(by: finding, among: findings, reading: reading)
                else { continue }
                denials.append(denial)
            case .correction(.ratherThan):
                // Something must stand in front that is meant instead.
                guard finding.start > 0, isRatherThan(finding),
                    let end = end(ofDenialBehind: finding, among: findings, reading: reading)
                else { continue }
                denials.append(
                    Denial(
                        tokens: finding.end..<end, deniesFacets: lastWord(finding, reading) == "hoi",
                        saysOther: saysSomething(0..<finding.start, reading)))
            case .correction(.behind):
                let start = clauseStart(before: finding.start, in: reading)
                guard finding.tier != .weak, start < finding.start else { continue }
                denials.append(Denial(tokens: start..<finding.start, deniesFacets: false, saysOther: false))
            default: break
            }
        }
        return denials
    }

    /// Where the clause that a token ends begins.
    private func clauseStart(before end: Int, in reading: Reading) -> Int {
        var start = end
        while start > 0, start == end || !parts(start - 1, start, in: reading) { start -= 1 }
        return start
    }

    /// What a "không phải", a "không hỏi", a "nhầm rồi" denies; nil where it says something else.
    private func denial(
        by finding: PhraseFinding, among findings: [PhraseFinding], reading: Reading
    ) -> Denial? {
        guard !isQuestion(finding, reading), !isNotOnly(finding, reading) else { return nil }
        let turn = findings.filter { $0.owner == .correction(.instead) && $0.start >= finding.end }.map(\.start).min()
        let verb = lastWord(finding, reading)
        if turn == nil, Self.wishes.contains(verb) { return wishDenied(by: finding, among: findings, reading: reading) }
        guard Self.namings.contains(verb), reading.tokens.count > finding.end else {
            return turn.map { Denial(tokens: finding.end..<$0, deniesFacets: false, saysOther: false) }
        }
        // "không phải, khai tử": the comma ends what is denied.
        guard !parts(finding.end - 1, finding.end, in: reading) else {
            return turn.map { Denial(tokens: finding.end..<$0, deniesFacets: false, saysOther: false) }
        }
        // "có phải không phải …": a question.
        if finding.start > 0, word(finding.start - 1, reading) == "phai" { return nil }
        var end = clauseEnd(behind: finding.end, in: reading)
        if let turn { end = min(end, turn) }
        // "không phải nộp phí", "không phải đi xa": an obligation is denied, not a subject, which follows at once.
        // A wording that begins there may reach out of the clause: "không phải cháy nhà, tôi hỏi khai tử".
        let isNear = findings.contains {
            (names($0) || asks($0)) && $0.start >= finding.end && $0.start <= finding.end + 3
                && ($0.runs.all.first?.upperBound ?? $0.end) <= end
        }
        guard isNear, end > finding.end else { return nil }
        let saysOther = turn.map { saysSomething($0..<reading.tokens.count, reading) } ?? false
        return Denial(tokens: finding.end..<end, deniesFacets: verb == "hoi", saysOther: saysOther)
    }

    /// "Không cần trích lục, cần bản gốc": what is not wished follows at once and ends at the comma, before what is.
    private func wishDenied(
        by finding: PhraseFinding, among findings: [PhraseFinding], reading: Reading
    ) -> Denial? {
        guard finding.end < reading.tokens.count, !parts(finding.end - 1, finding.end, in: reading) else { return nil }
        let end = clauseEnd(behind: finding.end, in: reading)
        let isNear = findings.contains {
            names($0) && (finding.end...finding.end + 1).contains($0.start) && $0.end <= end
        }
        guard isNear, end < reading.tokens.count else { return nil }
        return Denial(tokens: finding.end..<end, deniesFacets: false, saysOther: false)
    }

    /// The last words of wordings that deny what is named behind them, and of those that deny a wish.
    private static let namings: Set<String> = ["phai", "hoi", "noi", "nhac"]
    private static let wishes: Set<String> = ["can", "lam", "muon", "xin", "khoi"]

    /// "Chú" and "chủ" are no "chứ".
    private func isRatherThan(_ finding: PhraseFinding) -> Bool {
        finding.owner == .correction(.ratherThan) && finding.tier != .weak
    }

    /// Where what a "chứ không phải" denies ends; nil where it denies nothing.
    ///
    /// A bare "chứ không" denies a subject that follows at once: "tạm trú chứ không thường trú", but not "chứ không có hộ
    /// khẩu thì khai sinh sao".
    private func end(
        ofDenialBehind finding: PhraseFinding, among findings: [PhraseFinding], reading: Reading
    ) -> Int? {
        guard Self.bareDenials.contains(lastWord(finding, reading)) else {
            let end = clauseEnd(behind: finding.end, in: reading)
            // "… chứ có hỏi khai sinh đâu": without its end it says that somebody did ask.
            let isRhetorical = finding.length == 3 && word(finding.end - 2, reading) == "co"
            return isRhetorical && word(end - 1, reading) != "dau" ? nil : end
        }
        return findings.lazy.filter { self.names($0) && $0.start == finding.end }.map(\.end).max()
    }

    private static let bareDenials: Set<String> = ["khong", "hong", "chang"]

    /// Whether more is meant, and nothing denied: "không phải chỉ khai sinh mà cả …".
    private func isNotOnly(_ finding: PhraseFinding, _ reading: Reading) -> Bool {
        finding.end < reading.tokens.count && Self.only.contains(reading.tokens[finding.end].word.markedKey)
    }

    private static let only = Vocabulary(
        ["chỉ", "chi", "mỗi", "moi", "riêng", "rieng"].compactMap { Words($0).words.first?.markedKey })

    /// Whether the "nào" of a "nào phải" belongs to what stands before it: "giấy nào phải công chứng", "khi nào phải nộp".
    private func isQuestion(_ finding: PhraseFinding, _ reading: Reading) -> Bool {
        let start = finding.start
        guard start > 0, start < reading.tokens.count, word(start, reading) == "nao" else { return false }
        return !parts(start - 1, start, in: reading)
            && !Self.interjections.contains(reading.tokens[start - 1].word.foldedKey)
    }

    private static let interjections = Vocabulary(["a", "ua", "u", "o", "oi", "da", "khong", "chu"])

    /// Where the clause that goes on at a token ends: before a comma, a sentence's end, or "mà".
    private func clauseEnd(behind start: Int, in reading: Reading) -> Int {
        for index in start..<max(start, reading.tokens.count) where index > start {
            if word(index, reading) == "ma" || parts(index - 1, index, in: reading) { return index }
        }
        return max(start, reading.tokens.count)
    }

    /// Whether a comma or the end of a sentence stands between two tokens.
    private func parts(_ one: Int, _ other: Int, in reading: Reading) -> Bool {
        let words = reading.words.words
        let (before, after) = (reading.tokens[one].lastPlace, reading.tokens[other].place)
        guard after > before, words.indices.contains(after) else { return false }
        if words[before].sentence != words[after].sentence { return true }
        let gap = words[before].range.upperBound..<words[after].range.lowerBound
        let utf8 = reading.words.text.utf8
        guard !gap.isEmpty, gap.upperBound <= utf8.count else { return false }
        return utf8.dropFirst(gap.lowerBound).prefix(gap.count).contains { ",:/-".utf8.contains($0) }
    }

    /// Whether a part of a text has words of meaning beside those that correct.
    private func saysSomething(_ tokens: Range<Int>, _ reading: Reading) -> Bool {
        tokens.contains { reading.tokens[$0].carriesMeaning }
    }

    private func word(_ token: Int, _ reading: Reading) -> String { reading.tokens[token].folded }

    private func lastWord(_ finding: PhraseFinding, _ reading: Reading) -> String {
        reading.tokens.indices.contains(finding.end - 1) ? word(finding.end - 1, reading) : ""
    }

    /// Whether a finding says that the last question goes on, of another thing.
    func carriesOver(_ finding: PhraseFinding, _ reading: Reading) -> Bool {
        switch finding.owner {
        case .followUp: true
        case .correction: !isQuestion(finding, reading)
        default: false
        }
    }

    /// Whether a finding names a topic that may be meant.
    private func names(_ finding: PhraseFinding) -> Bool {
        guard case .topic(let topic) = finding.owner, briefs[topic].kind != .smallTalk else { return false }
        return finding.tier != .weak
    }

    private func asks(_ finding: PhraseFinding) -> Bool {
        if case .facet = finding.owner { return finding.tier != .weak }
        return false
    }
}
