import Foundation
import PublicServices

/// Which of a topic's procedures is meant.
extension Dialogue {
    /// A decision for a topic, made one for a procedure of it where the words or the conversation say which.
    func withVariant(
        _ decision: Decision, of read: ReadText, _ understanding: Understanding, state: DialogueState, now: Date
    ) -> Decision {
        let decision = variant(decision, of: read, understanding, state: state)
        // "nộp ở đâu": whichever it is, all are handed in at one place.
        if case .variants(let topic, _, let facets) = decision, composer.common(facets, of: topic, now: now) != nil {
            return .answer([topic], facets)
        }
        // Who asks on and chooses none of the procedures needs somebody who can tell which it is.
        if case .variants(let topic, _, let facets) = decision, !facets.isEmpty,
            case .choosingVariant(topic, _, .some) = state.step
        {
            return .command(.talkToStaff)
        }
        return decision
    }

    private func variant(
        _ decision: Decision, of read: ReadText, _ understanding: Understanding, state: DialogueState
    ) -> Decision {
        switch decision {
        case .answer(let topics, let facets):
            guard topics.count == 1, let topic = topics.first else { return decision }
            return chosen(in: topic, facets, read, understanding, state: state) ?? decision
        case .referral(let topic):
            // Some of what others decide is handled in the commune after all, and of the rest it is known who decides.
            let codes = variants.codes(in: read, of: topic)
            let facets = understanding.facets.map(\.facet)
            guard codes.isEmpty else { return one(of: codes, topic, facets) }
            // "hết bao nhiêu tiền" after a divorce is asked of the court.
            let isNamedAnew = understanding.candidates.contains { $0.topic == topic }
            guard topic == state.topic, let code = state.procedure, !isNamedAnew else { return decision }
            return .procedure(code, topic, facets)
        case .none(foreign: false), .question:
            // "còn đăng ký lại?" names no topic, but a procedure of the one that was spoken of.
            guard let topic = state.topic else { return decision }
            let codes = variants.codes(in: read, of: topic)
            guard !codes.isEmpty else { return decision }
            let facets = understanding.facets.map(\.facet)
            return one(of: codes, topic, facets.isEmpty ? state.facet.map { [$0] } ?? [] : facets)
        default: return decision
        }
    }

    /// A national code in the text opens its procedure; beside words for another topic it opens a menu, for lists with
    /// wrong codes go round.
    func namedByCode(_ understanding: Understanding, alone: Decision) -> Decision? {
        let codes = understanding.entities.filter { $0.kind == .procedureCode }.map(\.value)
        guard !codes.isEmpty else { return nil }
        let procedures = codes.compactMap { composer.services[ProcedureCode(rawValue: $0)] }
        guard let procedure = procedures.first(where: { !$0.isCodeUnsure }) else {
            // Nothing but a code that is not known here: only a person can tell what it is.
            return alone == .none(foreign: false) ? .command(.talkToStaff) : nil
        }
        let facets = understanding.facets.map(\.facet)
        switch alone {
        case .command: return nil
        case .answer(let topics, _), .menu(let topics, _):
            guard !topics.contains(procedure.topic) else { break }
            return .menu(Array((topics + [procedure.topic]).suffix(matcher.rules.menuEntries)), facets)
        default: break
        }
        return .procedure(procedure.code, procedure.topic, facets)
    }

    private func chosen(
        in topic: TopicID, _ facets: [Facet], _ read: ReadText, _ understanding: Understanding, state: DialogueState
    ) -> Decision? {
        let procedures = composer.services.procedures(of: topic)
        let hasMain = procedures.first?.isMain ?? false
        let codes = variants.codes(in: read, of: topic)
        guard codes.isEmpty else { return one(of: codes, topic, facets) }
        if topic == state.topic, let code = state.procedure {
            let isNamedAnew = understanding.candidates.contains { $0.topic == topic }
            if !isNamedAnew || (!hasMain && !facets.isEmpty) { return .procedure(code, topic, facets) }
        }
        // A subject is told about by itself unless one of its procedures is named.
        if hasMain || matcher.catalogue.kind(of: topic) != .procedure { return nil }
        let listed = procedures.filter { !$0.isOnlyNamed }.map(\.code)
        guard !listed.isEmpty else { return nil }
        let denied = variants.denied(in: read, of: topic)
        let meant = listed.filter { !denied.contains($0) }
        return one(of: meant.isEmpty ? listed : meant, topic, facets)
    }

    private func one(of codes: [ProcedureCode], _ topic: TopicID, _ facets: [Facet]) -> Decision {
        if codes.count == 1, let code = codes.first {
            // The main procedure keeps the topic's own decision, so that both ways to it read alike.
            if composer.services.main(of: topic)?.code == code { return .answer([topic], facets) }
            return .procedure(code, topic, facets)
        }
        return .variants(topic, codes, facets)
    }
}
