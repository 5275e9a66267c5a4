import Conversations
import PublicServices
import Testing

/// Effects stand in the order in which they happen, however they are put together.
@Suite struct EffectTests {
    private static let matter = NewEscalation(reason: .notUnderstood, unit: nil, promisedBy: nil)
    private static let other = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil)
    private static let reply = Reply(template: "a", text: "a")

    private func answer() -> FollowUpAnswer { FollowUpAnswer(replies: []) }

    @Test func `matters come before the replies that name them`() {
        var answer = answer()
        answer.interest = "fire_safety"
        answer.replies = [Self.reply, Self.reply]
        answer.escalation = Self.matter
        answer.burst = .begins
        answer.optedOut = true
        #expect(
            answer.effects == [
                .burst(.begins), .escalate(Self.matter), .reply(Self.reply), .reply(Self.reply), .optOut(true),
                .interest("fire_safety"),
            ])
    }

    @Test func `each kind is exchanged alone`() {
        var answer = answer()
        answer.escalation = Self.matter
        answer.furtherEscalations = [Self.other]
        answer.replies = [Self.reply]
        answer.escalation = nil
        #expect(answer.escalations == [Self.other])
        answer.escalation = Self.matter
        #expect(answer.escalations == [Self.matter])
        answer.replies = []
        #expect(answer.effects == [.escalate(Self.matter)])
        answer.addsTo = nil
        answer.burst = .ends
        answer.burst = nil
        #expect(answer.effects == [.escalate(Self.matter)])
    }
}
