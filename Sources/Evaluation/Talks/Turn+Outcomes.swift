import Conversations
import PublicServices

extension Turn {
    /// What the turn comes to: one set of names for each thing that it does, each name being as true as the others.
    ///
    /// - Parameter matter: what staff had of the villager before it.
    func outcomes(in dialogue: Dialogue, matter: OpenMatter?) -> [Set<TalkOutcome>] {
        mainOutcomes(in: dialogue, matter: matter) + (asksHoursToo ? [[.other(.hours)]] : [])
    }

    private func mainOutcomes(in dialogue: Dialogue, matter: OpenMatter?) -> [Set<TalkOutcome>] {
        switch decision {
        case .answer(let topics, let facets):
            guard topics.count > 1 else { return topics.map { answered($0, facets, in: dialogue) } }
            return understanding.questions.prefix(dialogue.limits.questions).map {
                answered($0.topic, $0.facets, in: dialogue)
            }
        case .procedure(_, let topic, let facets): return [answered(topic, facets, in: dialogue)]
        case .variants(let topic, _, _): return [[.menu(topic)]]
        case .menu(let topics, _): return [Set(topics.map(TalkOutcome.menu))]
        case .referral(let topic):
            return [topic == "other_gov_service" ? [.topic(topic, nil), .other(.otherState)] : [.topic(topic, nil)]]
        case .interest(let topic): return [[.topic(topic, nil)]]
        case .question: return [[.other(.ask)]]
        case .none:
            if !escalations.isEmpty { return [[.other(.staff)]] }
            // A stray word leaves a menu open, which is shown again.
            switch (state.step, replies.first?.template) {
            case (.choosing(let topics, _), "menu"?), (.choosing(let topics, _), "confirm_topic"?):
                return [Set(topics.map(TalkOutcome.menu))]
            case (.choosingVariant(let topic, _, _), "variants"?): return [[.menu(topic)]]
            default: return [[.other(.none)]]
            }
        case .trouble: return [[.other(.staff)]]
        case .unknown: return [[.topic("other_gov_service", nil), .other(.otherState), .other(.staff)]]
        case .quiet: return [[.other(replies.isEmpty ? .quiet : .staff)]]
        case .addition:
            guard let matter, [.feedback, .denunciation, .fraud].contains(matter.reason) else {
                return [[.other(.staff)]]
            }
            return [[.other(.staff), .other(.feedback)]]
        case .smallTalk(let topic): return [[.other(Self.courtesy(topic, isAnswered: !replies.isEmpty))]]
        case .command(let topic): return [[Self.command(topic)]]
        }
    }

    private func answered(_ topic: TopicID, _ asked: [Facet], in dialogue: Dialogue) -> Set<TalkOutcome> {
        if topic == .officeHours { return [.other(.hours), .topic(topic, nil)] }
        if topic == .officeContact { return [.other(.contact), .topic(topic, nil)] }
        var names: Set<TalkOutcome> = [.topic(topic, nil)]
        // What is asked is told, or left to staff in so many words; what is told beside it is told as well.
        names.formUnion(asked.map { .topic(topic, $0) })
        let services = dialogue.composer.services
        for fact in replies.flatMap(\.facts) {
            let parts = fact.split(separator: "/").map(String.init)
            guard parts.count == 2, let kind = FactKind(rawValue: parts[1]),
                services[ProcedureCode(rawValue: parts[0])]?.topic == topic
            else { continue }
            names.formUnion(Facet.allCases.filter { $0.facts == [kind] }.map { .topic(topic, $0) })
        }
        if isLeftToStaff { names.insert(.other(.staff)) }
        return names
    }

    /// Whether something that was asked goes to staff because no checked fact answers it.
    var isLeftToStaff: Bool { escalations.contains { $0.reason == .noCheckedFact } }

    private static func courtesy(_ topic: TopicID, isAnswered: Bool) -> TalkOutcome.Other {
        guard isAnswered else { return .quiet }
        switch topic {
        case .greeting: return .greeting
        case .capabilities: return .capabilities
        case .urgentQuestion: return .danger
        case "thanks": return .thanks
        case "goodbye": return .goodbye
        default: return .ask
        }
    }

    private static func command(_ topic: TopicID) -> TalkOutcome {
        switch topic {
        case .emergency: .other(.emergency)
        case .optOut: .other(.optout)
        case .optIn: .other(.optin)
        case .feedback: .other(.feedback)
        case .dossierStatus, .dossierCodeOnly: .other(.dossier)
        default: .other(.staff)
        }
    }
}
