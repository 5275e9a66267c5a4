import Foundation
import PublicServices
import VietnameseText

/// What is done with a message while a person has the conversation: it goes to them, and the gateway is silent but for receipts.
extension Dialogue {
    /// The turn of such a message; nil where nobody has taken over, or the message is one that the gateway always answers.
    func held(
        _ decision: Decision, _ understanding: Understanding, _ words: Words, by message: VillagerMessage,
        state: DialogueState, spelling: Spelling, now: Date
    ) -> Turn? {
        guard let matter = message.matter, matter.isHeld, matter.answeredAt == nil else { return nil }
        switch decision {
        case .command(.emergency), .command(.optOut), .command(.optIn), .command(.erasure), .command(.dataCopy):
            return nil
        // A denunciation is a matter of its own, which others may not see.
        case .command(.feedback) where feedbackKind(of: words) == .denunciation && matter.reason != .denunciation:
            return nil
        default: break
        }
        var turn = Turn(understanding: understanding, decision: decision, state: state)
        if ShortAnswers.asksForMachine(words) {
            turn.decision = .command(.talkToMachine)
            turn.state.step = .open
            turn.machineBack = matter.id
            turn.replies = [composer.plain(.machineBack, spelling: spelling)]
            return turn
        }
        if isThanks(decision, words) { return quietTurn(understanding, because: .signs, state: state) }
        add(on: &turn, to: matter, spelling: spelling, now: now)
        return turn
    }
}

extension TopicID {
    /// What the trace of a turn names in which the villager asked for the gateway's own answers again.
    static let talkToMachine: TopicID = "talk_to_machine"
}

extension ShortAnswers {
    /// Whether a text asks for the gateway's own answers again: "máy", "cho máy trả lời".
    static func asksForMachine(_ words: Words) -> Bool {
        let folded = words.words.map(\.folded).filter { !["da", "a", "oi", "nhe", "di", "xin"].contains($0) }
        guard
            [["may"], ["may", "tra", "loi"], ["cho", "may", "tra", "loi"], ["gap", "may"], ["hoi", "may"]].contains(
                folded)
        else { return false }
        // "mày" and "may" with other marks are other words.
        return words.words.filter { $0.folded == "may" }.allSatisfy { !$0.hasMarks || $0.marked == Self.machine }
    }

    private static let machine = Words("máy").words[0].marked
}
