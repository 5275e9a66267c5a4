import Foundation
import PublicServices
import VietnameseText

/// Where answering ends: nothing that comes again and again is answered for ever.
extension Dialogue {
    /// A turn for which the conversation says nothing; nothing of the state changes but what is watched.
    func quietTurn(
        _ understanding: Understanding, because reason: QuietReason, state: DialogueState
    ) -> Turn {
        Turn(understanding: understanding, decision: .quiet(reason), state: state)
    }

    /// Answers a call for help: the third within minutes is passed on, but gets no answer.
    func boundHelp(on turn: inout Turn, now: Date) {
        var watch = turn.state.watch ?? Watch()
        watch.helpAt.removeAll { abs(now.timeIntervalSince($0)) >= limits.helpSeconds }
        if watch.helpAt.count >= limits.helpAnswers {
            turn.replies = []
        } else {
            watch.helpAt.append(now)
        }
        turn.state.watch = watch
    }

    /// Notes a text that was not expected, and ends the answers where it is one of many; nil where the turn goes on.
    func silenced(
        _ decision: Decision, _ understanding: Understanding, words: Words, message: VillagerMessage,
        state: inout DialogueState, spelling: Spelling, now: Date
    ) -> Turn? {
        var watch = state.watch ?? Watch()
        let isMiss = decision == .none(foreign: false)
        let isNothing = isMiss || decision == .none(foreign: true)
        let fingerprint = Watch.fingerprint(of: words, withNumbers: !isNothing)
        let isKnown = watch.texts.contains(fingerprint)
        watch.note(fingerprint, at: now, within: limits.repeatSeconds)
        if let end = watch.silentUntil {
            if now < end, isKnown || isNothing {
                // A machine that goes on is never answered again.
                if isKnown, watch.repeats > 1 {
                    watch.silentUntil = max(end, now.addingTimeInterval(limits.silentSeconds))
                }
                state.watch = watch
                var turn = quietTurn(understanding, because: .silence, state: state)
                // Staff asked for it, or have it already: what is new is still for them to read.
                if !isKnown, let matter = message.matter, isOpen(matter, now: now) { turn.addsTo = matter.id }
                return turn
            }
            watch.silentUntil = nil
        }
        state.watch = watch
        let isRepeated = watch.repeats >= limits.repeats
        let isMissedAgain =
            isMiss && state.misses >= limits.misses && !mayAdd(decision, understanding, message, now: now)
        guard isRepeated || isMissedAgain else { return nil }
        watch.silentUntil = now.addingTimeInterval(limits.silentSeconds)
        state.watch = watch
        return endOfAnswers(decision, understanding, message: message, state: state, spelling: spelling, now: now)
    }

    /// One sentence and one question for staff; a friendly word or a wish for a person needs no second one.
    private func endOfAnswers(
        _ decision: Decision, _ understanding: Understanding, message: VillagerMessage, state: DialogueState,
        spelling: Spelling, now: Date
    ) -> Turn {
        var turn = quietTurn(understanding, because: .silence, state: state)
        turn.state.misses = 0
        turn.state.step = .open
        switch decision {
        case .smallTalk, .command(.optIn), .command(.optOut): return turn
        default: break
        }
        if let matter = message.matter, isOpen(matter, now: now) {
            turn.addsTo = matter.id
        } else if decision != .command(.talkToStaff) {
            turn.escalation = composer.escalation(.notUnderstood, unit: nil, now: now).0
        }
        let promise = composer.escalation(.notUnderstood, unit: nil, now: now).1
        turn.replies = [composer.plain(.handedOver, ["promise": promise], spelling: spelling)]
        return turn
    }
}
