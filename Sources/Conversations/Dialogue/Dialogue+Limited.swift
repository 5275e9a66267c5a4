public import Foundation
import PublicServices
import VietnameseText

/// What is answered to whoever writes more than the gateway answers.
extension Dialogue {
    /// Whether a message is handled however many came before it: a call for help, a wish to be left alone.
    public func isNeverLimited(_ message: VillagerMessage) -> Bool {
        if message.kind == .erasureRequest { return true }
        let decision = matcher.decide(matcher.understand(message.text))
        return decision == .command(.emergency) || decision == .command(.optOut)
            || ShortAnswers.isOptOut(Words(message.text))
    }

    /// A turn made one of a villager who writes too much: what the text says is kept for staff, the state stays, and one
    /// sentence begins the silence.
    public func limited(
        _ turn: Turn, of message: VillagerMessage, state: DialogueState, begins: Bool, now: Date
    ) -> Turn {
        limited(turn.understanding, of: message, state: state, begins: begins, now: now)
    }

    /// A turn that keeps what the text says for staff and leaves the state alone; one sentence at the begin of a burst.
    public func limitedTurn(_ message: VillagerMessage, state: DialogueState, begins: Bool, now: Date) -> Turn {
        limited(matcher.understand(message.text), of: message, state: state, begins: begins, now: now)
    }

    private func limited(
        _ understanding: Understanding, of message: VillagerMessage, state: DialogueState, begins: Bool, now: Date
    ) -> Turn {
        var turn = Turn(understanding: understanding, decision: .none(foreign: false), state: state)
        guard begins else { return turn }
        let (escalation, promise) = composer.escalation(.tooManyMessages, unit: nil, now: now)
        turn.escalation = escalation
        turn.replies = [
            composer.plain("slow_down", ["promise": promise], spelling: spelling(of: message, state: state))
        ]
        return turn
    }

    /// As the channel demands, else as the villager wrote before.
    private func spelling(of message: VillagerMessage, state: DialogueState) -> Spelling {
        switch message.spelling {
        case .marked: .marked
        case .unmarked: .unmarked
        case .asWritten: state.spelling ?? .unmarked
        }
    }
}
