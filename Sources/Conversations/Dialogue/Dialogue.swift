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
        /// Seconds in which a villager is welcomed once.
        public var welcomeSeconds: TimeInterval = 24 * 3600
        /// Seconds in which it is said once that pictures cannot be read.
        public var albumSeconds: TimeInterval = 60
        /// Procedures in one menu at most; the others come with "TIẾP".
        public var variants = 4
        /// The highest number that is taken for the choice from a menu that is no longer known.
        public var menuNumbers = 9
        /// Questions of one message that are answered at most.
        public var questions = 3
        /// Seconds for which a slow portal is asked again, before staff get the question.
        public var followUpSeconds: TimeInterval = 4 * 3600

        public init() {}
    }

    public let matcher: IntentMatcher
    public let composer: AnswerComposer
    public let limits: Limits
    private let feedbackClassifier: FeedbackClassifier
    let variants: VariantChooser

    public init(
        matcher: IntentMatcher, services: ServiceCatalogue, commune: Commune, replies: ReplyTemplates,
        limits: Limits = Limits()
    ) {
        self.matcher = matcher
        self.limits = limits
        feedbackClassifier = FeedbackClassifier(matcher.catalogue.feedbackKinds)
        composer = AnswerComposer(
            intents: matcher.catalogue, services: services.applying(overrides: commune), commune: commune,
            replies: replies)
        variants = VariantChooser(services: services, lexicon: matcher.catalogue.lexicon, rules: matcher.rules)
    }

    public func turn(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        guard message.kind == .text else { return wordless(message, state: state, now: now) }
        let words = Words(message.text)
        let understanding = matcher.understand(message.text)
        var state = state
        if let last = state.lastTurn, now.timeIntervalSince(last) > limits.sessionSeconds { state = state.afterSession }
        state.lastTurn = now
        let spelling = spelling(message, words: words, understanding: understanding, state: state)
        state.spelling = spelling

        let dossier = DossierWords(
            message.text, words: words, understanding: understanding, rules: composer.commune.dossiers)
        let decision = withVariant(
            decide(words, understanding, dossier: dossier, state: state), of: message.text, understanding, state: state)
        var turn = Turn(understanding: understanding, decision: decision, state: state)
        let effect = effect(of: decision, words: words, state: state)
        if let link = message.link {
            turn.decision = .command(.linkChannels)
            tell(link, on: &turn, spelling: spelling)
        } else if let asked = message.askedCase, let number = CaseInquiry.number(in: message.text) {
            turn.replies = [composer.caseState(asked, of: number, spelling: spelling)]
        } else if decision == .command(.dossierStatus) || decision == .command(.dossierCodeOnly), effect == .tell {
            turn.state = turn.state.afterTelling
            askOfDossier(dossier, before: state, on: &turn, spelling: spelling)
        } else {
            perform(effect, decision: decision, on: &turn, spelling: spelling, now: now)
            if decision == .command(.emergency) { turn.alert = composer.alert(message, now: now) }
            if decision == .command(.feedback) { takeFeedback(words, on: &turn, spelling: spelling, now: now) }
        }
        return turn.lookup == nil ? withPrivacyNotice(turn, spelling: spelling) : turn
    }

    /// Adds the privacy notice to the first answer that a contact gets.
    func withPrivacyNotice(_ turn: Turn, spelling: Spelling) -> Turn {
        guard !turn.state.noticeGiven, turn.decision != .command(.emergency), turn.decision != .command(.optOut) else {
            return turn
        }
        var turn = turn
        turn.replies.append(composer.privacyNotice(spelling: spelling))
        turn.state.noticeGiven = true
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
            turn.state = turn.state.afterTelling
            tell(decision, on: &turn, spelling: spelling, now: now)
        }
    }

    private func tell(_ decision: Decision, on turn: inout Turn, spelling: Spelling, now: Date) {
        switch decision {
        case .answer(let topics, let facets):
            guard topics.count < 2 else { return tellEach(on: &turn, spelling: spelling, now: now) }
            guard let topic = topics.first else { return }
            answer(topic, procedure: nil, facets, on: &turn, spelling: spelling, now: now)
        case .procedure(let code, let topic, let facets):
            answer(topic, procedure: code, facets, on: &turn, spelling: spelling, now: now)
        case .variants(let topic, let codes, let facets):
            turn.state.step = .choosingVariant(topic, codes, facet: facets.first)
            turn.state.topic = topic
            turn.state.procedure = nil
            let menus = composer.variantMenus(topic, codes, atMost: limits.variants, spelling: spelling)
            turn.replies = Array(menus.prefix(1))
            turn.state.pages = menus.dropFirst().map(\.text)
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

    /// Answers each question of a text in a reply of its own; what does not fit waits for "TIEP", one after the other.
    private func tellEach(on turn: inout Turn, spelling: Spelling, now: Date) {
        var rests: [(topic: TopicID, pages: [String])] = []
        var escalations: [NewEscalation] = []
        for question in turn.understanding.questions.prefix(limits.questions) {
            var next = turn
            next.replies = []
            next.escalation = nil
            next.state.pages = []
            tell(.answer([question.topic], question.facets), on: &next, spelling: spelling, now: now)
            turn.replies += next.replies
            if !next.state.pages.isEmpty { rests.append((question.topic, next.state.pages)) }
            if let escalation = next.escalation { escalations.append(escalation) }
            turn.state = next.state
        }
        turn.state.pages = composer.continued(rests, spelling: spelling)
        turn.escalation = escalations.first
        turn.furtherEscalations = Array(escalations.dropFirst())
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
        case .feedback: break  // needs the words, see takeFeedback
        default: handOver(.askedForStaff, template: "to_staff", on: &turn, spelling: spelling, now: now)
        }
    }

    /// Opens a case with a reference number; formal kinds are told where the paper goes.
    private func takeFeedback(_ words: Words, on turn: inout Turn, spelling: Spelling, now: Date) {
        let kind = feedbackClassifier.kind(of: words)
        let reason: EscalationReason = kind == .denunciation ? .denunciation : .feedback
        let (escalation, promise) = composer.escalation(reason, unit: nil, now: now)
        turn.escalation = escalation
        turn.escalation?.detail = kind.rawValue
        let template =
            switch kind {
            case .report, .petition: "feedback"
            case .complaint: "complaint"
            case .denunciation: "denunciation"
            }
        turn.replies = [
            composer.plain(
                template, ["promise": promise, "reference": Reply.referenceMark, "office": composer.receptionOffice],
                spelling: spelling)
        ]
    }

    func handOver(
        _ reason: EscalationReason, template: String, on turn: inout Turn, spelling: Spelling, now: Date
    ) {
        let unit = turn.state.topic.flatMap { matcher.catalogue[$0]?.unit }
        let (escalation, promise) = composer.escalation(reason, unit: unit, now: now)
        turn.escalation = escalation
        turn.replies = [composer.plain(template, ["promise": promise], spelling: spelling)]
    }
}

extension DialogueState {
    /// What stays when a message was understood: no misses, no rest of an old answer, nothing expected.
    fileprivate var afterTelling: DialogueState {
        var state = self
        state.misses = 0
        state.pages = []
        state.step = .open
        return state
    }

    /// What stays when a session has ended: that the notice was given, the villager's commune and spelling.
    var afterSession: DialogueState {
        var state = DialogueState()
        state.noticeGiven = noticeGiven
        state.spelling = spelling
        state.commune = commune
        state.welcomedAt = welcomedAt
        return state
    }
}
