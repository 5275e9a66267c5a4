package import Foundation
import PublicServices
import VietnameseText

/// A message that a later one of its villager has overtaken, such as a retry that comes three hours late.
///
/// It is understood alone, and nothing that it says may be continued: the conversation has gone on without it.
extension Dialogue {
    /// The state that such a turn begins with: what is known of the villager, nothing of what is being spoken about.
    package func stateOfOvertaken(_ state: DialogueState) -> DialogueState {
        var alone = state.afterSession
        // Whoever was answered before has had the notice, and this turn could not remember that it gave it.
        alone.noticeGiven = true
        return alone
    }

    /// The turn made fit for a message of the past, after a lookup too; the state is the one of the conversation.
    ///
    /// A question back would be answered into what is spoken of now: instead the villager is asked to write again. A bare
    /// "1" or "TIẾP" has lost its meaning and gets no answer.
    package func settled(
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
        let words = message.read.words
        if ShortAnswers.choice(words, of: limits.menuNumbers) != nil || ShortAnswers.isYes(words)
            || ShortAnswers.isNo(words) && !ShortAnswers.isZero(words) || ShortAnswers.isNext(words)
        {
            settled.replies = []
            return settled
        }
        let spelling = turn.state.spelling ?? .unmarked
        if turn.state.step != .open || turn.state.misses > 0 || wasRecalled {
            let moment = composer.commune.calendar.momentText(sentAt)
            settled.replies = [composer.plain(.lateMessage, ["moment": moment], spelling: spelling)]
            return settled
        }
        // "TIẾP" would fetch pages of another answer, so all goes out now that one message may cost.
        let more = composer.replies.fill(.more, spelling: spelling)
        let facts = turn.replies.last?.facts ?? []
        let replies = (turn.replies + turn.state.pages.map { Reply(template: "page", text: $0, facts: facts) })
            .map { reply in
                var reply = reply
                reply.text = reply.text.withoutSuffix(more)
                return reply
            }
        settled.replies = withoutRest(replies, spelling: spelling)
        return settled
    }

    /// As many replies as one message may cost; a last one says that there is more.
    private func withoutRest(_ replies: [Reply], spelling: Spelling) -> [Reply] {
        var room = limits.segments - replies.reduce(0) { $0 + Self.segments(of: $1.text) }
        guard room < 0 else { return replies }
        let rest = composer.plain(.lateRest, spelling: spelling)
        room = limits.segments - Self.segments(of: rest.text)
        let kept = replies.prefix { reply in
            room -= Self.segments(of: reply.text)
            return room >= 0
        }
        return kept + [rest]
    }
}
