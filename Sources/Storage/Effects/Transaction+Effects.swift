import Conversations

extension Transaction {
    /// Carries effects out in their order: those of a waiting question at its end.
    func apply(_ effects: [Effect], of origin: EffectOrigin) throws {
        var gathered = GatheredEffects()
        try apply(effects, of: origin, gathering: &gathered)
        try send(&gathered)
    }

    /// The same for those of a turn; the plain ones among them are only gathered, to be carried out by ``send(_:)`` together with
    /// those of other turns.
    ///
    /// This is the only place that does; a new effect is a case of ``Effect`` and a line here.
    func apply(_ effects: [Effect], of origin: EffectOrigin, gathering gathered: inout GatheredEffects) throws {
        let conversation = origin.conversation
        var matter = NamedMatter(effects)
        for effect in effects {
            if effect.mayWriteOrHold {
                // What was said before goes first, and who has the conversation is asked again.
                try send(&gathered)
                gathered.held[conversation] = nil
            }
            switch effect {
            case .burst(let change): try note(change, of: conversation)
            case .addToMatter(let id, let promise): matter.number = try join(id, promisedBy: promise, with: origin)
            case .escalate(let escalation): matter.raised(try escalate(escalation, of: origin))
            case .reply(let reply): try answer(reply, of: origin, naming: matter, gathering: &gathered)
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

    /// Puts the replies that were gathered into the outbox, and notes what was handled.
    func send(_ gathered: inout GatheredEffects) throws {
        try enqueue(gathered.replies)
        try audit(gathered.deeds)
        (gathered.replies, gathered.deeds) = ([], [])
    }

    private func escalate(_ escalation: NewEscalation, of origin: EffectOrigin) throws -> EscalationID? {
        try escalate(
            escalation.reason, conversation: origin.conversation, message: origin.message, detail: escalation.detail,
            unit: escalation.unit, promisedBy: escalation.promisedBy, commune: origin.commune, topic: origin.topic)
    }

    private func answer(
        _ reply: Reply, of origin: EffectOrigin, naming matter: NamedMatter, gathering gathered: inout GatheredEffects
    ) throws {
        // A person may have taken over since the turn was thought out: then the message is theirs.
        if !ReplyTemplate.mayLeaveWhileHeld(reply.template),
            let held = try gathered.held[origin.conversation] ?? heldMatter(of: origin.conversation)
        {
            try add(origin.message, to: held)
            return try audit("reply.withheld", of: "message \(origin.message)", detail: "escalation \(held)")
        }
        let text = matter.text(of: reply)
        // At once, for the turns behind it ask what is left of the budget.
        spend(text, on: origin.channel)
        gathered.replies.append(
            NewOutgoing(
                text: text, conversation: origin.conversation, channel: origin.channel,
                template: reply.template, facts: reply.facts, choices: reply.choices, isUrgent: matter.isUrgent))
    }

    private func tell(_ notice: Reply, beside conversation: ConversationID) throws {
        guard let other = try linkedConversation(of: conversation) else { return }
        try enqueue(other.spelling.applied(to: notice.text), to: other.id, on: other.channel, template: notice.template)
    }
}

/// What is carried out once for all turns of a commit.
struct GatheredEffects {
    /// By which matter a person has a conversation, as far as it is known; the inner nil where nobody has it.
    var held: [ConversationID: EscalationID?] = [:]
    var replies: [NewOutgoing] = []
    var deeds: [NewAuditEntry] = []
}

extension Effect {
    /// Whether it may itself put a message into the outbox, or give a conversation to a person or take it back.
    fileprivate var mayWriteOrHold: Bool {
        switch self {
        case .reply, .burst, .escalate, .interest, .satisfaction: false
        case .addToMatter, .machineBack, .alert, .optOut, .dossier, .waitingQuestion, .tellLinked: true
        }
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
