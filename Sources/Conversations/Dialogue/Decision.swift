package import PublicServices

/// What the gateway makes of an understanding, before any text is written.
package enum Decision: Sendable, Equatable {
    case answer([TopicID], [Facet])
    /// One procedure of a topic is meant, not the topic's main one.
    case procedure(ProcedureCode, TopicID, [Facet])
    /// The topic has several procedures and which is meant is not known: the villager chooses.
    case variants(TopicID, [ProcedureCode], [Facet])
    /// The villager puts himself on the list of those who wish to take part.
    case interest(TopicID)
    /// Two or more topics fit, or one fits weakly: the villager chooses.
    case menu([TopicID], [Facet])
    case referral(TopicID)
    /// A facet was asked, and of which topic is not known.
    case question(Facet)
    case command(TopicID)
    case smallTalk(TopicID)
    /// A service of this topic does not work, is late, or nobody is there: an apology, and staff.
    case trouble(TopicID)
    /// A matter of the state that no topic knows; what it is in the writer's words, where they can be quoted.
    case unknown(String?)
    /// Nothing to answer; `foreign` when the text is clearly no public matter.
    case none(foreign: Bool)
    /// Nothing is said: no villager wrote it, or all was said.
    case quiet(QuietReason)
    /// It belongs to what staff have of this villager already.
    case addition

    /// The word under which it is stored and shown, such as `answer` or `menu`.
    package var name: String {
        switch self {
        case .answer: "answer"
        case .procedure: "answer"
        case .variants: "menu"
        case .interest: "command"
        case .menu: "menu"
        case .referral: "referral"
        case .question: "question"
        case .command: "command"
        case .smallTalk: "small_talk"
        case .trouble: "trouble"
        case .unknown: "unknown"
        case .none: "none"
        case .quiet: "quiet"
        case .addition: "addition"
        }
    }

    package var topics: [TopicID] {
        switch self {
        case .answer(let topics, _), .menu(let topics, _): topics
        case .procedure(_, let topic, _), .variants(let topic, _, _), .interest(let topic): [topic]
        case .referral(let topic), .command(let topic), .smallTalk(let topic): [topic]
        case .trouble(let topic): [topic]
        case .unknown: [.otherService]
        case .question, .none, .quiet, .addition: []
        }
    }

    package var facets: [Facet] {
        switch self {
        case .answer(_, let facets), .menu(_, let facets): facets
        case .procedure(_, _, let facets), .variants(_, _, let facets): facets
        case .question(let facet): [facet]
        case .referral, .command, .smallTalk, .interest, .trouble, .unknown, .none, .quiet, .addition: []
        }
    }
}

/// Why a message gets no answer though it may get one.
package enum QuietReason: String, Sendable, Codable, CaseIterable {
    /// A messenger's note that one of our messages was liked or the like.
    case reaction
    /// Our own words, which come back.
    case echo
    /// A machine answers for somebody who is away.
    case autoReply = "auto_reply"
    /// Emoji, dots and the like, where nothing was asked.
    case signs
    /// All was said: "ừ biết rồi", "vậy nhé", and thanks a second time.
    case closing
    /// The same again and again, or what is not understood: staff have it, and the gateway waits for something else.
    case silence
    /// The commune practises, and this sender is none of those who do.
    case notOpen = "not_open"
}

extension IntentMatcher {
    /// Decides on an understanding alone, without a conversation: what `explain` shows.
    ///
    /// - Parameter amidTopic: whether a conversation has a topic, so that what names none asks about that one.
    package func decide(_ understanding: Understanding, amidTopic: Bool = false) -> Decision {
        let decision = decide(decideByWordings(understanding), understanding, amidTopic: amidTopic)
        // Of a text with words that nobody can read nothing is known for sure.
        let isUnread = understanding.hasUnreadWords ?? false
        return isUnread && decision == .none(foreign: true) ? .none(foreign: false) : decision
    }

    private func decideByWordings(_ understanding: Understanding) -> Decision {
        let candidates = understanding.candidates
        if understanding.distress?.level == .alarm { return .command(.emergency) }
        // "cứu tôi với, đừng nhắn nữa" is no wish for silence.
        if let distress = understanding.distress, distress.level == .doubt, distress.score >= rules.distressAlarm {
            return .smallTalk(.urgentQuestion)
        }
        for urgent in [TopicID.emergency, .optOut] {
            if let candidate = candidates.first(where: { $0.topic == urgent }), candidate.score >= rules.answer,
                candidate.evidence.contains(where: { $0.role == .phrase })
            {
                return .command(urgent)
            }
        }
        if understanding.distress?.level == .doubt { return .smallTalk(.urgentQuestion) }
        if understanding.entities.contains(where: { $0.kind == .dossierCode }) {
            let alone = understanding.wordCount <= rules.codeWords && candidates.isEmpty
            return .command(alone ? .dossierCodeOnly : .dossierStatus)
        }
        let named = candidates.filter { !isPoliteness($0.topic) }
        let serious = procedureFirst(named)
        let facets = asked(understanding, of: serious, among: named)
        guard let best = serious.first ?? candidates.first else {
            return mainFacet(of: understanding).map { .question($0) } ?? .none(foreign: false)
        }
        if best.isHintOnly, let talk = candidates.first, isPoliteness(talk.topic), !talk.isHintOnly {
            return .smallTalk(talk.topic)
        }
        let kind = catalogue.kind(of: best.topic) ?? .none
        if kind == .none || isForeign(serious, best: best) { return .none(foreign: true) }
        if kind == .smallTalk {
            // "nhắn tin số này có mất tiền không" asks about the gateway, "chào ad, bao nhiêu tiền" about something else.
            let asked = understanding.facets.filter { $0.evidence.score > best.score }
            if let facet = asked.first?.facet { return .question(facet) }
            return isIdle(best, understanding) ? .none(foreign: false) : .smallTalk(best.topic)
        }
        let rivals = serious.filter {
            $0.score >= best.score * rules.rivalry
                && ($0.topic == best.topic || catalogue.kind(of: $0.topic).map { $0 != .none } ?? false)
        }
        let topics = rivals.prefix(rules.menuEntries).map(\.topic)
        // "nộp online có mất phí không" asks of no way, and of a fee that each procedure has.
        if topics == [best.topic], TopicID.facetLike[best.topic] != nil,
            let other = facets.first(where: Self.ofProcedures.contains)
        {
            return .question(other)
        }
        if understanding.questions.count > 1 {
            return .answer(understanding.questions.map(\.topic), facets)
        }
        guard best.score >= rules.answer, topics.count == 1 else {
            // Hours and addresses are told sooner than asked about.
            if topics.count == 1, Self.cheap.contains(best.topic), understanding.purpose?.asks ?? false {
                return decision(for: best.topic, facets)
            }
            return .menu(topics, facets)
        }
        return decision(for: best.topic, facets)
    }

    /// Whether "làm gì" and the like, amid more words, ask nothing of the gateway: "tên tôi ghi vô làm gì", "nó làm gì có".
    private func isIdle(_ best: Candidate, _ understanding: Understanding) -> Bool {
        guard best.topic == .capabilities, best.coverage < rules.clearStatement, let opinions = understanding.opinions
        else { return false }
        return score(of: .capabilities, in: opinions) < rules.opinionOfCourtesy
    }

    /// What no way or place has by itself.
    static let ofProcedures: Set<Facet> = [.fees, .time, .documents]
    private static let cheap: Set<TopicID> = [.officeHours, .officeContact]

    /// What one topic leads to, which depends on its kind: the same whether a text names it or a menu's number does.
    func decision(for topic: TopicID, _ facets: [Facet]) -> Decision {
        switch catalogue.kind(of: topic) {
        case .command: .command(topic)
        case .referral: .referral(topic)
        case .smallTalk: .smallTalk(topic)
        case .some(.none): .none(foreign: true)
        case .procedure, .subject, nil: .answer([topic], facets)
        }
    }

    /// The facet that is asked most plainly; "thủ tục" alone hardly asks anything.
    private func mainFacet(of understanding: Understanding) -> Facet? {
        let asked = understanding.facets.filter { $0.facet != .overview }
        let best = asked.map(\.evidence.score).max() ?? 0
        return asked.first { $0.evidence.score == best }?.facet ?? understanding.facets.first?.facet
    }

    /// Leaves out ways and places where a procedure is named: "làm khai sinh online" asks about the birth.
    func procedureFirst(_ candidates: [Candidate]) -> [Candidate] {
        guard candidates.count > 1 else { return candidates }
        let isNamed = candidates.contains {
            let kind = catalogue.kind(of: $0.topic)
            return (kind == .procedure || kind == .referral && $0.topic != .otherService) && !$0.isHintOnly
                && $0.score >= rules.answer
        }
        return isNamed ? candidates.filter { TopicID.facetLike[$0.topic] == nil } : candidates
    }

    /// What is asked of a procedure; where nothing else is, the way or place that was left out beside it is: "link nộp hồ sơ
    /// khai sinh".
    private func asked(_ understanding: Understanding, of serious: [Candidate], among named: [Candidate]) -> [Facet] {
        let facets = understanding.facets.map(\.facet)
        guard facets.isEmpty, serious.count < named.count else { return facets }
        let left = named.filter { !serious.contains($0) && !$0.isHintOnly && $0.score >= rules.answer }
        return left.first.flatMap { TopicID.facetLike[$0.topic] }.map { [$0] } ?? []
    }

    /// Whether the evidence that a text is no public matter comes near that for the best topic.
    private func isForeign(_ candidates: [Candidate], best: Candidate) -> Bool {
        guard candidates.count > 1,
            let foreign = candidates.first(where: { catalogue.kind(of: $0.topic) == Topic.Kind.none })
        else {
            return false
        }
        if best.isHintOnly { return foreign.score >= best.score * rules.rivalry }
        return !foreign.isHintOnly && foreign.score >= best.score * rules.foreignShare
    }

    /// Whether a topic is only courtesy beside a real question ("chào ad, làm khai sinh cần gì ạ, cảm ơn").
    private func isPoliteness(_ topic: TopicID) -> Bool { catalogue.kind(of: topic) == .smallTalk }
}
