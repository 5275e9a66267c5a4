import Conversations

extension Transaction {
    /// Carries effects out in their order: those of a turn, and those of a waiting question at its end.
    ///
    /// This is the only place that does; a new effect is a case of ``Effect`` and a line here.
    func apply(_ effects: [Effect], of origin: EffectOrigin) throws {
        let conversation = origin.conversation
        var matter = NamedMatter(effects)
        for effect in effects {
            switch effect {
            case .burst(let change): try note(change, of: conversation)
            case .addToMatter(let id, let promise): matter.number = try join(id, promisedBy: promise, with: origin)
            case .escalate(let escalation): matter.raised(try escalate(escalation, of: origin))
            case .reply(let reply): try answer(reply, of: origin, naming: matter)
            case .alert(let alert): try raise(alert, of: origin)
            case .optOut(let isOptedOut): try setOptedOut(isOptedOut, of: conversation)
            case .dossier(let outcome): try keep(outcome, of: origin)
            case .waitingQuestion(let change): try keep(change, of: origin)
            case .tellLinked(let notice): try tell(notice, beside: conversation)
            case .interest(let topic): try note(interest: topic, of: conversation)
            case .machineBack(let id): try bringMachineBack(id, in: conversation)
            case .satisfaction(let id, let score): try note(score, of: id)
            }
        }
    }

    private func escalate(_ escalation: NewEscalation, of origin: EffectOrigin) throws -> EscalationID? {
        try escalate(
            escalation.reason, conversation: origin.conversation, message: origin.message, detail: escalation.detail,
            unit: escalation.unit, promisedBy: escalation.promisedBy, commune: origin.commune, topic: origin.topic)
    }

    private func answer(_ reply: Reply, of origin: EffectOrigin, naming matter: NamedMatter) throws {
        // A person may have taken over since the turn was thought out: then the message is theirs.
        if !ReplyTemplate.mayLeaveWhileHeld(reply.template), let held = try heldMatter(of: origin.conversation) {
            try add(origin.message, to: held)
            return try audit("reply.withheld", of: "message \(origin.message)", detail: "escalation \(held)")
        }
        try enqueue(
            matter.text(of: reply), to: origin.conversation, on: origin.channel, template: reply.template,
            facts: reply.facts, choices: reply.choices, isUrgent: matter.isUrgent)
    }

    private func tell(_ notice: Reply, beside conversation: ConversationID) throws {
        guard let other = try linkedConversation(of: conversation) else { return }
        try enqueue(other.spelling.applied(to: notice.text), to: other.id, on: other.channel, template: notice.template)
    }
}

/// The matter that replies may name.
private struct NamedMatter {
    /// Nil until there is one.
    var number: EscalationID?
    /// Whether replies go before all that waits, because it is an emergency.
    let isUrgent: Bool
    private var isRaised = false

    init(_ effects: [Effect]) {
        let reasons = effects.lazy.compactMap { effect -> EscalationReason? in
            if case .escalate(let escalation) = effect { escalation.reason } else { nil }
        }
        isUrgent = reasons.first == .emergency
    }

    mutating func raised(_ id: EscalationID?) {
        guard !isRaised else { return }
        (number, isRaised) = (id, true)
    }

    func text(of reply: Reply) -> String {
        Reply.filled(reply.text, with: number.map { "\($0)" } ?? "")
    }
}
