import PublicServices

/// What a message is for, and what the second opinion says (`Decision+Opinion`), change what its wordings alone would decide.
extension IntentMatcher {
    func decide(_ alone: Decision, _ understanding: Understanding, amidTopic: Bool) -> Decision {
        switch alone {
        case .smallTalk(.urgentQuestion), .command(.emergency), .command(.optIn), .command(.dossierCodeOnly):
            return alone
        case .command(.optOut): return isDoubtedEnd(understanding) ? .menu([.optOut], []) : alone
        case .command, .smallTalk, .answer, .menu, .referral, .question, .none: break
        case .procedure, .variants, .interest, .trouble, .unknown, .quiet, .addition: return alone
        }
        // What officers taught nobody contradicts.
        let opinions = isTaught(understanding) ? nil : understanding.opinions
        if let first = opinions?.first, let decision = beyondDoubt(alone, first, understanding, amidTopic: amidTopic) {
            return decision
        }
        if let purpose = understanding.purpose, let decision = decide(alone, for: purpose, understanding) {
            return decision
        }
        let alone = isIdle(alone, understanding) ? .none(foreign: false) : alone
        guard let opinions, let first = opinions.first else { return alone }
        switch alone {
        case .none(foreign: false), .question:
            // Amid a conversation "điều kiện là gì" asks of the matter at hand.
            let endsNews =
                alone == .none(foreign: false) && first.topic == .optOut && first.score >= rules.opinionBeyondDoubt
            guard !amidTopic || endsNews else { return alone }
            return unworded(alone, first, among: opinions, understanding)
        case .none(foreign: true):
            let isHinted = understanding.candidates.first?.isHintOnly ?? false
            let least = isHinted ? rules.opinionOverHint : rules.opinionBeyondDoubt
            if mayOffer(first.topic), first.score >= least, asksOrWishes(understanding) {
                if let own = understanding.candidates.first(where: { $0.topic == first.topic }),
                    own.score >= rules.answer, isSure(first, over: own, understanding)
                {
                    return decision(for: first.topic, understanding.facets.map(\.facet))
                }
                return unworded(.none(foreign: false), first, among: opinions, understanding)
            }
            // "hồ sơ chào bán cổ phiếu" is of another world by its words, and a matter of the state by what is asked.
            guard let purpose = understanding.purpose, purpose.kind == .question, purpose.namesStateMatter,
                understanding.unknown != nil, first.topic != .outOfScope,
                (understanding.candidates.first?.score ?? 0) < rules.longEvidence
            else { return alone }
            return .unknown(understanding.unknown)
        case .answer(let topics, let facets) where topics.count == 1 && understanding.questions.count < 2:
            return compared(alone, topics[0], facets, with: first, among: opinions, understanding)
        case .referral(let topic):
            let facets = understanding.facets.map(\.facet)
            return compared(alone, topic, facets, with: first, among: opinions, understanding)
        case .command(.dossierStatus) where understanding.entities.allSatisfy({ $0.kind != .dossierCode }):
            return compared(alone, .dossierStatus, [], with: first, among: opinions, understanding)
        case .command(.feedback), .command(.talkToStaff): return besideCommand(alone, first, understanding)
        case .menu(let topics, let facets):
            return chosen(alone, topics, facets, with: first, among: opinions, understanding)
        default: return alone
        }
    }

    /// What the purpose of a message demands whatever its topic, or nil where it demands nothing.
    private func decide(_ alone: Decision, for purpose: Purpose, _ understanding: Understanding) -> Decision? {
        let best = understanding.candidates.first
        switch purpose.kind {
        case .bribery, .staffComplaint: return .command(.feedback)
        case .nuisance:
            switch alone {
            case .none(foreign: false), .question, .menu:
                let isRivalled = strongestOpinion(understanding) >= rules.opinionOverNuisance
                let isFeedback = understanding.opinions?.first.map { $0.topic == .feedback } ?? false
                return isRivalled && !isFeedback ? nil : .command(.feedback)
            case .answer:
                guard let best, best.score < rules.answerOverNuisance, best.coverage < rules.clearStatement else {
                    return nil
                }
                return understanding.opinions?.first?.topic == best.topic ? nil : .command(.feedback)
            default: return nil
            }
        case .trouble: return trouble(alone, understanding)
        case .statement, .refusal:
            guard !purpose.asks else { return nil }
            switch alone {
            case .answer, .referral:
                let isNamed = best.map { $0.coverage >= rules.fullStatement && $0.score >= rules.longEvidence } ?? false
                return isNamed ? nil : Decision.none(foreign: false)
            case .menu, .question: return Decision.none(foreign: false)
            default: return nil
            }
        case .offer, .elsewhere:
            switch alone {
            case .answer, .referral, .menu, .question:
                let asksOf =
                    best.map { $0.score >= rules.askedAmidTalk && $0.coverage >= rules.clearStatement } ?? false
                return purpose.asks && (asksOf || namesKnownMatter(understanding)) ? nil : Decision.none(foreign: true)
            default: return nil
            }
        case .question, .wish: return nil
        }
    }

    /// What does not work goes to staff with an apology, and no how-to is sent.
    private func trouble(_ alone: Decision, _ understanding: Understanding) -> Decision? {
        switch alone {
        case .answer(let topics, _) where topics.count == 1: return .trouble(topics[0])
        case .none(foreign: false), .question:
            let known = understanding.opinions?.first {
                Self.troubled.contains($0.topic) && $0.score >= rules.opinionOfCommand
            }
            return .trouble(known?.topic ?? .feedback)
        default: return nil
        }
    }

    /// Whether the second opinion knows a public matter in a text that sounds like talk.
    private func namesKnownMatter(_ understanding: Understanding) -> Bool {
        guard let first = understanding.opinions?.first else { return false }
        return mayOffer(first.topic) && first.score >= rules.opinionBeyondDoubt
    }

    /// The topics that are about how a service works.
    private static let troubled: Set<TopicID> = [
        "online_portal_help", .dossierStatus, .feedback, "cashless_payment", "eid_vneid",
    ]

    /// Whether a long text that asks nothing says hardly anything of what it names.
    private func isIdle(_ alone: Decision, _ understanding: Understanding) -> Bool {
        switch alone {
        case .answer, .referral, .menu:
            // Without a second opinion ("…, không phải …") there is nobody to ask.
            guard understanding.purpose == nil, understanding.wordCount >= rules.idleWords,
                let best = understanding.candidates.first, let opinions = understanding.opinions
            else { return false }
            return best.coverage < rules.idleCoverage && opinions.first?.topic != best.topic
        default: return false
        }
    }
}
