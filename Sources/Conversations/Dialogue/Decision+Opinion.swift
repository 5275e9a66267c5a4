import PublicServices

/// What the second opinion makes of a decision by wordings; docs/understanding.md has the table.
extension IntentMatcher {
    func strongestOpinion(_ understanding: Understanding) -> Double {
        understanding.opinions?.first?.score ?? rules.opinionUnnamed
    }

    func score(of topic: TopicID, in opinions: [Opinion]) -> Double {
        opinions.first { $0.topic == topic }?.score ?? rules.opinionUnnamed
    }

    /// What the second opinion knows beyond doubt, whatever the wordings name (docs/decisions/0030); nil where they have it too.
    ///
    /// A call for help and an end of all news have rules of their own, and so have bribes, what does not work and several questions.
    func beyondDoubt(
        _ alone: Decision, _ first: Opinion, _ understanding: Understanding, amidTopic: Bool
    ) -> Decision? {
        let isMenu = if case .menu = alone { true } else { false }
        guard first.score >= leastBeyondDoubt(alone, understanding), isMenu || !alone.topics.contains(first.topic),
            understanding.questions.count < 2, !understanding.accusesOrFails
        else { return nil }
        // "Trích lục khai sinh nộp rồi, giờ tới đâu": the paper is what was handed in.
        if alone == .command(.dossierStatus), (understanding.candidates.first?.score ?? 0) >= rules.longEvidence {
            return nil
        }
        if amidTopic, !isOther(first, amid: alone) { return nil }
        if let facet = procedureFacet(first) { return alone == .none(foreign: false) ? .question(facet) : nil }
        switch first.topic {
        case .emergency, .optOut, .dossierCodeOnly: return nil
        case .otherService where alone == .none(foreign: false): return nil
        default: break
        }
        switch catalogue.kind(of: first.topic) {
        case .procedure, .subject, .referral, .command, .some(.none):
            return decision(for: first.topic, understanding.facets.map(\.facet))
        case .smallTalk:
            switch alone {
            case .none, .menu, .question: return first.topic == .urgentQuestion ? nil : .smallTalk(first.topic)
            // "không phải, ý tôi là khai tử" denies, and names a matter.
            default: return nil
            }
        case nil: return nil
        }
    }

    /// Whether officers taught the wording of what is named best: they know their people.
    func isTaught(_ understanding: Understanding) -> Bool {
        guard !catalogue.taught.isEmpty, let best = understanding.candidates.first else { return false }
        return best.evidence.contains { catalogue.taught.contains($0.phrase) }
    }

    /// How sure the second opinion must be: of a few words it is surer than it may be, and what wordings explain in full, they know.
    private func leastBeyondDoubt(_ alone: Decision, _ understanding: Understanding) -> Double {
        let candidates = understanding.candidates
        let isExplained =
            switch alone {
            // "hộ chiếu, tạm trú"
            case .menu:
                !asksOrWishes(understanding)
                    && candidates.prefix(2).reduce(0) { $0 + $1.coverage } >= rules.fullStatement
            // "mất điện cả thôn từ sáng" may be the power company's, and is told as a harm.
            case .command(.feedback) where understanding.purpose?.kind == .nuisance: true
            default: candidates.first.map { $0.coverage >= rules.fullStatement && $0.score >= rules.answer } ?? false
            }
        guard isExplained || understanding.wordCount < rules.opinionWords else { return rules.opinionBeyondDoubt }
        // "bao tu" is báo tử and bao tử.
        let onlyHinted = candidates.first?.isHintOnly ?? false
        return onlyHinted ? rules.opinionBeyondDoubtHinted : rules.opinionBeyondDoubtBare
    }

    /// Whether a text amid a conversation has a matter of its own: what asks of some matter means the one at hand unless the opinion is
    /// sure, and what asks by which way always does.
    private func isOther(_ first: Opinion, amid alone: Decision) -> Bool {
        guard TopicID.facetLike[first.topic] == nil else { return false }
        switch alone {
        case .none(foreign: false): return first.score >= rules.opinionAmid
        case .question(let facet):
            // Who may go and what it is sent by are asked of any procedure, and so is whether copies do.
            let isMatter =
                [.procedure, .referral].contains(catalogue.kind(of: first.topic)) || first.topic == .talkToStaff
            return isMatter && first.score >= rules.opinionAmidAsked
                && !(facet == .original && first.topic == .certifiedCopy)
        default: return true
        }
    }

    /// Where the wordings find no topic: a menu of what the second opinion names, and an answer only where it is beyond doubt
    /// (docs/decisions/0030).
    func unworded(
        _ alone: Decision, _ first: Opinion, among opinions: [Opinion], _ understanding: Understanding
    ) -> Decision {
        if let plain = plain(first, alone, understanding) { return plain }
        let asks = asksOrWishes(understanding)
        if case .question = alone, first.topic == .outOfScope, first.score >= rules.opinionOfForeign {
            return .none(foreign: true)
        }
        guard first.topic != .outOfScope else { return alone }
        if alone == .none(foreign: false), understanding.unknown == nil, asks, let facet = procedureFacet(first),
            first.score >= rules.opinionOfFacet
        {
            return .question(facet)
        }
        let unknown: Decision =
            understanding.unknown != nil && asks
                && (first.score < rules.opinionKnown || first.topic == .otherService)
            ? .unknown(understanding.unknown) : alone
        // Only what is asked is known: "bao lâu" is a question of some procedure.
        if case .question = alone, catalogue.kind(of: first.topic) == nil { return unknown }
        if first.topic == .otherService {
            let least = asks ? rules.opinionOfOther : rules.opinionAloneBare
            return unknown == alone && first.score >= least ? .referral(.otherService) : unknown
        }
        let offered = opinions.filter { mayOffer($0.topic) }
        guard let best = offered.first, best.score >= (asks ? rules.opinionAlone : rules.opinionAloneBare),
            best.score >= first.score - rules.opinionBehind,
            best.score - score(of: .outOfScope, in: opinions) >= rules.opinionBeforeForeign,
            best.topic != .otherService
        else { return unknown }
        // "bản chính hay photo" asks what to bring, and of a copy alone by the way.
        if alone == .question(.original), best.topic == .certifiedCopy { return alone }
        if best.topic == first.topic, best.score >= rules.opinionAnswers, asks, understanding.wordCount > 1 {
            return decision(for: best.topic, understanding.facets.map(\.facet))
        }
        // Nobody asks "is it that?" about a dossier's state.
        if best.topic == .dossierStatus, best.topic == first.topic, understanding.purpose != nil,
            understanding.wordCount > 1
        {
            return .command(best.topic)
        }
        let topics = offered.filter { $0.score >= best.score - rules.opinionRivalry }.prefix(3).map(\.topic)
        return .menu(Array(topics), understanding.facets.map(\.facet))
    }

    /// What is done at once where the second opinion names it: courtesy, a wish for a person, a complaint, news again.
    ///
    /// An end of all news is asked about before it is made.
    private func plain(_ first: Opinion, _ alone: Decision, _ understanding: Understanding) -> Decision? {
        // One word is too little: "dung" is đúng, dừng, đừng and dùng.
        let isBare = understanding.wordCount < 2
        if catalogue.kind(of: first.topic) == .smallTalk, first.topic != .urgentQuestion {
            var least = isBare ? rules.opinionOfCourtesyBare : rules.opinionOfCourtesy
            if case .question = alone { least = rules.opinionAloneBare }
            return first.score >= least ? .smallTalk(first.topic) : nil
        }
        guard first.score >= (isBare ? rules.opinionOfCommandBare : rules.opinionOfCommand) else { return nil }
        switch first.topic {
        // It becomes a matter with a number, so it is asked about sooner than opened.
        case .feedback: return first.score >= rules.opinionOfComplaint ? .command(first.topic) : nil
        case .talkToStaff, .optIn: return .command(first.topic)
        case .optOut: return .menu([.optOut], [])
        default: return nil
        }
    }

    /// Whether an end of all news is asked about before it is made: "thôi để tết về tính, đang chạy không nhắn nữa" only mentions one,
    /// and the second opinion does not believe it.
    func isDoubtedEnd(_ understanding: Understanding) -> Bool {
        guard !isTaught(understanding), let opinions = understanding.opinions, let first = opinions.first,
            first.topic != .optOut, let end = understanding.candidates.first(where: { $0.topic == .optOut })
        else { return false }
        return end.coverage <= rules.clearStatement && score(of: .optOut, in: opinions) < 0
    }

    /// A complaint or a wish for a person that a text mentions amid something else, of which the second opinion is sure.
    ///
    /// "Ở với nhau 15 năm, chưa có giấy kết hôn" holds "ổ voi" without marks; "tiền đạo phải gọi công an bắt" asks for nobody.
    func besideCommand(_ alone: Decision, _ first: Opinion, _ understanding: Understanding) -> Decision {
        guard let best = understanding.candidates.first, best.coverage <= rules.clearStatement,
            first.score >= rules.opinionAnswers
        else { return alone }
        if first.topic == .outOfScope { return .none(foreign: true) }
        let isHarm = understanding.purpose?.kind == .nuisance
        guard alone == .command(.feedback), first.topic != .feedback, mayOffer(first.topic), isHarm,
            asksOrWishes(understanding)
        else { return alone }
        return decision(for: first.topic, understanding.facets.map(\.facet))
    }

    /// Where both name one topic: the answer stands where they agree; a menu of both where they do not, unless the wording's
    /// evidence is long.
    func compared(
        _ alone: Decision, _ topic: TopicID, _ facets: [Facet], with first: Opinion, among opinions: [Opinion],
        _ understanding: Understanding
    ) -> Decision {
        guard first.topic != topic, let best = understanding.candidates.first(where: { $0.topic == topic }) else {
            return alone
        }
        let lead = first.score - score(of: topic, in: opinions)
        if let facet = facet(first, against: [topic], best, among: opinions, understanding) { return .question(facet) }
        if first.topic == .outOfScope {
            // "haha giỡn chơi, hỏi thật: giấy tạm trú bao nhiêu tiền" asks something of what it names.
            let asksOfIt = asksOrWishes(understanding) && !facets.isEmpty && best.score >= rules.answer
            let least = asksOfIt ? rules.opinionAnswers : rules.opinionOfForeign
            return lead >= least && best.score < rules.longEvidence ? .none(foreign: true) : alone
        }
        guard mayOffer(first.topic), TopicID.facetLike[first.topic] == nil,
            first.topic != .officeHours
        else {
            return alone
        }
        // What is explained word for word, marks and all, is named exactly.
        let isExact =
            alone == .command(topic) || best.score >= rules.longEvidence || best.coverage >= rules.fullStatement
        // What is explained to less than half is only mentioned.
        if asksOrWishes(understanding), !isExact, best.coverage <= rules.clearStatement,
            first.score >= rules.opinionAnswers
        {
            return decision(for: first.topic, facets)
        }
        // A weak opinion says nothing against a text that is nearly explained.
        let isWeak = first.score < rules.opinionAgainstExplained && best.coverage >= rules.mostlyExplained
        let differs = lead >= rules.opinionAgainst && !isExact && !isWeak
        return differs ? .menu([topic, first.topic], facets) : alone
    }

    /// What is asked of procedures alone, where the second opinion names that.
    private func procedureFacet(_ first: Opinion) -> Facet? {
        Facet(rawValue: first.topic.rawValue).flatMap { Self.ofProcedures.contains($0.wider ?? $0) ? $0 : nil }
    }

    /// What is asked of some procedure, where wordings find a matter that the second opinion does not: "tốn mấy đồng".
    private func facet(
        _ first: Opinion, against topics: [TopicID], _ best: Candidate, among opinions: [Opinion],
        _ understanding: Understanding
    ) -> Facet? {
        guard let facet = procedureFacet(first), first.score >= rules.opinionOfFacetAgainst,
            asksOrWishes(understanding), understanding.unknown == nil, best.score < rules.fullyNamed,
            understanding.questions.count < 2, understanding.facets.count < 2,
            topics.allSatisfy({ score(of: $0, in: opinions) < rules.opinionDisbelieved })
        else { return nil }
        return facet
    }

    /// Where the wordings name several: the one that the second opinion names clearly, if it is hardly behind.
    func chosen(
        _ alone: Decision, _ topics: [TopicID], _ facets: [Facet], with first: Opinion, among opinions: [Opinion],
        _ understanding: Understanding
    ) -> Decision {
        guard let best = understanding.candidates.first else { return alone }
        if let facet = facet(first, against: topics, best, among: opinions, understanding) { return .question(facet) }
        if first.topic == .outOfScope, let named = topics.first,
            first.score - score(of: named, in: opinions) >= rules.opinionOfForeign, best.score < rules.longEvidence
        {
            return .none(foreign: true)
        }
        if isSure(first, over: best, understanding) { return decision(for: first.topic, facets) }
        if topics.contains(first.topic), mayOffer(first.topic), asksOrWishes(understanding),
            first.score >= (namesTwoAlike(understanding) ? rules.opinionAnswers : rules.opinionOfMenu)
        {
            return decision(for: first.topic, facets)
        }
        if !topics.contains(first.topic), mayOffer(first.topic), first.score >= rules.opinionBesideMenu {
            return .menu(Array(([first.topic] + topics).prefix(3)), facets)
        }
        return alone
    }

    /// Whether the wordings name two matters in full, neither more than the other.
    private func namesTwoAlike(_ understanding: Understanding) -> Bool {
        let candidates = understanding.candidates
        return candidates.count > 1 && candidates[1].score == candidates[0].score
            && candidates[0].score >= rules.fullyNamed
    }

    /// Whether a text surely asks of a topic: wordings name it too, and nothing else in full.
    func isSure(_ first: Opinion, over best: Candidate, _ understanding: Understanding) -> Bool {
        guard mayOffer(first.topic), first.topic != .otherService, asksOrWishes(understanding) else { return false }
        // Two matters that are named in full are two questions.
        let isNamed =
            best.score < rules.fullyNamed && understanding.candidates.contains { $0.topic == first.topic }
        return (best.topic == first.topic || isNamed) && first.score >= rules.opinionAnswers
    }

    func asksOrWishes(_ understanding: Understanding) -> Bool {
        understanding.purpose.map { $0.asks || $0.kind == .wish } ?? false
    }

    /// Whether a menu may hold a topic that no wording named.
    func mayOffer(_ topic: TopicID) -> Bool {
        switch catalogue.kind(of: topic) {
        case .procedure, .subject, .referral: true
        case .command: topic != .emergency && topic != .optOut && topic != .optIn && topic != .dossierCodeOnly
        case .smallTalk, .some(.none), nil: false
        }
    }
}

extension Understanding {
    /// Whether a text tells of a bribe, of an officer's conduct or of what does not work: no opinion sets that aside.
    var accusesOrFails: Bool {
        switch purpose?.kind {
        case .bribery, .staffComplaint, .trouble: true
        case .nuisance, .statement, .refusal, .offer, .elsewhere, .question, .wish, nil: false
        }
    }
}
