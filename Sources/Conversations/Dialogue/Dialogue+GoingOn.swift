import PublicServices
import VietnameseText

/// What is asked of a matter in the words of how people go on about one (docs/decisions/0035).
extension Dialogue {
    /// What is asked of the matter at hand by the words of how people go on, where another is only mentioned: "nhà nghèo có được bớt
    /// đồng nào không".
    ///
    /// - Parameter named: what the text alone would be answered about, where that is one matter.
    func goingOn(
        _ topic: TopicID, _ understanding: Understanding, besides named: TopicID? = nil, in context: TalkContext
    ) -> Decision? {
        let rules = matcher.rules
        // Nothing is ranked of a text that takes words back, and then nothing is disbelieved.
        guard let goesOn = context.goesOn, let opinions = understanding.opinions else { return nil }
        // A harm that is told, or a wish for a person, is no question about papers.
        switch opinions.first?.topic {
        case .feedback, .emergency, .talkToStaff: return nil
        default: break
        }
        if let named, outweighs(goesOn, named, understanding) { return inTopic(topic, [goesOn.facet]) }
        guard let best = understanding.candidates.first else { return nil }
        let isMentioned =
            goesOn.odds >= rules.opinionOfFollowUpBeside && best.coverage <= rules.clearStatement
            && matcher.strongestOpinion(understanding) < rules.opinionAmid
        let isExplained = best.coverage >= rules.fullStatement
        // "tiền ma chay nhà nước cho, ông nhà tui đi dân công": wordings know one matter, and the opinion another.
        // What the text is explained by and what the opinion finds likeliest, however unlikely, is meant: "nhập khẩu thì cần những gì".
        let likeliest = opinions.first { matcher.catalogue.kind(of: $0.topic) != nil }
        let isBelieved =
            named.map { named in
                matcher.score(of: named, in: opinions) >= rules.opinionDisbelievedAmid
                    || isExplained && likeliest?.topic == named
            } ?? false
        let isDisbelieved =
            best.topic != topic && !isBelieved
            && goesOn.odds >= (isExplained ? rules.opinionOfFollowUpBeside : rules.opinionOfFollowUp)
            && (!isExplained || best.score < rules.fullyNamed)
            && matcher.score(of: best.topic, in: opinions) < rules.opinionDisbelievedAmid
        return isMentioned || isDisbelieved ? inTopic(topic, [goesOn.facet]) : nil
    }

    /// Whether the second opinion alone knows another matter, and what is asked of the one at hand is much surer.
    ///
    /// So "bà nhà tôi nằm liệt giường, cán bộ có xuống tận nhà được không". "Có được trợ cấp gì không" asks of the other one.
    private func outweighs(
        _ goesOn: (facet: Facet, odds: Double), _ named: TopicID, _ understanding: Understanding
    ) -> Bool {
        guard goesOn.facet != .eligibility, TopicID.facetLike[named] == nil, !Self.asides.contains(named),
            understanding.candidates.allSatisfy(\.isHintOnly)
        else { return false }
        let opinion = matcher.score(of: named, in: understanding.opinions ?? [])
        return goesOn.odds >= opinion + matcher.rules.opinionOutweighed
    }

    /// What is asked of the procedure at hand beyond doubt, where words sound like a complaint or like the state of a dossier, and the
    /// second opinion believes in neither: "giấy đó xài được bao lâu", "không khai có bị phạt nhiều không".
    ///
    /// Who accuses somebody, or tells that something does not work, is heard whatever they ask beside it.
    func besideCommand(
        _ alone: Decision, _ topic: TopicID, _ understanding: Understanding, in context: TalkContext
    ) -> Decision? {
        guard isProcedure(topic), !understanding.accusesOrFails, let goesOn = context.goesOn,
            let named = alone.topics.first, let opinions = understanding.opinions,
            goesOn.odds >= matcher.rules.opinionOfFollowUpBesideCommand,
            matcher.score(of: named, in: opinions) < matcher.rules.opinionDisbelievedAmid
        else { return nil }
        return inTopic(topic, [goesOn.facet])
    }

    /// What is surely asked of the procedure at hand where words sound like a matter of others that the second opinion does not
    /// believe: "hòa giải ở đâu trước, thôn hay xã".
    func goingOn(_ topic: TopicID, besideOther understanding: Understanding, in context: TalkContext) -> Decision? {
        let isWorded = understanding.candidates.contains { $0.topic == .otherService }
        guard isProcedure(topic), let asked = surelyAsked(in: context), let opinions = understanding.opinions,
            matcher.score(of: .otherService, in: opinions)
                < (isWorded ? matcher.rules.opinionOfOtherAmid : matcher.rules.opinionAmid)
        else { return nil }
        return inTopic(topic, [asked])
    }

    /// What a first sentence asks of the procedure at hand, where the next ones only tell why.
    ///
    /// "Bao lâu lấy được. Tuần sau tôi phải đi vay ngân hàng" asks nothing of a bank; "con tôi mới sinh. Cần giấy gì" does of a birth.
    func ofFirstSentence(_ topic: TopicID, in context: TalkContext) -> Decision? {
        let words = context.read.words
        guard isProcedure(topic), let end = words.words.firstIndex(where: { $0.sentence != words.words[0].sentence })
        else {
            return nil
        }
        let first = matcher.look(at: ReadText(words.original(0..<end)))
        let rest = matcher.look(at: ReadText(words.original(end..<words.words.count)))
        guard first.understanding.purpose?.asks ?? false, !matcher.asksOrWishes(rest.understanding),
            first.understanding.candidates.allSatisfy({ $0.isHintOnly || $0.topic == topic })
        else { return nil }
        if let asked = sure(matcher.followUpOpinion.facet(of: first.reading)) { return inTopic(topic, [asked]) }
        let worded = asked(first.understanding.facets.map(\.facet), remarks.remark(first.reading))
        return worded.allSatisfy { $0 == .overview } ? nil : inTopic(topic, worded)
    }

    /// A procedure that is named, with what is surely asked of it by how people go on, where no words ask anything: "hợp đồng thì ký ở
    /// xã hay ra văn phòng".
    func withFacet(_ decision: Decision, of reading: Reading, in context: TalkContext) -> Decision {
        guard case .answer(let topics, let facets) = decision, facets.isEmpty, topics.count == 1,
            isProcedure(topics[0]), context.remark.asks,
            let asked = sure(context.goesOn ?? matcher.followUpOpinion.facet(of: reading)),
            composer.tells(asked, of: topics[0], procedure: nil, now: context.now)
        else { return decision }
        return .answer(topics, [asked])
    }

    /// What is asked of money that somebody gets, which no fee answers: "được mấy trăm", "mỗi tháng bao nhiêu".
    ///
    /// What a disability brings is an allowance, and a matter of its own.
    func ofGrant(_ decision: Decision, in context: TalkContext) -> Decision {
        guard let topic = decision.topics.first, let grant = Self.grants[topic], decision.topics.count == 1,
            decision.facets == [.fees] || grant != topic && decision.facets == [.result],
            ShortAnswers.asksWhatOneGets(context.read.words),
            composer.tells(.result, of: grant, procedure: nil, now: context.now)
        else { return decision }
        return switch decision {
        case .procedure(let code, topic, _) where grant == topic: .procedure(code, topic, [.result])
        case .variants(topic, let codes, _) where grant == topic: .variants(topic, codes, [.result])
        default: inTopic(grant, [.result])
        }
    }

    private static let grants: [TopicID: TopicID] = [
        "social_allowance": "social_allowance", "disability_certificate": "social_allowance",
        "funeral_support": "funeral_support", "merit_people": "merit_people",
    ]

    /// The facet that a text surely asks by how people go on.
    func surelyAsked(in context: TalkContext) -> Facet? { sure(context.goesOn) }

    func sure(_ goesOn: (facet: Facet, odds: Double)?) -> Facet? {
        goesOn.flatMap { $0.odds >= matcher.rules.opinionOfFollowUpBeside ? $0.facet : nil }
    }

    /// What is surely asked where words ask no more than whether one may or must, which most questions end with: "có phải đi đủ cả hai
    /// không".
    func beyondMay(_ facets: [Facet], _ understanding: Understanding, in context: TalkContext) -> Facet? {
        guard facets.allSatisfy({ [.eligibility, .overview].contains($0) }) else { return nil }
        let asksConditions = understanding.facets.contains { finding in
            finding.facet == .eligibility
                && Words(finding.evidence.words).words.contains { Self.conditions.contains($0.foldedKey) }
        }
        return asksConditions ? nil : surelyAsked(in: context)
    }

    /// What names conditions: "điều kiện", "bao nhiêu tuổi", "đối tượng", "được hưởng", "quyền lợi", "trường hợp nào", "quy định".
    private static let conditions = Vocabulary(["kien", "tuoi", "tuong", "huong", "loi", "hop", "dinh"])

    /// What is asked of the topic at hand: in clear words, else by how people go on, else in short ones; at most two.
    func asked(_ facets: [Facet], _ understanding: Understanding, in context: TalkContext) -> [Facet] {
        let asked = asked(facets, context.remark)
        return beyondMay(asked, understanding, in: context).map { [$0] } ?? asked
    }

    /// What is asked of a topic: in clear words, else in short ones; at most two.
    func asked(_ facets: [Facet], _ remark: Remark) -> [Facet] {
        let clear = facets.filter { $0 != .overview }
        if !clear.isEmpty { return clear }
        return remark.facets.isEmpty ? facets : Array(remark.facets.prefix(2))
    }
}
