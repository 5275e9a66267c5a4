import PublicServices
import VietnameseText

/// The decision that a text alone would get, changed by what the conversation expects.
extension Dialogue {
    /// The decision that the text alone would get, changed by what the conversation expects.
    func decide(
        _ words: Words, _ understanding: Understanding, dossier: DossierWords, state: DialogueState
    ) -> Decision {
        let alone = matcher.decide(understanding, amidTopic: state.topic != nil)
        if alone == .command(.emergency) || alone == .command(.optOut) { return alone }
        if alone == .smallTalk(.urgentQuestion) { return alone }
        if ShortAnswers.isOptOut(words) { return .command(.optOut) }
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
        switch state.step {
        case .choosing(let topics, let facet):
            let chosen = ShortAnswers.choice(words, of: topics.count)
            // Of one topic was asked whether it is meant.
            let confirmed = topics.count == 1 && isYes(words, alone) ? topics.indices.first : nil
            if let chosen = chosen ?? confirmed {
                return matcher.decision(for: topics[chosen], facet.map { [$0] } ?? [])
            }
        case .choosingVariant(let topic, let codes, let facet):
            let chosen = ShortAnswers.choice(words, of: codes.count).map { codes[$0] }
            if let chosen { return .procedure(chosen, topic, facet.map { [$0] } ?? []) }
        case .awaitingTopic(let facet):
            if case .answer(let topics, let facets) = alone, facets.isEmpty, areProcedures(topics) {
                return .answer(topics, [facet])
            }
            if case .menu(let topics, let facets) = alone, facets.isEmpty { return .menu(topics, [facet]) }
        case .offeredStaff:
            if isYes(words, alone) { return .command(.talkToStaff) }
        case .askedDanger:
            if isYes(words, alone) { return .command(.emergency) }
        case .open, .awaitingDossierCode, .awaitingDossierDigits: break
        }
        return inContext(alone, understanding, state: state)
    }

    /// Whether a text says yes to what was asked: "1", "có", "đúng rồi"; a bare "dung" may be "dừng" and is no yes.
    private func isYes(_ words: Words, _ alone: Decision) -> Bool {
        ShortAnswers.isYes(words) || alone == .smallTalk(.affirm)
    }

    /// Keeps the topic for a bare facet ("còn lệ phí?"), and the facet for a bare topic ("thế còn khai tử?").
    private func inContext(_ alone: Decision, _ understanding: Understanding, state: DialogueState) -> Decision {
        let facets = understanding.facets.map(\.facet)
        switch alone {
        case .question:
            if let topic = state.topic { return .answer([topic], facets) }
        case .answer(let topics, let own):
            // "nộp ở đâu" names the office as a subject, but amid a procedure it asks for that procedure's place.
            if let topic = state.topic, topic != topics.first, !facets.isEmpty,
                understanding.wordCount <= matcher.rules.followUpWords,
                topics.allSatisfy({ Self.subjectsThatAreFacets.contains($0) })
            {
                return .answer([topic], facets)
            }
            if own.isEmpty, understanding.isFollowUp, areProcedures(topics), let facet = state.facet {
                return .answer(topics, [facet])
            }
        case .menu(let topics, let own):
            if let topic = state.topic, !facets.isEmpty, understanding.wordCount <= matcher.rules.followUpWords,
                topics.allSatisfy({ Self.subjectsThatAreFacets.contains($0) })
            {
                return .answer([topic], facets)
            }
            // A menu that holds what was just spoken of is no riddle.
            if let topic = state.topic, topics.contains(topic), !facets.isEmpty,
                understanding.wordCount <= matcher.rules.followUpWords
            {
                return .answer([topic], facets)
            }
            if own.isEmpty, understanding.isFollowUp, let facet = state.facet { return .menu(topics, [facet]) }
        case .referral, .command, .smallTalk, .procedure, .variants, .interest, .trouble, .unknown, .none, .quiet,
            .addition:
            break
        }
        return alone
    }

    /// Whether a question about a procedure can go on with these topics: "thôi, cho hỏi giờ làm việc" has no fee.
    private func areProcedures(_ topics: [TopicID]) -> Bool {
        topics.allSatisfy { matcher.catalogue[$0]?.kind == .procedure }
    }

    private static let subjectsThatAreFacets: Set<TopicID> = [.officeContact, "online_portal_help"]
}
