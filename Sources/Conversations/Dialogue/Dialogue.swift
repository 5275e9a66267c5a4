public import Foundation
public import PublicServices
import VietnameseText

/// The conversation with villagers of one commune: (state, message) → (new state, effects); pure.
public struct Dialogue: Sendable {
    /// Numbers of the conversation, with their units.
    public struct Limits: Sendable {
        /// Seconds of silence after which a session ends and its topic is forgotten.
        public var sessionSeconds: TimeInterval = 2 * 3600
        /// Messages in a row that may be not understood before staff are offered.
        public var misses = 2
        /// Facets that one answer tells at most.
        public var facets = 3
        /// Procedures in one menu at most, so that it stays within its SMS.
        public var variants = 6

        public init() {}
    }

    public let matcher: IntentMatcher
    public let composer: AnswerComposer
    public let limits: Limits
    let variants: VariantChooser

    public init(
        matcher: IntentMatcher, services: ServiceCatalogue, commune: Commune, replies: ReplyTemplates,
        limits: Limits = Limits()
    ) {
        self.matcher = matcher
        self.limits = limits
        composer = AnswerComposer(
            intents: matcher.catalogue, services: services.applying(overrides: commune), commune: commune,
            replies: replies)
        variants = VariantChooser(services: services, lexicon: matcher.catalogue.lexicon, rules: matcher.rules)
    }

    public func turn(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        let words = Words(message.text)
        let understanding = matcher.understand(message.text)
        var state = state
        if let last = state.lastTurn, now.timeIntervalSince(last) > limits.sessionSeconds { state = state.afterSession }
        state.lastTurn = now
        let spelling = spelling(message, words: words, understanding: understanding, state: state)
        state.spelling = spelling

        let decision = withVariant(
            decide(words, understanding, state: state), of: message.text, understanding, state: state)
        var turn = Turn(understanding: understanding, decision: decision, state: state)
        let effect = effect(of: decision, words: words, state: state)
        perform(effect, decision: decision, on: &turn, spelling: spelling, now: now)
        if !turn.state.noticeGiven, decision != .command(.emergency), decision != .command(.optOut) {
            turn.replies.append(composer.privacyNotice(spelling: spelling))
            turn.state.noticeGiven = true
        }
        return turn
    }

    private func spelling(
        _ message: VillagerMessage, words: Words, understanding: Understanding, state: DialogueState
    ) -> Spelling {
        switch message.spelling {
        case .marked: return .marked
        case .unmarked: return .unmarked
        case .asWritten:
            if understanding.usedMarks { return .marked }
            // A word or two, or a number, may stand without marks by chance.
            return words.words.count > 2 ? .unmarked : state.spelling ?? .unmarked
        }
    }
}

// MARK: - Decision in context

extension Dialogue {
    /// The decision that the text alone would get, changed by what the conversation expects.
    private func decide(_ words: Words, _ understanding: Understanding, state: DialogueState) -> Decision {
        let alone = matcher.decide(understanding)
        if alone == .command(.emergency) || alone == .command(.optOut) { return alone }
        if ShortAnswers.isOptOut(words) { return .command(.optOut) }
        if ShortAnswers.isZero(words) { return .command(.talkToStaff) }
        if ShortAnswers.isHelp(words) { return .smallTalk(.capabilities) }
        if let topic = state.topic, composer.services.subject(topic)?.takesInterest == true,
            ShortAnswers.isRegistration(words)
        {
            return .interest(topic)
        }
        if let named = namedByCode(understanding, alone: alone) { return named }

        switch state.step {
        case .choosing(let topics, let facet):
            if let chosen = ShortAnswers.choice(words, of: topics.count) {
                return .answer([topics[chosen]], facet.map { [$0] } ?? [])
            }
            if topics.count == 1, ShortAnswers.isYes(words) { return .answer(topics, facet.map { [$0] } ?? []) }
        case .choosingVariant(let topic, let codes, let facet):
            let chosen = ShortAnswers.choice(words, of: codes.count).map { codes[$0] }
            if let chosen { return .procedure(chosen, topic, facet.map { [$0] } ?? []) }
        case .awaitingTopic(let facet):
            if case .answer(let topics, let facets) = alone, facets.isEmpty { return .answer(topics, [facet]) }
            if case .menu(let topics, let facets) = alone, facets.isEmpty { return .menu(topics, [facet]) }
        case .offeredStaff:
            if ShortAnswers.isYes(words) { return .command(.talkToStaff) }
        case .open: break
        }
        return inContext(alone, understanding, state: state)
    }

    /// Keeps the topic for a bare facet ("còn lệ phí?"), and the facet for a bare topic ("thế còn khai tử?").
    private func inContext(_ alone: Decision, _ understanding: Understanding, state: DialogueState) -> Decision {
        let facets = understanding.facets.map(\.facet)
        switch alone {
        case .question:
            if let topic = state.topic { return .answer([topic], facets) }
        case .answer(let topics, let own):
            // "nộp ở đâu" names the office as a subject, but amid a procedure it asks for that procedure's place.
            if let topic = state.topic, topic != topics.first, !facets.isEmpty, understanding.wordCount <= 6,
                topics.allSatisfy({ Self.subjectsThatAreFacets.contains($0) })
            {
                return .answer([topic], facets)
            }
            if own.isEmpty, understanding.isFollowUp, let facet = state.facet { return .answer(topics, [facet]) }
        case .menu(let topics, let own):
            if let topic = state.topic, !facets.isEmpty, understanding.wordCount <= 6,
                topics.allSatisfy({ Self.subjectsThatAreFacets.contains($0) })
            {
                return .answer([topic], facets)
            }
            // A menu that holds what was just spoken of is no riddle.
            if let topic = state.topic, topics.contains(topic), !facets.isEmpty, understanding.wordCount <= 6 {
                return .answer([topic], facets)
            }
            if own.isEmpty, understanding.isFollowUp, let facet = state.facet { return .menu(topics, [facet]) }
        case .referral, .command, .smallTalk, .procedure, .variants, .interest, .none: break
        }
        return alone
    }

    private static let subjectsThatAreFacets: Set<TopicID> = [.officeContact, "online_portal_help"]
}

// MARK: - Effects

extension Dialogue {
    private enum Effect {
        case tell
        case nextPage
        case notUnderstood
    }

    private func effect(of decision: Decision, words: Words, state: DialogueState) -> Effect {
        if ShortAnswers.isNext(words) { return .nextPage }
        if case .none(foreign: false) = decision { return .notUnderstood }
        return .tell
    }

    private func perform(_ effect: Effect, decision: Decision, on turn: inout Turn, spelling: Spelling, now: Date) {
        switch effect {
        case .nextPage:
            if turn.state.pages.isEmpty {
                turn.replies = [composer.plain("no_more", spelling: spelling)]
            } else {
                turn.replies = [Reply(template: "page", text: turn.state.pages.removeFirst())]
            }
        case .notUnderstood:
            turn.state.misses += 1
            let offersStaff = turn.state.misses >= limits.misses
            turn.state.step = offersStaff ? .offeredStaff : .open
            turn.replies = [composer.plain(offersStaff ? "offer_staff" : "not_understood", spelling: spelling)]
        case .tell:
            turn.state.misses = 0
            turn.state.pages = []
            turn.state.step = .open
            tell(decision, on: &turn, spelling: spelling, now: now)
        }
    }

    private func tell(_ decision: Decision, on turn: inout Turn, spelling: Spelling, now: Date) {
        switch decision {
        case .answer(let topics, let facets):
            guard let topic = topics.first else { return }
            answer(topic, procedure: nil, facets, on: &turn, spelling: spelling, now: now)
        case .procedure(let code, let topic, let facets):
            answer(topic, procedure: code, facets, on: &turn, spelling: spelling, now: now)
        case .variants(let topic, let codes, let facets):
            turn.state.step = .choosingVariant(topic, codes, facet: facets.first)
            turn.state.topic = topic
            turn.state.procedure = nil
            turn.replies = [composer.variantMenu(topic, codes, spelling: spelling)]
        case .menu(let topics, let facets):
            turn.state.step = .choosing(topics, facet: facets.first)
            turn.replies = [composer.menu(topics, spelling: spelling)]
        case .referral(let topic):
            turn.state.topic = nil
            turn.state.procedure = nil
            turn.replies = [composer.referral(topic, spelling: spelling)]
        case .question(let facet):
            turn.state.step = .awaitingTopic(facet)
            turn.state.facet = facet
            turn.replies = [composer.askTopic(facet, spelling: spelling)]
        case .interest(let topic):
            turn.interest = topic
            turn.replies = [composer.interestNoted(topic, spelling: spelling)]
        case .smallTalk(let topic):
            turn.replies = [composer.smallTalk(topic, spelling: spelling)]
        case .none: turn.replies = [composer.plain("foreign", spelling: spelling)]
        case .command(let topic): command(topic, on: &turn, spelling: spelling, now: now)
        }
    }

    private func answer(
        _ topic: TopicID, procedure code: ProcedureCode?, _ facets: [Facet], on turn: inout Turn, spelling: Spelling,
        now: Date
    ) {
        let answer = composer.answer(
            topic, procedure: code, facets: Array(facets.prefix(limits.facets)), spelling: spelling,
            explainReference: !turn.state.referenceExplained, now: now)
        turn.replies = answer.pages.prefix(1).map {
            Reply(template: answer.template, text: $0, facts: answer.facts)
        }
        turn.state.pages = Array(answer.pages.dropFirst())
        turn.state.topic = topic
        turn.state.procedure = code
        turn.state.facet = facets.first
        if answer.saysReference { turn.state.referenceExplained = true }
        turn.escalation = answer.escalation
    }

    private func command(_ topic: TopicID, on turn: inout Turn, spelling: Spelling, now: Date) {
        switch topic {
        case .emergency:
            turn.replies = [composer.plain("emergency", spelling: spelling)]
            turn.escalation = NewEscalation(reason: .emergency, unit: nil, promisedBy: nil)
        case .optOut:
            turn.optedOut = true
            turn.replies = [composer.plain("opted_out", spelling: spelling)]
        case .optIn:
            turn.optedOut = false
            turn.replies = [composer.plain("opted_in", spelling: spelling)]
        case .dossierStatus, .dossierCodeOnly:
            handOver(.dossierQuestion, template: "dossier", on: &turn, spelling: spelling, now: now)
        case .feedback: handOver(.feedback, template: "feedback", on: &turn, spelling: spelling, now: now)
        default: handOver(.askedForStaff, template: "to_staff", on: &turn, spelling: spelling, now: now)
        }
    }

    private func handOver(
        _ reason: EscalationReason, template: String, on turn: inout Turn, spelling: Spelling, now: Date
    ) {
        let unit = turn.state.topic.flatMap { matcher.catalogue[$0]?.unit }
        let (escalation, promise) = composer.escalation(reason, unit: unit, now: now)
        turn.escalation = escalation
        turn.replies = [composer.plain(template, ["promise": promise], spelling: spelling)]
    }
}

extension DialogueState {
    /// What stays when a session has ended: that the privacy notice was given, and the villager's spelling.
    fileprivate var afterSession: DialogueState {
        var state = DialogueState()
        state.noticeGiven = noticeGiven
        state.spelling = spelling
        return state
    }
}
