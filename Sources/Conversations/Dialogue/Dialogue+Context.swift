import Foundation
import PublicServices
import VietnameseText

/// What the conversation is about to a message, beside its own words.
struct TalkContext: Sendable {
    var remark: Remark
    var state: DialogueState
    /// Whether something was said before, in this session.
    var isGoingOn: Bool
    /// Whether staff have a matter of the villager's.
    var hasOpenMatter: Bool
    /// The day that the text names.
    var day: AskedDay?
    var read: ReadText
    /// Whether the text names nothing but papers that one brings along: "có cần khai sinh bản chính không".
    var mentionsPapers: Bool
    /// What it seems to ask of the procedure at hand by how people go on, where there is one.
    var goesOn: (facet: Facet, odds: Double)?
    /// How likely it closes, by how people do, in nats; nil where it does not, no topic was spoken of, an officer may wait for
    /// it, or danger is not far.
    var closingOdds: Double?
    var now: Date
}

/// The decision that a text alone would get, changed by what the conversation expects.
extension Dialogue {
    /// The decision that the text alone would get, changed by what the conversation expects.
    func decide(
        _ words: Words, _ understanding: Understanding, dossier: DossierWords, in context: TalkContext
    ) -> Decision {
        let state = context.state
        let alone = matcher.decide(understanding, amidTopic: state.topic != nil)
        if alone == .command(.emergency) || alone == .command(.optOut) { return alone }
        if alone == .smallTalk(.urgentQuestion) { return alone }
        if ShortAnswers.isOptOut(words) { return .command(.optOut) }
        if let right = DataRight(words) { return .command(right.topic) }
        if FeedbackKind.denounces(words) { return .command(.feedback) }
        if ShortAnswers.isZero(words) { return .command(.talkToStaff) }
        if ShortAnswers.isHelp(words) { return .smallTalk(.capabilities) }
        if let topic = state.topic, composer.services.subject(topic)?.takesInterest == true,
            ShortAnswers.isRegistration(words)
        {
            return .interest(topic)
        }
        if let named = namedByCode(understanding, alone: alone) { return named }

        if let decision = dossierDecision(alone, words: words, about: dossier, state: state) { return decision }
        if asksForCode(alone, words, in: context) { return .command(.dossierStatus) }
        if let decision = menuDecision(alone, words, understanding, in: context) { return decision }
        switch state.step {
        case .awaitingTopic(let facet):
            if case .answer(let topics, let facets) = alone, facets.isEmpty, areProcedures(topics) {
                return .answer(topics, [facet])
            }
            if case .menu(let topics, let facets) = alone, facets.isEmpty { return .menu(topics, [facet]) }
        case .offeredStaff:
            if isYes(words, alone) { return .command(.talkToStaff) }
        case .askedDanger:
            if isYes(words, alone) { return .command(.emergency) }
        case .open, .choosing, .choosingVariant, .awaitingDossierCode, .awaitingDossierDigits: break
        }
        // "không hỏi khai sinh nữa" leaves what was spoken of, and names nothing else.
        if case .answer(let topics, _) = alone, understanding.facets.isEmpty, topics == state.topic.map({ [$0] }),
            ShortAnswers.onlyDenies(words)
        {
            return .smallTalk(.deny)
        }
        return courtesy(alone, understanding, in: context) ?? wish(alone, in: context)
            ?? hours(alone, understanding, in: context) ?? inContext(alone, words, understanding, in: context)
    }

    /// "mã ở đâu hả": where the code stands that was asked for.
    private func asksForCode(_ alone: Decision, _ words: Words, in context: TalkContext) -> Bool {
        switch context.state.step {
        case .awaitingDossierCode: break
        default: return false
        }
        switch alone {
        case .none, .question, .menu, .answer([.officeContact], _): break
        default: return false
        }
        return context.remark.asks && words.words.contains { Self.codeWords.contains($0.foldedKey) }
    }

    private static let codeWords = Vocabulary(["ma", "code", "so"])

    /// Whether a text says yes to what was asked: "1", "có", "đúng rồi"; a bare "dung" may be "dừng" and is no yes.
    func isYes(_ words: Words, _ alone: Decision) -> Bool {
        ShortAnswers.isYes(words) || alone == .smallTalk(.affirm)
    }

    /// Thanks get a word, once; what only closes gets nothing.
    private func courtesy(_ alone: Decision, _ understanding: Understanding, in context: TalkContext) -> Decision? {
        let remark = context.remark
        guard context.isGoingOn else { return nil }
        if endsTalk(alone, understanding, in: context) {
            return remark.thanks && !wasAnswered(in: context) ? .smallTalk("thanks") : .quiet(.closing)
        }
        if parts(alone, understanding, in: context) {
            return wasAnswered(in: context) ? .quiet(.closing) : .smallTalk("goodbye")
        }
        switch alone {
        case .none, .menu: break
        case .question, .answer:
            // "rồi, cám ơn xã đã làm khai sinh cho cháu" asks nothing, "may quá vào rồi, giờ sửa kiểu gì" does.
            guard understanding.facets.isEmpty, remark.thanks, understanding.purpose?.kind != .question else {
                return nil
            }
        case .smallTalk(let topic):
            guard topic != .greeting, topic != .capabilities, topic != .urgentQuestion else { return nil }
        default: return nil
        }
        let wasAnswered = wasAnswered(in: context)
        if remark.thanks || alone == .smallTalk("thanks") {
            return wasAnswered ? .quiet(.closing) : .smallTalk("thanks")
        }
        if alone == .smallTalk("goodbye") { return wasAnswered ? .quiet(.closing) : alone }
        guard remark.closes, remark.unexplained == 0 || !context.hasOpenMatter || remark.signs.contains(.farewell)
        else {
            return nil
        }
        // "thôi gọi điện cho tôi", "ừ nhận lại đi"
        if let first = understanding.opinions?.first, [.talkToStaff, .optIn].contains(first.topic),
            first.score >= matcher.rules.opinionOfCommandAmid
        {
            return .command(first.topic)
        }
        return .quiet(.closing)
    }

    /// Whether a word of courtesy was answered a short while ago.
    private func wasAnswered(in context: TalkContext) -> Bool {
        context.state.courtesyAt.map { context.now.timeIntervalSince($0) < limits.courtesySeconds } ?? false
    }

    private static let greetingWords = 4
    private static let greetings = Vocabulary(["chao", "alo", "hello", "hi"])

    /// Whether a text that asks nothing surely closes, by how people do: "thôi để bàn lại với bả", "có khách rồi nói sau".
    ///
    /// What puts off to some day or only wishes something asks nothing either ("để bữa nào hết mưa tôi ra"), and a matter that is
    /// hardly named is none: "hết giờ nghỉ rồi, tối em coi lại".
    private func endsTalk(_ alone: Decision, _ understanding: Understanding, in context: TalkContext) -> Bool {
        let rules = matcher.rules
        guard let odds = context.closingOdds, odds >= rules.opinionOfClosing,
            context.remark.wordCount <= limits.followUpWords
        else { return false }
        if context.remark.asks {
            guard odds >= rules.opinionOfSureClosing, !wishesForSomebody(in: context),
                understanding.purpose?.kind == .wish || ShortAnswers.namesSomeDay(context.read.words)
            else { return false }
        }
        switch alone {
        case .none, .smallTalk(.affirm), .smallTalk(.deny): return true
        case .answer(let topics, []) where topics.count == 1 && !context.remark.asks:
            return odds >= rules.opinionOfSureClosing
                && matcher.score(of: topics[0], in: understanding.opinions ?? []) < rules.opinionDisbelievedAmid
        default: return false
        }
    }

    /// Whether somebody takes their leave and puts off what they name: "khi nào ảnh về em hỏi tiếp, em chào anh chị".
    private func parts(_ alone: Decision, _ understanding: Understanding, in context: TalkContext) -> Bool {
        switch alone {
        case .none(foreign: false), .question: break
        // What greets at its end parts.
        case .smallTalk(.greeting):
            let words = context.read.words.words
            if let place = words.firstIndex(where: { Self.greetings.contains($0.foldedKey) }) {
                // "Tôi chờ trả lời. Chào các đồng chí."
                if words[place].sentence != words[0].sentence, understanding.facets.isEmpty { return true }
                guard place >= Self.greetingWords else { return false }
            }
        default: return false
        }
        guard context.remark.signs.contains(.farewell), surelyAsked(in: context) == nil,
            let first = understanding.opinions?.first, ["goodbye", "greeting", "thanks"].contains(first.topic)
        else { return false }
        return first.score >= matcher.rules.opinionOfCourtesy
    }

    /// A person is wished for, or a visit, or a call: "cho gặp anh Nam tư pháp", "ngày nào cán bộ vào làng".
    private func wish(_ alone: Decision, in context: TalkContext) -> Decision? {
        guard wishesForSomebody(in: context) else { return nil }
        switch alone {
        case .smallTalk(.capabilities): return nil
        case .none, .question, .smallTalk, .menu, .referral("other_gov_service"): return .command(.talkToStaff)
        case .answer(let topics, _):
            return topics.allSatisfy(Self.asides.contains) ? .command(.talkToStaff) : nil
        default: return nil
        }
    }

    private func wishesForSomebody(in context: TalkContext) -> Bool {
        !context.remark.signs.isDisjoint(with: [.person, .visit, .callBack])
    }

    /// "thứ 7", "mai có ai không": nothing but a day is named, or whether somebody is there is asked.
    private func hours(_ alone: Decision, _ understanding: Understanding, in context: TalkContext) -> Decision? {
        let remark = context.remark
        // "hôm nay xong không", "được bao nhiêu một tháng"
        if alone == .none(foreign: false), !remark.signs.contains(.hours), surelyAsked(in: context) != nil {
            return nil
        }
        switch alone {
        case .none, .menu: break
        case .question:
            guard understanding.facets.allSatisfy({ [.eligibility, .overview].contains($0.facet) }) else { return nil }
        case .command(.talkToStaff):
            // "mai có ai không"
            guard context.day != nil, remark.wordCount <= matcher.rules.followUpWords else { return nil }
        default: return nil
        }
        let asksElse = remark.facets.contains { ![.eligibility, .time].contains($0) }
        if remark.signs.contains(.hours), remark.unexplained <= limits.looseWords, !asksElse {
            return .answer([.officeHours], [])
        }
        // "còn làm" is no day by itself: "còn làm lưu động thì sao".
        guard let day = context.day, day != .now, remark.facets.allSatisfy({ $0 == .eligibility }) else { return nil }
        let isBare = remark.wordCount <= 4 && remark.unexplained <= 2
        return isBare || (remark.asks && remark.wordCount <= 8 && remark.unexplained <= 2)
            ? .answer([.officeHours], []) : nil
    }

    /// Keeps the topic for a bare facet ("còn lệ phí?"), and the facet for a bare topic ("thế còn khai tử?").
    private func inContext(
        _ alone: Decision, _ words: Words, _ understanding: Understanding, in context: TalkContext
    ) -> Decision {
        let state = context.state
        let remark = context.remark
        let facets = understanding.facets.map(\.facet)
        let isShort = remark.unexplained <= limits.looseWords && remark.wordCount <= limits.followUpWords
        switch alone {
        case .question:
            if let topic = state.topic { return inTopic(topic, asked(facets, understanding, in: context)) }
            // "bao lâu thì làm" after a report asks of the report, which staff have.
            if context.hasOpenMatter { return .none(foreign: false) }
        case .answer(let topics, let own):
            if let topic = state.topic, topics != [topic],
                let decision = ofPapers(topic, facets, understanding, in: context)
            {
                return decision
            }
            if topics == state.topic.map({ [$0] }), let facet = beyondMay(own, understanding, in: context) {
                return inTopic(topics[0], [facet])
            }
            if let topic = state.topic, topics.count == 1, let only = topics.first, only != topic {
                if let decision = ofFirstSentence(topic, in: context) { return decision }
                if let decision = ofTopic(topic, only, own, understanding, in: context) { return decision }
                if let decision = goingOn(topic, understanding, besides: only, in: context) { return decision }
            }
            // "sao y phí"
            if own.isEmpty, let facet = remark.lastFacet, topics.count == 1, remark.wordCount <= Self.bareWords,
                areProcedures(topics)
            {
                return .answer(topics, [facet])
            }
            if own.isEmpty, understanding.isFollowUp, areProcedures(topics), let facet = state.facet {
                return .answer(topics, [facet])
            }
        case .menu(let topics, let own):
            if let topic = state.topic {
                let asked = asked(facets, understanding, in: context)
                let isFacet = topics.allSatisfy { TopicID.facetLike[$0] != nil || Self.ways[$0] != nil }
                if isFacet, !facets.isEmpty, isShort { return inTopic(topic, asked) }
                // A menu that holds what was just spoken of is no riddle.
                if topics.contains(topic), !asked.isEmpty, isShort || remark.signs.contains(.refersBack) {
                    return inTopic(topic, asked)
                }
                if understanding.candidates.allSatisfy(\.isHintOnly), !asked.isEmpty, isShort,
                    topics.contains(topic) || !namesOther(understanding, than: topic, remark)
                {
                    return inTopic(topic, asked)
                }
                if let decision = ofPapers(topic, facets, understanding, in: context) { return decision }
                if let decision = goingOn(topic, understanding, in: context) { return decision }
                // What only sounds like the matter at hand tells more of it.
                if topics.contains(topic), understanding.candidates.allSatisfy(\.isHintOnly) {
                    return .none(foreign: false)
                }
            }
            if own.isEmpty, understanding.isFollowUp, let facet = state.facet { return .menu(topics, [facet]) }
        case .none(let foreign):
            guard let topic = state.topic, context.isGoingOn else {
                // "phí", "giấy tờ": of which procedure is asked back.
                guard !foreign, remark.asksBarely, !context.hasOpenMatter else { return alone }
                return remark.facets.first.map { .question($0) } ?? alone
            }
            // Somebody who speaks of a procedure may name a university or a company beside it.
            if foreign, understanding.candidates.contains(where: { isForeign($0) && !$0.isHintOnly }) { return alone }
            let asked = asked(facets, understanding, in: context)
            // What is asked in clear words is asked of the topic at hand, however much is told around it.
            let asksClearly = facets.contains { $0 != .overview } && remark.wordCount <= limits.longFollowUpWords
            if !asked.isEmpty, isShort || asksClearly { return inTopic(topic, asked) }
            if let goesOn = context.goesOn, goesOn.odds >= matcher.rules.opinionOfFollowUp {
                return inTopic(topic, [goesOn.facet])
            }
            return .none(foreign: false)
        case .command(.feedback), .command(.dossierStatus):
            if let topic = state.topic, let decision = besideCommand(alone, topic, understanding, in: context) {
                return decision
            }
        case .referral(let named):
            guard let topic = state.topic, topic != named else { return alone }
            if let decision = ofPapers(topic, facets, understanding, in: context) { return decision }
            // "ly hôn rồi thì thêm giấy gì" tells a circumstance, and asks of the topic at hand.
            let asked = facets.filter { $0 != .overview }
            if named == .otherService, isProcedure(topic), !asked.isEmpty, isCircumstance(words), isShort {
                return inTopic(topic, asked)
            }
            if let decision = ofFirstSentence(topic, in: context) { return decision }
            if named == .otherService, let decision = goingOn(topic, besideOther: understanding, in: context) {
                return decision
            }
        case .smallTalk(let talk):
            // "vợ tôi không biết chữ thì ký làm sao" asks of the procedure, whatever it tells.
            guard let topic = state.topic, isProcedure(topic), [.spokenHelp, .deny, .affirm].contains(talk),
                understanding.candidates.first.map({ $0.coverage < matcher.rules.fullStatement }) ?? true
            else { break }
            let asked = asked(facets, understanding, in: context)
            if facets.contains(where: { $0 != .overview }) || surelyAsked(in: context) != nil {
                return inTopic(topic, asked)
            }
        case .command, .procedure, .variants, .interest, .trouble, .unknown, .quiet, .addition:
            break
        }
        return alone
    }

    /// A topic that is a place, a way or a proxy asks about what was spoken of: "nộp ở đâu", "nhờ người nhà lấy được không".
    private func ofTopic(
        _ topic: TopicID, _ named: TopicID, _ own: [Facet], _ understanding: Understanding, in context: TalkContext
    ) -> Decision? {
        let remark = context.remark
        if named == .officeHours {
            // The hours are told beside what else is asked.
            let others = own.filter { ![.time, .place, .eligibility, .overview].contains($0) }
            return others.isEmpty || !isProcedure(topic) ? nil : .answer([topic], others)
        }
        // "trạm y tế ở đâu" asks where that office is, whatever was spoken of.
        if named == .officeContact, !variants.codes(in: context.read, of: named).isEmpty { return nil }
        let asked = asked(own, remark)
        if TopicID.facetLike[named] != nil, !asked.isEmpty {
            let isShort = remark.wordCount <= matcher.rules.followUpWords
            let asksMore = asked.contains { ![.online, .overview].contains($0) }
            if isShort || asksMore && remark.wordCount <= limits.followUpWords { return inTopic(topic, asked) }
        }
        if let facet = Self.ways[named], isProcedure(topic), remark.wordCount <= limits.followUpWords {
            return .answer([topic], [facet])
        }
        return nil
    }

    /// A paper that is named amid a matter is one to bring along: "cần giấy khám sức khỏe không" asks for its papers.
    private func ofPapers(
        _ topic: TopicID, _ facets: [Facet], _ understanding: Understanding, in context: TalkContext
    ) -> Decision? {
        let kind = matcher.catalogue.kind(of: topic)
        guard context.mentionsPapers, context.remark.asks, kind == .procedure || kind == .referral,
            context.remark.wordCount <= limits.followUpWords, !isOwnMatter(understanding, amid: topic, in: context)
        else { return nil }
        let asked = asked(facets, context.remark).filter { [.original, .elsewhere, .who, .form].contains($0) }
        return inTopic(topic, asked.isEmpty ? [.documents] : asked)
    }

    /// Whether the second opinion surely knows another matter in a text that names papers: "bé có thẻ bhyt miễn phí phải không".
    private func isOwnMatter(_ understanding: Understanding, amid topic: TopicID, in context: TalkContext) -> Bool {
        guard let first = understanding.opinions?.first, first.topic != topic, matcher.mayOffer(first.topic) else {
            return false
        }
        if let goesOn = context.goesOn, [.documents, .original].contains(goesOn.facet) { return false }
        return first.score >= (isProcedure(topic) ? matcher.rules.opinionAmid : matcher.rules.opinionAmidReferral)
    }

    /// Whether a text has words of its own by which the second opinion knows another matter than the one at hand.
    private func namesOther(_ understanding: Understanding, than topic: TopicID, _ remark: Remark) -> Bool {
        guard let first = understanding.opinions?.first, first.topic != topic else { return false }
        // Words that name a facet are no words of another matter: "điều kiện là gì".
        let naming = understanding.facets.map { $0.evidence.words.split(separator: " ").count }.max() ?? 0
        return first.score >= matcher.rules.opinionAmid && remark.unexplained - naming >= Self.ownWords
    }

    /// Words of a text that names a matter and one facet, at most.
    private static let bareWords = 5
    /// Words that nothing explains, of a text that speaks of something else, at least.
    private static let ownWords = 2

    /// Whether a text says what is so before it asks: "ly hôn rồi thì …", "nếu ly hôn thì …".
    private func isCircumstance(_ words: Words) -> Bool {
        words.words.dropFirst().dropLast().contains { Self.then.contains($0.foldedKey) }
    }

    private static let then = Vocabulary(["thi"])

    /// What was spoken of, with what is asked of it now.
    func inTopic(_ topic: TopicID, _ facets: [Facet]) -> Decision { matcher.decision(for: topic, facets) }

    private func isForeign(_ candidate: Candidate) -> Bool {
        matcher.catalogue.kind(of: candidate.topic) == Topic.Kind.none
    }

    /// Whether a question about a procedure can go on with these topics: "thôi, cho hỏi giờ làm việc" has no fee.
    private func areProcedures(_ topics: [TopicID]) -> Bool { topics.allSatisfy(isProcedure) }

    func isProcedure(_ topic: TopicID) -> Bool { matcher.catalogue[topic]?.kind == .procedure }

    /// Subjects that are asked beside a topic and do not take its place.
    static let asides: Set<TopicID> = [
        .officeHours, .officeContact, "online_portal_help", "proxy_submission", "postal_delivery",
    ]

    /// Subjects that ask for a facet as soon as a procedure is spoken of.
    static let ways: [TopicID: Facet] = ["proxy_submission": .who, "postal_delivery": .result]
}
