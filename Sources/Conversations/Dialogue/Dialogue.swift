package import Foundation
package import PublicServices
import VietnameseText

/// The conversation with villagers of one commune: (state, message) → (new state, effects); pure.
package struct Dialogue: Sendable {
    /// Numbers of the conversation, with their units.
    package struct Limits: Sendable {
        /// Seconds of silence after which a session ends and its topic is forgotten.
        package var sessionSeconds: TimeInterval = 2 * 3600
        /// Messages in a row that may be not understood before staff are offered.
        package var misses = 2
        /// Facets that one answer tells at most.
        package var facets = 3
        /// Seconds in which a villager is welcomed once.
        package var welcomeSeconds: TimeInterval = 24 * 3600
        /// Seconds in which it is said once that pictures cannot be read.
        package var albumSeconds: TimeInterval = 60
        /// Procedures in one menu at most; the others come with "TIẾP".
        package var variants = 4
        /// The highest number that is taken for the choice from a menu that is no longer known.
        package var menuNumbers = 9
        /// Questions of one message that are answered at most.
        package var questions = 3
        /// Seconds for which a slow portal is asked again, before staff get the question.
        package var followUpSeconds: TimeInterval = 4 * 3600
        /// SMS segments that all answers to one message may cost together; the rest comes with "TIẾP".
        package var segments = 6
        /// Equal texts in a row after which nothing is answered to them.
        package var repeats = 3
        /// Seconds between two equal texts within which they count as in a row.
        package var repeatSeconds: TimeInterval = 1800
        /// Seconds for which nothing is answered to a sender of equal texts, or of texts that are not understood.
        package var silentSeconds: TimeInterval = 6 * 3600
        /// Calls for help of one sender that are answered within `helpSeconds`; all are passed on.
        package var helpAnswers = 2
        package var helpSeconds: TimeInterval = 600
        /// Seconds after which what a villager writes is no detail any more of a matter at staff.
        package var matterSeconds: TimeInterval = 2 * 3600
        /// Seconds for which a text counts as a reply to the officer who answered.
        package var replySeconds: TimeInterval = 48 * 3600
        /// Seconds in which it is said once that a message was added.
        package var additionSeconds: TimeInterval = 300
        /// Seconds in which it is said once that a commune is not open yet.
        package var notOpenSeconds: TimeInterval = 24 * 3600
        /// Which share of a text its topic explains where it is a new question and no detail of a matter.
        package var clearCoverage = 0.7
        /// Seconds in which a second word of thanks or of parting gets no answer.
        package var courtesySeconds: TimeInterval = 900
        /// Words of a text that goes on about a topic without naming it, at most, and how many of them may be unknown.
        package var followUpWords = 14
        package var looseWords = 4
        /// Words of one that asks in clear words, at most.
        package var longFollowUpWords = 24
        /// Words of an answer to a menu that names an entry in words, at most.
        package var menuWords = 8
        /// Words of a stray text that leaves a menu open, at most.
        package var strayWords = 3
        /// Words of a statement that staff get because it goes on about a topic, at least.
        package var tellingWords = 5

        package init() {}
    }

    package let matcher: IntentMatcher
    package private(set) var composer: AnswerComposer
    package private(set) var limits: Limits
    /// What it hears alike with the other communes.
    package let shared: SharedWordings
    let ownWords: OwnWords
    /// Who alone is answered while the commune practises, as addresses; nil where it is open.
    let practisers: Set<String>?

    var machineTexts: MachineTextReader { shared.machineTexts }
    var remarks: RemarkReader { shared.remarks }
    var variants: VariantChooser { shared.variants }

    /// - Parameter shared: what was built for another commune with the same content; built anew where there is none.
    package init(
        matcher: IntentMatcher, services: ServiceCatalogue, commune: Commune, replies: ReplyTemplates,
        limits: Limits = Limits(), shared: SharedWordings? = nil
    ) {
        self.matcher = matcher
        self.limits = limits
        self.shared = shared ?? SharedWordings(matcher.catalogue, services: services, rules: matcher.rules)
        composer = AnswerComposer(
            intents: matcher.catalogue, services: services.applying(overrides: commune), commune: commune,
            replies: replies.addressing(commune.addressee))
        ownWords = OwnWords(composer)
        practisers = commune.practicePhones.map { phones in
            Set(phones.map { PhoneNumber($0)?.e164 ?? $0.filter { $0 != " " } })
        }
    }

    /// The same conversation on another carrier: a chat has no pages, and its messages cost nothing.
    package func writing(for carrier: OfficerText.Carrier) -> Dialogue {
        var dialogue = self
        dialogue.composer.carrier = carrier
        if carrier == .chat { dialogue.limits.segments = OfficerText.chatCharacters }
        return dialogue
    }

    package func turn(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        let turn = answering(message, state: state, now: now)
        return isOpen(to: message.sender) ? turn : beforeOpening(turn, of: message, state: state, now: now)
    }

    /// The turn of somebody whom the commune answers.
    func answering(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        guard message.kind == .text else { return withinSegments(wordless(message, state: state, now: now)) }
        if MediaPlaceholder.isWhole(message.text) {
            // There is nothing to see or to keep, so it is as much as a sticker.
            var message = message
            message.kind = .sticker
            return withinSegments(wordless(message, state: state, now: now))
        }
        let heard = hear(message.read)
        if let sign = heard.sign, let said = said(by: sign, state: state) {
            guard let text = said else {
                return quietTurn(matcher.understand(""), because: .signs, state: state)
            }
            var spoken = message
            spoken.read = ReadText(text)
            return turn(spoken, heard: Heard(spoken.read), state: state, now: now)
        }
        return turn(message, heard: heard, state: state, now: now)
    }

    private func turn(_ message: VillagerMessage, heard: Heard, state: DialogueState, now: Date) -> Turn {
        let original = state
        let words = heard.words
        let look = matcher.look(at: heard.read)
        var understanding = withoutLikeness(look.understanding, to: message.matter, now: now)
        if let reason = heard.quiet { return quietTurn(understanding, because: reason, state: original) }
        var state = state
        if let last = state.lastTurn, now.timeIntervalSince(last) > limits.sessionSeconds { state = state.afterSession }
        let isGoingOn = state.lastTurn != nil
        let spoken = takenUp(state, by: understanding)
        let mayPassOver =
            isFarFromDanger(look.understanding) && !(message.matter.map { isListenedTo($0, now: now) } ?? false)
        let follows = spoken.topic == nil ? nil : matcher.followUpOpinion.finding(in: look.reading)
        let goesOn = spoken.topic.flatMap { isProcedure($0) ? follows?.facet : nil }
        understanding = calmed(understanding, amid: state, asked: sure(goesOn))
        state.lastTurn = now
        let spelling = spelling(message, words: words, understanding: understanding, state: state)
        state.spelling = spelling

        if let (matter, score) = satisfaction(words, message, state: state, now: now) {
            var turn = Turn(understanding: understanding, decision: .command(.satisfaction), state: state)
            turn.effects = [.satisfaction(matter, score)]
            turn.replies = [composer.plain(.satisfactionThanks, spelling: spelling)]
            return turn
        }
        let dossier = DossierWords(
            heard.text, words: words, understanding: understanding, rules: composer.commune.dossiers)
        let remark = remarks.remark(look.reading)
        let day = AskedDay(words, text: heard.text, today: composer.commune.calendar.day(of: now))
        let context = TalkContext(
            remark: remark, state: spoken, isGoingOn: isGoingOn,
            hasOpenMatter: message.matter.map { isOpen($0, now: now) } ?? false, day: day,
            read: heard.read, mentionsPapers: matcher.mentionsPapers(look),
            goesOn: goesOn, closingOdds: mayPassOver ? follows?.closingOdds : nil, now: now)
        // Opening hours asked beside something else are told behind it.
        let beside = understanding.withoutHours(unless: { isProcedure($0) })
        let decision =
            sign(heard)
            ?? withVariant(
                ofGrant(
                    withFacet(
                        decide(words, beside ?? understanding, dossier: dossier, in: context), of: look.reading,
                        in: context), in: context),
                of: heard.read, understanding, state: spoken, now: now)
        let asked = asked(by: message.read.words)
        if asked == nil,
            let turn = held(decision, understanding, words, by: message, state: state, spelling: spelling, now: now)
        {
            return turn
        }
        let isExpected =
            dossier.code != nil || asked != nil || isExpected(decision, words: words, state: state)
        if !isExpected,
            let end = silenced(
                decision, understanding, words: words, message: message, state: &state, spelling: spelling, now: now)
        {
            return end
        }
        var turn = Turn(understanding: understanding, decision: decision, state: state)
        turn.remark = remark
        turn.isGoingOn = isGoingOn
        turn.askedDay = day
        if decision == .smallTalk(.deny), let topic = state.topic, understanding.candidates.first?.topic == topic {
            turn.state.topic = nil
            turn.state.procedure = nil
        }
        let effect = effect(of: decision, words: words, state: state)
        if let asked {
            if case .link = asked { turn.decision = .command(.linkChannels) }
            turn.need = asked
        } else if !isExpected, let matter = message.matter,
            !asksOfTopic(
                decision, understanding, remark, in: spoken, since: matter, lastTurn: original.lastTurn),
            mayAdd(decision, understanding, message, now: now)
        {
            add(on: &turn, to: matter, spelling: spelling, now: now)
        } else if !isExpected, let matter = message.matter, isAnswered(matter, now: now), isThanks(decision, words) {
            // A word of thanks to an officer is for them, and opens nothing anew.
            return quietTurn(understanding, because: .signs, state: state)
        } else if decision == .command(.dossierStatus) || decision == .command(.dossierCodeOnly), effect == .tell {
            turn.state = turn.state.afterTelling
            askOfDossier(dossier, before: state, on: &turn, spelling: spelling)
        } else {
            perform(effect, decision: decision, on: &turn, spelling: spelling, now: now)
            if understanding.asksHours, isAnswer(decision), !decision.topics.contains(.officeHours) {
                turn.asksHoursToo = true
                turn.replies += composer.answer(
                    .officeHours, procedure: nil, facets: [], spelling: spelling, explainReference: false, on: day,
                    now: now
                ).pages.prefix(1).map { Reply(template: TopicID.officeHours.rawValue, text: $0) }
            }
            if decision == .command(.emergency) { callHelp(on: &turn, message, before: state, spelling, now: now) }
            if decision == .command(.feedback) { takeFeedback(words, on: &turn, spelling: spelling, now: now) }
        }
        guard turn.need == nil else { return turn }
        return withinSegments(withPrivacyNotice(turn, spelling: spelling))
    }

    /// What a text asks for that only the store knows: a link of two channels, the state of a matter.
    private func asked(by words: Words) -> Need? {
        LinkRequest(words).map(Need.link) ?? CaseInquiry.number(in: words).map(Need.matter)
            ?? CheckCode.code(in: words).map(Need.answerCode)
    }

    /// What signs without words mean here: `.some(nil)` for nothing at all, nil where they have a decision of their own.
    private func said(by sign: SignsOnly, state: DialogueState) -> String?? {
        switch sign {
        case .help, .alarm, .question: nil
        case .yes: asksForYes(state) ? "ok" : .some(nil)
        case .no, .other: .some(nil)
        }
    }

    private func sign(_ heard: Heard) -> Decision? {
        switch heard.sign {
        case .help: .command(.emergency)
        case .alarm: .smallTalk(.urgentQuestion)
        case .question: .smallTalk(.affirm)
        case .yes, .no, .other, nil: nil
        }
    }

    /// Whether the last answer asked something that "ok" answers.
    private func asksForYes(_ state: DialogueState) -> Bool {
        switch state.step {
        case .offeredStaff: true
        case .choosing(let topics, _): topics.count == 1
        case .askedDanger: true
        case .choosingVariant, .awaitingTopic, .awaitingDossierCode, .awaitingDossierDigits, .open: false
        }
    }

    /// Whether a message is what the conversation waits for, or goes before all else: it is neither a repetition nor a detail.
    private func isExpected(
        _ decision: Decision, words: Words, state: DialogueState
    ) -> Bool {
        if decision == .command(.emergency) { return true }
        if ShortAnswers.isNext(words) { return !state.pages.isEmpty }
        switch state.step {
        case .choosing(let topics, _):
            return ShortAnswers.choice(words, of: topics.count) != nil || topics.count == 1 && ShortAnswers.isYes(words)
        case .choosingVariant(_, let codes, _): return ShortAnswers.choice(words, of: codes.count) != nil
        case .offeredStaff: return decision == .command(.talkToStaff) && !ShortAnswers.isZero(words)
        case .awaitingDossierCode, .awaitingDossierDigits: return decision == .command(.dossierCodeOnly)
        case .awaitingTopic, .open, .askedDanger: return false
        }
    }

    func isThanks(_ decision: Decision, _ words: Words) -> Bool {
        switch decision {
        case .smallTalk("thanks"), .smallTalk("goodbye"): true
        case .smallTalk(.affirm): ShortAnswers.isAcknowledgement(words)
        default: false
        }
    }

    private func isAnswer(_ decision: Decision) -> Bool {
        switch decision {
        case .answer(let topics, _): topics.count == 1
        case .procedure, .variants: true
        default: false
        }
    }

    func feedbackKind(of words: Words) -> FeedbackKind { shared.feedback.kind(of: words) }

    /// Adds the privacy notice to the first answer that a contact gets.
    func withPrivacyNotice(_ turn: Turn, spelling: Spelling) -> Turn {
        guard !turn.state.noticeGiven, turn.decision != .command(.emergency), turn.decision != .command(.optOut),
            turn.decision != .smallTalk(.urgentQuestion),
            !turn.replies.isEmpty
        else { return turn }
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
                turn.replies = [composer.plain(.noMore, spelling: spelling)]
            } else {
                turn.replies = [Reply(template: "page", text: turn.state.pages.removeFirst())]
            }
        case .notUnderstood:
            notUnderstood(on: &turn, spelling: spelling, now: now)
        case .tell:
            // A word of courtesy takes nothing back: a menu stays open, and its pages may be asked for.
            turn.state = decision.isCourtesy ? turn.state.afterCourtesy : turn.state.afterTelling
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
            turn.state.speak(of: topic)
            let menus = composer.variantMenus(topic, codes, atMost: limits.variants, spelling: spelling)
            turn.replies = Array(menus.prefix(1))
            turn.state.pages = menus.dropFirst().map(\.text)
        case .menu(let topics, let facets):
            turn.state.step = .choosing(topics, facet: facets.first)
            turn.replies = [composer.menu(topics, spelling: spelling)]
        case .referral(let topic):
            // Who decides is told in one answer; what is asked next is asked of the procedure before: "vậy phí nhiêu".
            if !isAmidProcedure(turn.state) {
                turn.state.speak(of: topic)
            }
            var answer = composer.referral(
                to: topic, spelling: spelling, explainReference: !turn.state.referenceExplained, now: now)
            if answer.escalation != nil {
                // Staff have it once; what else of the kind is written in this session stands beside it.
                if turn.state.handedOver == topic { answer.escalation = nil }
                turn.state.handedOver = topic
            }
            give(answer, on: &turn)
        case .question(let facet):
            turn.state.step = .awaitingTopic(facet)
            turn.state.facet = facet
            turn.replies = [composer.askTopic(facet, spelling: spelling)]
        case .interest(let topic):
            turn.interest = topic
            turn.replies = [composer.interestNoted(topic, spelling: spelling)]
        case .smallTalk(.urgentQuestion): askOfDanger(on: &turn, spelling: spelling, now: now)
        case .smallTalk(let topic):
            turn.replies = [composer.smallTalk(topic, spelling: spelling)]
            if ["thanks", "goodbye"].contains(topic) { turn.state.courtesyAt = now }
        case .none: turn.replies = [composer.plain(.foreign, spelling: spelling)]
        case .trouble(let topic): takeTrouble(topic, on: &turn, spelling: spelling, now: now)
        case .unknown(let thing): leaveUnknown(thing, on: &turn, spelling: spelling, now: now)
        case .quiet, .addition: break
        case .command(let topic): command(topic, on: &turn, spelling: spelling, now: now)
        }
    }

    private func answer(
        _ topic: TopicID, procedure code: ProcedureCode?, _ facets: [Facet], on turn: inout Turn, spelling: Spelling,
        now: Date
    ) {
        // How a proxy goes about it is known in general where the procedure itself says nothing of it.
        let isOfProxy = facets == [.who] && !composer.tells(.who, of: topic, procedure: code, now: now)
        let told = isOfProxy && composer.services.subject("proxy_submission") != nil ? "proxy_submission" : topic
        let answer = composer.answer(
            told, procedure: told == topic ? code : nil, facets: Array(facets.prefix(limits.facets)),
            spelling: spelling, explainReference: !turn.state.referenceExplained, on: turn.askedDay,
            condoles: TopicID.ofDeaths.contains(topic) && turn.state.topic != topic, now: now)
        give(answer, on: &turn)
        // "mai có làm không" in the middle leaves the topic at hand, and so does who decides on something else.
        let isAside = Self.asides.contains(topic) || code.map { composer.services.referral($0) != nil } ?? false
        if !isAside || !isAmidProcedure(turn.state) {
            turn.state.speak(of: topic, procedure: code)
            turn.state.facet = facets.first
        }
    }

    private func isAmidProcedure(_ state: DialogueState) -> Bool { state.topic.map(isProcedure) ?? false }

    private func give(_ answer: AnswerComposer.Answer, on turn: inout Turn) {
        turn.replies = answer.pages.prefix(1).map {
            Reply(template: answer.template, text: $0, facts: answer.facts)
        }
        turn.state.pages = Array(answer.pages.dropFirst())
        if answer.saysReference { turn.state.referenceExplained = true }
        turn.escalation = answer.escalation
    }

    /// Answers each question of a text in a reply of its own; what does not fit waits for "TIEP", one after the other.
    private func tellEach(on turn: inout Turn, spelling: Spelling, now: Date) {
        var rests: [(topic: TopicID, pages: [String])] = []
        let questions = turn.understanding.questions.prefix(limits.questions)
        // Each answer gets its share of what the message may cost, where that is worth a page.
        let notice = turn.state.noticeGiven ? 0 : Self.segments(of: composer.privacyNotice(spelling: spelling).text)
        let share = (limits.segments - notice) / max(1, questions.count)
        let more = composer.replies.fill(.more, spelling: spelling)
        var escalations: [NewEscalation] = []
        for question in questions {
            var next = turn
            next.replies = []
            next.escalation = nil
            next.state.pages = []
            tell(.answer([question.topic], question.facets), on: &next, spelling: spelling, now: now)
            if share > 1, var first = next.replies.first, Self.segments(of: first.text) > share {
                let parts = Pages.split(
                    first.text.withoutSuffix(more), spelling: spelling, more: more, isLast: false, first: share)
                first.text = parts[0]
                next.replies[0] = first
                next.state.pages = parts.dropFirst() + next.state.pages
            }
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
            turn.escalation = NewEscalation(reason: .emergency, unit: nil, promisedBy: nil)
        case .optOut:
            turn.optedOut = true
            turn.replies = [composer.plain(.optedOut, spelling: spelling)]
        case .optIn:
            turn.optedOut = false
            turn.replies = [composer.plain(.optedIn, spelling: spelling)]
        case .feedback: break  // needs the words, see takeFeedback
        case .dataCopy: takeWish(.copy, on: &turn, spelling: spelling, now: now)
        case .erasure: takeWish(.erasure, on: &turn, spelling: spelling, now: now)
        default:
            let signs = turn.remark.signs
            let template: ReplyTemplate =
                signs.contains(.visit) ? .toStaffVisit : signs.contains(.callBack) ? .toStaffCall : .toStaff
            handOver(.askedForStaff, template: template, on: &turn, spelling: spelling, now: now)
        }
    }

    /// Opens a case with a reference number; formal kinds are told where the paper goes.
    private func takeFeedback(_ words: Words, on turn: inout Turn, spelling: Spelling, now: Date) {
        var kind = shared.feedback.kind(of: words)
        // Who tells of a bribe accuses somebody, whatever words they use.
        if turn.understanding.purpose?.kind == .bribery { kind = .denunciation }
        let (reason, template): (EscalationReason, ReplyTemplate) =
            switch kind {
            case .report, .petition: (.feedback, .feedback)
            case .complaint: (.feedback, .complaint)
            case .denunciation: (.denunciation, .denunciation)
            case .fraud: (.fraud, .fraud)
            }
        let (escalation, promise) = composer.escalation(reason, unit: nil, now: now)
        turn.escalation = escalation
        turn.escalation?.detail = kind.rawValue
        turn.replies = [
            composer.plain(
                template, ["promise": promise, "reference": Reply.referenceMark, "office": composer.receptionOffice],
                spelling: spelling)
        ]
    }

    func handOver(
        _ reason: EscalationReason, template: ReplyTemplate, on turn: inout Turn, spelling: Spelling, now: Date
    ) {
        let unit = turn.state.topic.flatMap { matcher.catalogue[$0]?.unit }
        let (escalation, promise) = composer.escalation(reason, unit: unit, now: now)
        turn.escalation = escalation
        turn.replies = [composer.plain(template, ["promise": promise], spelling: spelling)]
    }
}

extension Decision {
    /// Whether it only greets, thanks, parts or says nothing.
    fileprivate var isCourtesy: Bool {
        switch self {
        case .smallTalk(let topic): [.greeting, .capabilities, "thanks", "goodbye"].contains(topic)
        case .quiet: true
        default: false
        }
    }
}

extension Understanding {
    /// Whether the opening hours are asked for in a wording of their own.
    var asksHours: Bool {
        candidates.contains {
            $0.topic == .officeHours && $0.evidence.contains { $0.role == .phrase && $0.tier != .weak }
        }
    }

    /// The same without the opening hours, where a procedure is asked about beside them; nil where there is none.
    func withoutHours(unless isProcedure: (TopicID) -> Bool) -> Understanding? {
        guard questions.isEmpty, asksHours,
            candidates.contains(where: { isProcedure($0.topic) && !$0.isHintOnly && $0.score >= 1 })
        else { return nil }
        var other = self
        other.candidates.removeAll { $0.topic == .officeHours }
        return other
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

    /// What stays after a word of courtesy: all but the misses.
    fileprivate var afterCourtesy: DialogueState {
        var state = self
        state.misses = 0
        return state
    }

    /// What stays when a session has ended: that the notice was given, the villager's commune and spelling.
    var afterSession: DialogueState {
        var state = DialogueState()
        state.noticeGiven = noticeGiven
        state.spelling = spelling
        state.commune = commune
        state.welcomedAt = welcomedAt
        state.watch = watch
        state.notOpenToldAt = notOpenToldAt
        return state
    }
}
