import PublicServices
import VietnameseText

/// What a text is before it is understood: a villager's words, or none.
struct Heard {
    /// What is to be understood: without our own words that the villager quoted.
    var read: ReadText
    /// Why nothing is answered, where that is known from the text alone.
    var quiet: QuietReason?
    /// What a text without words says.
    var sign: SignsOnly?

    init(_ read: ReadText, quiet: QuietReason? = nil, sign: SignsOnly? = nil) {
        self.read = read
        self.quiet = quiet
        self.sign = sign
    }

    var text: String { read.text }
    var words: Words { read.words }
}

extension Dialogue {
    /// Sets aside what no villager says to the gateway: reactions, our own words that come back, answers of machines.
    func hear(_ read: ReadText) -> Heard {
        if let sign = SignsOnly(read.text) { return Heard(read, sign: sign) }
        let quotation = QuotedText(read.text)
        if machineTexts.isReaction(read.words, quoting: quotation) { return Heard(read, quiet: .reaction) }
        let unquoted = withoutOwnQuotes(read.text, quotation)
        let read = unquoted.utf8.count == read.text.utf8.count ? read : ReadText(unquoted)
        let own = ownWords.compare(read.words)
        if own.isOurs {
            if let asked = own.asked { return Heard(ReadText(asked)) }
            guard !own.carriesOthers, let added = own.rest.last(where: saysSomething) ?? ownLine(behind: read.text)
            else { return Heard(read, quiet: .echo) }
            return Heard(ReadText(added))
        }
        let isMachine = machineTexts.isAutoReply(read.text, read.words) && !wantsSomething(read)
        return Heard(read, quiet: isMachine ? .autoReply : nil)
    }

    /// The last line of a text, where it asks something that our own words do not.
    private func ownLine(behind text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count > 1, let last = lines.last.map({ String($0) }), saysSomething(last) else { return nil }
        return ownWords.compare(Words(last)).isOurs ? nil : last
    }

    /// Whether what stands beside our own words is a message of its own.
    private func saysSomething(_ text: String) -> Bool {
        let understanding = matcher.understand(text)
        switch matcher.decide(understanding) {
        case .command(.dossierStatus), .command(.dossierCodeOnly):
            // A code alone stands in our own answers.
            return understanding.candidates.contains { $0.topic == .dossierStatus && !$0.isHintOnly }
        case .command(.emergency), .command(.optOut), .smallTalk(.urgentQuestion): return true
        // A likeness to wishes is none in what is left of our own words.
        case .command(let topic): return understanding.candidates.contains { $0.topic == topic }
        case .answer, .procedure, .referral:
            // A name out of a menu or an answer asks nothing.
            return !understanding.facets.isEmpty && understanding.wordCount >= 5
        case .question: return understanding.wordCount >= 5
        default: return false
        }
    }

    /// Whoever is in danger, wants a person or no more messages is heard, however much the words are a machine's.
    private func wantsSomething(_ read: ReadText) -> Bool {
        let understanding = matcher.understand(read)
        // A mere likeness to calls for help is asked back of people, not of machines.
        if let distress = understanding.distress,
            distress.level == .alarm || distress.level == .doubt && distress.score > 0
        {
            return true
        }
        // "tắt giùm cái tin nhắn tự động" names what a machine writes.
        if let first = understanding.opinions?.first, [.optOut, .talkToStaff].contains(first.topic),
            first.score >= matcher.rules.opinionOfCommand
        {
            return true
        }
        return understanding.candidates.contains { candidate in
            [.emergency, .optOut, .talkToStaff].contains(candidate.topic) && candidate.score >= matcher.rules.answer
                && candidate.evidence.contains { $0.role == .phrase }
        }
    }

    /// A text without the message of ours that it answers: `> …` before the lines, or a quotation in front.
    private func withoutOwnQuotes(_ text: String, _ quotation: QuotedText?) -> String {
        if let mail = MailQuote.all(in: text).first(where: { ownWords.compare(Words($0.quoted)).isOurs }) {
            // Where nothing was written above our words they alone are left, which are known.
            return Words(mail.before).words.isEmpty ? mail.quoted : mail.before
        }
        var (text, quotation) = (text, quotation)
        if text.utf8.contains(UInt8(ascii: ">")) {
            let lines = text.split(whereSeparator: \.isNewline)
            let quoted = lines.filter { Self.isQuotedLine($0) }
            let others = lines.filter { !Self.isQuotedLine($0) }
            let isOurs = ownWords.compare(Words(quoted.map { String($0) }.joined(separator: " "))).isOurs
            if !quoted.isEmpty, !others.isEmpty, isOurs {
                text = others.joined(separator: "\n")
                quotation = QuotedText(text)
            }
        }
        guard let quotation, ownWords.compare(Words(String(quotation.inside))).isOurs else {
            return text
        }
        let others = String(quotation.before) + " " + String(quotation.behind)
        return Words(others).words.isEmpty ? text : others
    }

    private static func isQuotedLine(_ line: Substring) -> Bool {
        line.drop { $0 == " " }.hasPrefix(">")
    }
}
