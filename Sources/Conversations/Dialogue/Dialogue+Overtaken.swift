public import Foundation
import PublicServices
import VietnameseText

/// A message that a later one of its villager has overtaken, such as a retry that comes three hours late.
///
/// It is understood alone, and nothing that it says may be continued: the conversation has gone on without it.
extension Dialogue {
    /// The state that such a turn begins with: what is known of the villager, nothing of what is being spoken about.
    public func stateOfOvertaken(_ state: DialogueState) -> DialogueState {
        var alone = state.afterSession
        // Whoever was answered before has had the notice, and this turn could not remember that it gave it.
        alone.noticeGiven = true
        return alone
    }

    /// The turn made fit for a message of the past, after a lookup too; the state is the one of the conversation.
    ///
    /// A question back would be answered into what is spoken of now: instead the villager is asked to write again. A bare
    /// "1" or "TIẾP" has lost its meaning and gets no answer.
    public func settled(
        _ turn: Turn, of message: VillagerMessage, sentAt: Date, conversation state: DialogueState
    ) -> Turn {
        var settled = turn
        settled.state = state
        // A wish for more messages may have been taken back since; one for none is kept.
        let wasRecalled = turn.optedOut == false
        if wasRecalled { settled.optedOut = nil }
        guard message.kind == .text else {
            settled.replies = []
            return settled
        }
        let words = Words(message.text)
        if ShortAnswers.choice(words, of: limits.menuNumbers) != nil || ShortAnswers.isYes(words)
            || ShortAnswers.isNo(words) && !ShortAnswers.isZero(words) || ShortAnswers.isNext(words)
        {
            settled.replies = []
            return settled
        }
        let spelling = turn.state.spelling ?? .unmarked
        if turn.state.step != .open || turn.state.misses > 0 || wasRecalled {
            let moment = composer.commune.calendar.momentText(sentAt)
            settled.replies = [composer.plain("late_message", ["moment": moment], spelling: spelling)]
            return settled
        }
        // "TIẾP" would fetch pages of another answer, so all of them go out now.
        let more = composer.replies.fill("more", spelling: spelling)
        let facts = turn.replies.last?.facts ?? []
        settled.replies = (turn.replies + turn.state.pages.map { Reply(template: "page", text: $0, facts: facts) })
            .map { reply in
                var reply = reply
                if !more.isEmpty, reply.text.hasSuffix(more) { reply.text.removeLast(more.count) }
                return reply
            }
        return settled
    }
}
