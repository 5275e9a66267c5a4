import Conversations
import PublicServices

/// How the gateway's own sentences are known again: by the longest part that stands in each of them.
struct PersonaSigns: Sendable {
    private let replies: ReplyTemplates
    let privacyNotice: PersonaWords
    let more: PersonaWords
    let confirm: PersonaWords
    let askTopic: PersonaWords
    let notUnderstood: [PersonaWords]
    let askDanger: PersonaWords
    let alarm = PersonaWords("KHẨN CẤP: gọi ngay")
    let askCode: PersonaWords
    let askDigits: [PersonaWords]
    let askAgain: [PersonaWords]
    let invitations: [PersonaWords]
    let silence: [PersonaWords]

    init(_ replies: ReplyTemplates) {
        self.replies = replies
        let sign = { (template: ReplyTemplate) in PersonaWords(Self.fixedPart(of: template, in: replies)) }
        privacyNotice = sign(.privacyNotice)
        more = sign(.more)
        confirm = sign(.confirmTopic)
        askTopic = sign(.askTopic)
        notUnderstood = [sign(.notUnderstood), sign(.offerStaff)]
        askDanger = sign(.urgentQuestion)
        askCode = sign(.dossierAskCode)
        askDigits = [sign(.dossierAskDigits), sign(.dossierNotMatched)]
        askAgain = [sign(.lateMessage), sign(.lateRest)]
        invitations = [sign(.greeting), sign(.affirm), sign(.deny), sign(.thanks), sign(.welcome)]
        silence = [sign(.slowDown), sign(.dayLimit), sign(.handedOver)]
    }

    /// The words that tell a state of a dossier.
    func sentence(of state: DossierState) -> String { Self.fixedPart(of: state.template, in: replies) }

    private static let placeholders = [
        "choices", "code", "commune", "day", "example", "facet", "finished", "moment", "months", "name", "office",
        "promise", "reason", "thing", "topic",
    ]

    /// The longest part between placeholders.
    private static func fixedPart(of template: ReplyTemplate, in replies: ReplyTemplates) -> String {
        let gap = "\u{1}"
        let values = Dictionary(uniqueKeysWithValues: placeholders.map { ($0, gap) })
        let parts = replies.fill(template, values, spelling: .marked).split(separator: gap).map(String.init)
        return parts.max { $0.count < $1.count } ?? ""
    }
}

/// What a villager makes of the answers to one message.
enum PersonaHearing: Sendable, Equatable {
    /// What was wanted stands there.
    case got
    /// Nothing came.
    case silence
    /// Something to choose from, each with what is to be sent back.
    case menu([PersonaChoice])
    /// Whether this topic is meant.
    case confirm
    case askTopic
    /// Whether somebody is in danger.
    case askDanger
    /// The answer to a call for help, which nobody made.
    case alarm
    case askCode
    case askDigits
    /// The answer goes on in a further message.
    case more
    case notUnderstood
    /// Staff got it.
    case promised
    /// A late message is to be sent again.
    case askAgain
    /// Only courtesy, and that one may ask.
    case invited
    /// The gateway will be silent for a while.
    case fellSilent
    /// The right matter, but something else about it.
    case otherFact
    case somethingElse
}

/// An entry of a menu.
struct PersonaChoice: Sendable, Equatable {
    var answer: String
    var label: String
}

/// Reads answers as a villager does: by their words.
struct PersonaReader: Sendable {
    let signs: PersonaSigns

    /// - Parameters:
    ///   - came: the answers to the last message.
    ///   - all: all answers since the want was told first.
    ///   - hasMatter: whether staff have got something of this villager since then.
    func hear(_ came: [String], all: [String], for want: PersonaWant, hasMatter: Bool) -> PersonaHearing {
        let new = came.filter { !PersonaWords($0).contains(signs.privacyNotice) }
        let words = PersonaWords(new, without: [])
        let joined = PersonaWords(all, without: [signs.more])
        // Staff may have got it: whoever hears nothing does not know.
        if words.isEmpty { return .silence }
        if want.expected.isFulfilled(by: joined, hasMatter: hasMatter) { return .got }
        let choices = Self.choices(in: new)
        if choices.count > 1 { return .menu(choices) }
        if words.contains(signs.askDigits[0]) || words.contains(signs.askDigits[1]) { return .askDigits }
        if words.contains(signs.askDanger) { return .askDanger }
        if want.kind != .danger, words.contains(signs.alarm) { return .alarm }
        if words.contains(signs.askCode) { return .askCode }
        if words.contains(signs.confirm) { return .confirm }
        if signs.silence.contains(where: words.contains) { return .fellSilent }
        if signs.notUnderstood.contains(where: words.contains) { return .notUnderstood }
        if words.contains(signs.askTopic) { return .askTopic }
        if signs.askAgain.contains(where: words.contains) { return .askAgain }
        if words.contains(signs.more) { return .more }
        if hasMatter { return .promised }
        if signs.invitations.contains(where: words.contains) { return .invited }
        return !want.names.isEmpty && want.names.contains(where: words.contains) ? .otherFact : .somethingElse
    }

    /// The entries of menus, which stand on lines of their own behind a number.
    static func choices(in texts: [String]) -> [PersonaChoice] {
        texts.flatMap { $0.split(whereSeparator: \.isNewline) }.compactMap { line in
            guard let match = line.wholeMatch(of: /\s*([0-9]{1,2})\.\s+(.+)/) else { return nil }
            return PersonaChoice(answer: String(match.1), label: String(match.2))
        }
    }

    /// The entry that means what is wanted; nil where none does.
    static func choice(among choices: [PersonaChoice], for want: PersonaWant) -> PersonaChoice? {
        let names = want.names.map(PersonaWords.init)
        if let same = choices.first(where: { choice in names.contains(PersonaWords(choice.label)) }) { return same }
        let wanted = names.map(\.words) + (want.filling.isEmpty ? [] : [PersonaWords(want.filling).words])
        let likeness = choices.map { choice in
            let label = PersonaWords(choice.label).words
            return wanted.map { Double($0.intersection(label).count) / Double(max(1, min($0.count, label.count))) }
                .max() ?? 0
        }
        guard let best = likeness.max(), best >= 0.6, let place = likeness.firstIndex(of: best) else { return nil }
        return choices[place]
    }
}
