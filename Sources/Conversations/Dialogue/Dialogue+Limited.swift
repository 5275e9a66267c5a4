package import Foundation
import PublicServices
import VietnameseText

/// What is answered to whoever writes more than the gateway answers.
extension Dialogue {
    /// A turn made one of a villager who writes too much: what the text says is kept for staff, the state stays, and one
    /// sentence begins the silence.
    package func limited(
        _ turn: Turn, of message: VillagerMessage, state: DialogueState, begins: Bool, now: Date
    ) -> Turn {
        limited(turn.understanding, of: message, state: state, begins: begins, now: now)
    }

    /// A turn that keeps what the text says for staff and leaves the state alone; one sentence at the begin of a burst.
    package func limitedTurn(_ message: VillagerMessage, state: DialogueState, begins: Bool, now: Date) -> Turn {
        limited(matcher.understand(message.read), of: message, state: state, begins: begins, now: now)
    }

    private func limited(
        _ understanding: Understanding, of message: VillagerMessage, state: DialogueState, begins: Bool, now: Date
    ) -> Turn {
        var turn = Turn(understanding: understanding, decision: .none(foreign: false), state: state)
        guard begins else { return turn }
        let (escalation, promise) = composer.escalation(.tooManyMessages, unit: nil, now: now)
        turn.escalation = escalation
        turn.replies = [
            composer.plain(.slowDown, ["promise": promise], spelling: spelling(of: message, state: state))
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
