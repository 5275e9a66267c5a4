import PublicServices

/// What the second opinion makes of a decision by wordings; docs/understanding.md has the table.
extension IntentMatcher {
    func strongestOpinion(_ understanding: Understanding) -> Double {
        understanding.opinions?.first?.score ?? rules.opinionUnnamed
    }

    private func score(of topic: TopicID, in opinions: [Opinion]) -> Double {
        opinions.first { $0.topic == topic }?.score ?? rules.opinionUnnamed
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
        let isClear = asks && understanding.wordCount > 1
        if best.topic == first.topic, best.score >= (isClear ? rules.opinionAnswers : rules.opinionAnswersBare) {
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

    /// The commands about whether news come.
    static let silences: Set<TopicID> = [.optOut, .optIn]

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
            return lead >= rules.opinionOfForeign && best.score < rules.longEvidence ? .none(foreign: true) : alone
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
        let differs = lead >= rules.opinionAgainst && !isExact && !isWeak || lead >= rules.opinionFarAgainst
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
        let candidates = understanding.candidates
        guard let best = candidates.first else { return alone }
        if let facet = facet(first, against: topics, best, among: opinions, understanding) { return .question(facet) }
        if first.topic == .outOfScope, let named = topics.first,
            first.score - score(of: named, in: opinions) >= rules.opinionOfForeign, best.score < rules.longEvidence
        {
            return .none(foreign: true)
        }
        if isSure(first, over: best, understanding) { return decision(for: first.topic, facets) }
        // Two things that are named alike, and nothing is asked of them: "khai sinh với kết hôn".
        let areAlike = candidates.count > 1 && candidates[1].score == best.score && best.score >= rules.fullyNamed
        if topics.contains(first.topic), mayOffer(first.topic), asksOrWishes(understanding),
            first.score >= (areAlike ? rules.opinionAnswers : rules.opinionOfMenu)
        {
            return decision(for: first.topic, facets)
        }
        if !topics.contains(first.topic), mayOffer(first.topic), first.score >= rules.opinionBesideMenu {
            return .menu(Array(([first.topic] + topics).prefix(3)), facets)
        }
        guard topics.count > 1, topics.contains(first.topic), mayOffer(first.topic),
            let own = candidates.first(where: { $0.topic == first.topic }), own.score >= rules.answer
        else { return alone }
        guard !areAlike || !understanding.facets.isEmpty else { return alone }
        let rival = topics.filter { $0 != first.topic }.map { score(of: $0, in: opinions) }.max() ?? 0
        let isProcedure = catalogue.kind(of: first.topic) == .procedure && own.score >= best.score * rules.nearlyBest
        let least = isProcedure ? rules.opinionChooses : rules.opinionChoosesAny
        return first.score - rival >= least ? decision(for: first.topic, facets) : alone
    }

    /// Whether a text asks of a topic beyond doubt: wordings name it too, or say little of anything else.
    func isSure(_ first: Opinion, over best: Candidate, _ understanding: Understanding) -> Bool {
        guard mayOffer(first.topic), first.topic != .otherService, asksOrWishes(understanding) else { return false }
        if best.topic == first.topic { return first.score >= rules.opinionAnswers }
        let isNamed = understanding.candidates.contains { $0.topic == first.topic }
        // Two matters that are named in full are two questions.
        return isNamed
            ? first.score >= rules.opinionSure || best.score < rules.fullyNamed && first.score >= rules.opinionAnswers
            : best.score < rules.fullyNamed && first.score >= rules.opinionSure
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
