package import Foundation
package import PublicServices

/// One thing that shall happen because of a message, beyond that it is answered for and done with.
///
/// A new one is a case here, a line in the dialogue, and a line in `Transaction.apply`, where Storage carries it out.
package enum Effect: Sendable, Equatable {
    /// The villager began to write too much, or calmed down.
    case burst(BurstChange)
    /// The message belongs to a matter that staff have; one that was answered is opened again by it, to be answered until then.
    case addToMatter(EscalationID, promisedBy: Date? = nil)
    /// The villager wants the gateway's answers again, though a person has the matter.
    case machineBack(EscalationID)
    /// How content a villager is with the answer to a matter.
    case satisfaction(EscalationID, Satisfaction)
    /// Staff get a matter. Of several, the first is the one whose number and urgency the replies bear.
    case escalate(NewEscalation)
    /// To the villager, on the channel of the message.
    case reply(Reply)
    /// To the officer on duty.
    case alert(DutyAlert)
    /// The villager wants no more messages that they did not ask for, or wants them again.
    case optOut(Bool)
    /// What a villager proved about a dossier, and whether they follow it.
    case dossier(DossierOutcome)
    /// A question about a dossier has to wait, or waits no more.
    case waitingQuestion(FollowUpChange)
    /// To the villager's other channel.
    case tellLinked(Reply)
    /// The villager puts their name on a list.
    case interest(TopicID)

    /// In which order effects happen: matters before the replies that name them.
    var rank: Int {
        switch self {
        case .burst: 0
        case .addToMatter: 1
        case .escalate: 2
        case .reply: 3
        case .alert: 4
        case .optOut: 5
        case .dossier: 6
        case .waitingQuestion: 7
        case .tellLinked: 8
        case .interest: 9
        case .machineBack: 10
        case .satisfaction: 11
        }
    }
}

/// Whether a villager writes more than is answered, as it changes.
package enum BurstChange: Sendable, Equatable {
    case begins
    case ends
}

/// Something that makes effects happen, with each kind of them under its name.
package protocol HasEffects {
    /// In the order in which they happen.
    var effects: [Effect] { get set }
}

extension HasEffects {
    package var replies: [Reply] {
        get { effects.compactMap { if case .reply(let reply) = $0 { reply } else { nil } } }
        set { exchange(newValue.map(Effect.reply)) { if case .reply = $0 { true } else { false } } }
    }

    /// All matters that staff get.
    package var escalations: [NewEscalation] {
        get { effects.compactMap { if case .escalate(let matter) = $0 { matter } else { nil } } }
        set { exchange(newValue.map(Effect.escalate)) { if case .escalate = $0 { true } else { false } } }
    }

    /// The matter whose number the replies bear.
    package var escalation: NewEscalation? {
        get { escalations.first }
        set { escalations = [newValue].compactMap { $0 } + escalations.dropFirst() }
    }

    /// Matters of the other questions in the same message.
    package var furtherEscalations: [NewEscalation] {
        get { Array(escalations.dropFirst()) }
        set { escalations = escalations.prefix(1) + newValue }
    }

    package var alert: DutyAlert? {
        get { first { if case .alert(let alert) = $0 { alert } else { nil } } }
        set { exchange(newValue.map { [.alert($0)] } ?? []) { if case .alert = $0 { true } else { false } } }
    }

    package var optedOut: Bool? {
        get { first { if case .optOut(let isOut) = $0 { isOut } else { nil } } }
        set { exchange(newValue.map { [.optOut($0)] } ?? []) { if case .optOut = $0 { true } else { false } } }
    }

    package var dossier: DossierOutcome? {
        get { first { if case .dossier(let outcome) = $0 { outcome } else { nil } } }
        set { exchange(newValue.map { [.dossier($0)] } ?? []) { if case .dossier = $0 { true } else { false } } }
    }

    package var waitingQuestion: FollowUpChange? {
        get { first { if case .waitingQuestion(let change) = $0 { change } else { nil } } }
        set {
            exchange(newValue.map { [.waitingQuestion($0)] } ?? []) {
                if case .waitingQuestion = $0 { true } else { false }
            }
        }
    }

    package var linkNotice: Reply? {
        get { first { if case .tellLinked(let notice) = $0 { notice } else { nil } } }
        set { exchange(newValue.map { [.tellLinked($0)] } ?? []) { if case .tellLinked = $0 { true } else { false } } }
    }

    package var interest: TopicID? {
        get { first { if case .interest(let topic) = $0 { topic } else { nil } } }
        set { exchange(newValue.map { [.interest($0)] } ?? []) { if case .interest = $0 { true } else { false } } }
    }

    package var addsTo: EscalationID? {
        get { first { if case .addToMatter(let id, _) = $0 { id } else { nil } } }
        set {
            exchange(newValue.map { [.addToMatter($0)] } ?? []) { if case .addToMatter = $0 { true } else { false } }
        }
    }

    /// Adds the message to a matter, which is to be answered until then where it had been answered already.
    package mutating func add(to matter: EscalationID, promisedBy: Date?) {
        exchange([.addToMatter(matter, promisedBy: promisedBy)]) {
            if case .addToMatter = $0 { true } else { false }
        }
    }

    /// The matter whose villager wants the gateway's answers again.
    package var machineBack: EscalationID? {
        get { first { if case .machineBack(let id) = $0 { id } else { nil } } }
        set {
            exchange(newValue.map { [.machineBack($0)] } ?? []) { if case .machineBack = $0 { true } else { false } }
        }
    }

    package var burst: BurstChange? {
        get { first { if case .burst(let change) = $0 { change } else { nil } } }
        set { exchange(newValue.map { [.burst($0)] } ?? []) { if case .burst = $0 { true } else { false } } }
    }

    private func first<Value>(_ value: (Effect) -> Value?) -> Value? {
        for effect in effects {
            if let value = value(effect) { return value }
        }
        return nil
    }

    /// Puts effects in the place of all of their kind.
    private mutating func exchange(_ new: [Effect], for isOld: (Effect) -> Bool) {
        effects.removeAll(where: isOld)
        guard let rank = new.first?.rank else { return }
        effects.insert(contentsOf: new, at: effects.firstIndex { $0.rank > rank } ?? effects.endIndex)
    }
}
