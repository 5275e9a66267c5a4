import Foundation
import PublicServices

/// Before a commune is opened: those who practise are answered, everybody else is told once a day where to go.
extension Dialogue {
    /// Whether the commune answers this sender.
    func isOpen(to sender: String) -> Bool { practisers?.contains(sender) ?? true }

    /// What a turn becomes for somebody whom the commune does not answer yet.
    ///
    /// A call for help stays what it is, and so do a wish to be left alone, a wish to be forgotten, and what an officer has in
    /// hand: nobody is harmed because a commune practises. Nothing else is remembered, so that the day of opening finds no
    /// half-asked questions.
    func beforeOpening(_ turn: Turn, of message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        switch turn.decision {
        case .command(.emergency), .command(.optOut), .command(.optIn), .command(.satisfaction), .addition: return turn
        // What no villager wrote is told nothing; a picture with such a word is one all the same.
        case .quiet where turn.effects.isEmpty: return turn
        default: break
        }
        guard message.kind != .erasureRequest else { return turn }
        var quiet = quietTurn(turn.understanding, because: .notOpen, state: state)
        if let told = state.notOpenToldAt, abs(now.timeIntervalSince(told)) < limits.notOpenSeconds { return quiet }
        quiet.state.notOpenToldAt = now
        let spelling = turn.state.spelling ?? (message.spelling == .marked ? .marked : .unmarked)
        quiet.replies = [composer.notOpen(spelling: spelling)]
        return quiet
    }
}

extension AnswerComposer {
    func notOpen(spelling: Spelling) -> Reply {
        let office = commune.unit(.oneStop)
        return plain(
            .notOpen,
            [
                "office": office?.name ?? commune.name, "address": office?.address ?? commune.name,
                "phone": office?.phone ?? commune.hotline,
            ], spelling: spelling)
    }
}
