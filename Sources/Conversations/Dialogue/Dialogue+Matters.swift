import Foundation
import PublicServices
import VietnameseText

/// What a villager writes while staff have a matter of theirs, or to an officer who has answered, is added to it.
extension Dialogue {
    /// Whether staff have the matter, and it was spoken of lately.
    func isOpen(_ matter: OpenMatter, now: Date) -> Bool {
        guard matter.answeredAt == nil else { return false }
        if matter.isHeld { return true }
        guard Self.isOfVillager(matter.reason) else { return false }
        return now.timeIntervalSince(matter.lastBrought) <= limits.matterSeconds
    }

    /// Whether an officer answered it lately.
    func isAnswered(_ matter: OpenMatter, now: Date) -> Bool {
        guard let answered = matter.answeredAt else { return false }
        return now.timeIntervalSince(answered) <= limits.replySeconds
    }

    /// Whether an officer may wait for whatever the villager says next: "vậy để cuối tháng làm luôn" tells one who has asked when.
    func isListenedTo(_ matter: OpenMatter, now: Date) -> Bool {
        isAnswered(matter, now: now) || isOpen(matter, now: now) && (matter.isHeld || Self.wasBrought(matter.reason))
    }

    /// Whether what a text says goes to the matter that is open, instead of being answered.
    func mayAdd(
        _ decision: Decision, _ understanding: Understanding, _ message: VillagerMessage, now: Date
    ) -> Bool {
        guard let matter = message.matter else { return false }
        if isAnswered(matter, now: now) { return isReply(decision, understanding, message.read.words) }
        return isOpen(matter, now: now) && isDetail(decision, understanding, message.read.words, of: matter)
    }

    /// Adds a message to its matter; that is said once in some minutes.
    func add(on turn: inout Turn, to matter: OpenMatter, spelling: Spelling, now: Date) {
        turn.decision = .addition
        turn.add(to: matter.id, promisedBy: replyPromise(to: matter, now: now))
        turn.state.misses = 0
        turn.state.step = .open
        var watch = turn.state.watch ?? Watch()
        defer { turn.state.watch = watch }
        if let told = watch.addedAt, abs(now.timeIntervalSince(told)) < limits.additionSeconds { return }
        watch.addedAt = now
        if matter.answeredAt != nil {
            let promise = composer.escalation(.villagerReply, unit: nil, now: now).1
            turn.replies = [composer.plain(.addedReply, ["promise": promise], spelling: spelling)]
        } else {
            turn.replies = [composer.plain(.added, ["reference": "\(matter.id)"], spelling: spelling)]
        }
    }

    /// Until when a reply to an officer is to be answered; nil where the matter is open and keeps its own promise.
    func replyPromise(to matter: OpenMatter, now: Date) -> Date? {
        matter.answeredAt == nil ? nil : composer.escalation(.villagerReply, unit: nil, now: now).0.promisedBy
    }

    /// Whether a short text asks of the topic at hand what no matter at staff has: papers, fee, place, who may go; and anything else
    /// where that topic was told about since the matter came to staff.
    func asksOfTopic(
        _ decision: Decision, _ understanding: Understanding, _ remark: Remark, in state: DialogueState,
        since matter: OpenMatter, lastTurn: Date?
    ) -> Bool {
        guard let topic = state.topic, decision.topics == [topic], remark.asks || !understanding.facets.isEmpty else {
            return false
        }
        let wasToldSince = lastTurn.map { $0 > matter.lastBrought } ?? false
        switch decision {
        case .answer, .procedure: return wasToldSince || !Self.ofProcedures.isDisjoint(with: decision.facets)
        default: return false
        }
    }

    private static let ofProcedures: Set<Facet> = [
        .documents, .fees, .place, .form, .online, .who, .original, .elsewhere,
    ]

    /// Whether a text goes to the officer who answered: all but a clear question for the gateway, and thanks.
    private func isReply(_ decision: Decision, _ understanding: Understanding, _ words: Words) -> Bool {
        switch decision {
        case .none, .menu, .question, .variants, .trouble, .unknown: true
        case .answer, .procedure, .referral: !isClear(understanding)
        case .smallTalk(.affirm): !ShortAnswers.isAcknowledgement(words)
        case .smallTalk(.deny): true
        case .command(.feedback): !FeedbackKind.isNamed(in: words)
        case .command(.talkToStaff): !ShortAnswers.isZero(words)
        case .smallTalk, .command, .interest, .quiet, .addition: false
        }
    }

    /// Whether a text is a detail of a matter that waits for staff.
    private func isDetail(
        _ decision: Decision, _ understanding: Understanding, _ words: Words, of matter: OpenMatter
    ) -> Bool {
        // The gateway handed it over by itself, and the villager goes on asking: only what means nothing else is a detail.
        guard Self.wasBrought(matter.reason) else { return decision == .none(foreign: false) }
        switch decision {
        case .none(foreign: false), .menu, .trouble: return true
        case .none(foreign: true), .question: return matter.reason == .denunciation
        case .answer, .procedure, .variants, .referral:
            // Whoever was only asked whether they are in danger, and asks on, is not.
            let asksOn =
                [.possibleDanger, .notUnderstood].contains(matter.reason)
                && understanding.facets.contains { $0.facet != .overview }
            let isQuestion = matter.reason != .denunciation && isKnownQuestion(understanding)
            return !asksOn && !isClear(understanding) && !isQuestion
        case .command(.feedback):
            let kind = feedbackKind(of: words)
            if matter.reason == .denunciation { return true }
            if matter.reason == .fraud, kind == .fraud { return true }
            // A denunciation is protected, which the matter so far is not.
            return kind == .report && [.feedback, .fraud].contains(matter.reason) && !FeedbackKind.isNamed(in: words)
        case .command(.talkToStaff): return matter.reason == .askedForStaff && !ShortAnswers.isZero(words)
        case .command, .interest, .smallTalk, .unknown, .quiet, .addition: return false
        }
    }

    /// Whether a text asks the gateway something new: it names a topic itself, and asks, or says little else.
    private func isClear(_ understanding: Understanding) -> Bool {
        guard let best = understanding.candidates.first(where: { !$0.isHintOnly }) else { return false }
        guard best.score >= matcher.rules.answer,
            best.evidence.contains(where: { $0.role == .phrase && $0.tier != .weak })
        else { return false }
        let asks = understanding.facets.contains { $0.facet != .overview }
        return asks && best.coverage >= limits.clearCoverage / 2 || best.coverage >= limits.clearCoverage
    }

    /// Whether a text asks, and the second opinion knows one of our topics in it.
    ///
    /// What only tells is told to staff: "tôi muốn gặp cán bộ", "nhà tôi bị tranh chấp ranh đất".
    private func isKnownQuestion(_ understanding: Understanding) -> Bool {
        guard matcher.asksOrWishes(understanding), let first = understanding.opinions?.first else { return false }
        switch matcher.catalogue.kind(of: first.topic) {
        case .procedure, .subject, .referral: return first.score >= matcher.rules.opinionBesideMatter
        case .command, .smallTalk, .some(.none), nil: return false
        }
    }

    /// Matters that the villager brought to staff, so that what follows is about them.
    private static func wasBrought(_ reason: EscalationReason) -> Bool {
        switch reason {
        case .feedback, .denunciation, .fraud, .askedForStaff, .notUnderstood, .villagerReply, .emergency,
            .possibleDanger:
            true
        default: false
        }
    }

    /// Matters that come from what a villager wrote.
    private static func isOfVillager(_ reason: EscalationReason) -> Bool {
        switch reason {
        case .noCheckedFact, .referral, .dossierQuestion, .attachment: true
        default: wasBrought(reason)
        }
    }
}
