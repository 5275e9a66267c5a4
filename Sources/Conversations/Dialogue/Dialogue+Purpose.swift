import Foundation
import PublicServices

/// What goes to staff because of what a message is for, or because no topic knows its matter.
extension Dialogue {
    /// A service that does not work: an apology and a reference number, as for other feedback, and no how-to.
    func takeTrouble(_ topic: TopicID, on turn: inout Turn, spelling: Spelling, now: Date) {
        let (escalation, promise) = composer.escalation(.feedback, unit: matcher.catalogue[topic]?.unit, now: now)
        turn.escalation = escalation
        turn.escalation?.detail = FeedbackKind.report.rawValue
        turn.replies = [
            composer.plain(
                .trouble, ["promise": promise, "reference": Reply.referenceMark], spelling: spelling)
        ]
    }

    /// A matter of the state that no topic knows; it is named in the villager's words where they can be quoted.
    func leaveUnknown(_ thing: String?, on turn: inout Turn, spelling: Spelling, now: Date) {
        turn.state.topic = nil
        turn.state.procedure = nil
        let (escalation, promise) = composer.escalation(.noCheckedFact, unit: nil, now: now)
        turn.escalation = escalation
        let named = thing.map { "\"\($0)\"" } ?? "việc này"
        turn.replies = [composer.plain(.unknownMatter, ["thing": named, "promise": promise], spelling: spelling)]
    }
}
