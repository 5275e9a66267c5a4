package import Conversations
package import Foundation
import PublicServices

/// Plays conversations through the dialogue alone and judges each turn by what a person says it should come to.
package struct TalkTrial: Sendable {
    package enum Verdict: String, Sendable, CaseIterable, Codable {
        /// All that it does is right or acceptable, and something of it exactly right.
        case right
        case acceptable
        /// Not understood, a question or a menu that does not fit, or left to staff though the gateway could know.
        case useless
        /// Something else is answered or done.
        case wrong
        /// What the label names as harmful, and an opt-out that nobody wished.
        case harmful
    }

    package struct Row: Sendable {
        /// The conversation's number in its file, from 1.
        package var talk: Int
        /// The message's number in its conversation, from 1.
        package var number: Int
        package var message: Talk.Message
        /// What came, one name for each thing.
        package var came: [String]
        package var verdict: Verdict
        /// Whether something that was asked has gone to staff for want of a fact.
        package var isLeftToStaff: Bool
        package var replies: [String]
    }

    package private(set) var rows: [Row] = []

    /// A Tuesday morning in office hours, so that a conversation is the same every day.
    package static let start = Date(timeIntervalSince1970: 1_796_094_000)
    /// Seconds between two messages of a conversation.
    private static let pause: TimeInterval = 60

    package init(_ talks: [Talk], dialogue: Dialogue) {
        for (index, talk) in talks.enumerated() {
            var villager = TalkVillager(dialogue: dialogue, now: Self.start)
            for (number, message) in talk.messages.enumerated() {
                let (turn, outcomes) = villager.say(message.text, after: Self.pause)
                rows.append(
                    Row(
                        talk: index + 1, number: number + 1, message: message,
                        came: outcomes.map { $0.map(\.description).sorted().joined(separator: "=") },
                        verdict: Self.verdict(outcomes, message), isLeftToStaff: turn.isLeftToStaff,
                        replies: turn.replies.map(\.text)))
            }
        }
    }

    package init(rows: [Row]) { self.rows = rows }

    static func verdict(_ outcomes: [Set<TalkOutcome>], _ message: Talk.Message) -> Verdict {
        let unwished: Set<TalkOutcome> = [.other(.optout)]
        let fits = Set(message.right + message.acceptable)
        if outcomes.contains(where: { !$0.isDisjoint(with: message.harmful) }) { return .harmful }
        if !fits.contains(.other(.optout)), outcomes.contains(where: { !$0.isDisjoint(with: unwished) }) {
            return .harmful
        }
        let fitting = outcomes.filter { !$0.isDisjoint(with: fits) }
        if outcomes.contains(where: { !$0.isDisjoint(with: message.right) }) {
            return fitting.count == outcomes.count ? .right : .acceptable
        }
        if fitting.count == outcomes.count, !outcomes.isEmpty { return .acceptable }
        let useless: Set<TalkOutcome> = [.other(.none), .other(.ask), .other(.staff)]
        let isUseless = outcomes.allSatisfy { outcome in
            outcome.isSubset(of: useless)
                || outcome.allSatisfy { if case .menu = $0 { true } else { false } }
                || !outcome.isDisjoint(with: fits)
        }
        return isUseless ? .useless : .wrong
    }

    /// How many turns got which verdict.
    package struct Summary: Sendable {
        package var turns = 0
        package var counts: [Verdict: Int] = [:]
        package var leftToStaff = 0

        package init(_ rows: [Row]) {
            turns = rows.count
            for row in rows { counts[row.verdict, default: 0] += 1 }
            leftToStaff = rows.count { $0.isLeftToStaff }
        }

        package func share(_ verdict: Verdict) -> Double {
            turns == 0 ? 0 : Double(counts[verdict] ?? 0) / Double(turns)
        }

        package var helped: Double { share(.right) + share(.acceptable) }
    }

    package var summary: Summary { Summary(rows) }

    /// The conversations of even or of odd numbers: fixes are made for the ones and checked on the others.
    package func half(even: Bool) -> TalkTrial { TalkTrial(rows: rows.filter { ($0.talk % 2 == 0) == even }) }
}

/// A villager whose messages are answered by the dialogue alone: staff answer nothing, and no register knows a dossier.
struct TalkVillager {
    let dialogue: Dialogue
    var now: Date
    var state = DialogueState()
    var matter: OpenMatter?
    private var matters: Int64 = 0

    init(dialogue: Dialogue, now: Date) {
        self.dialogue = dialogue
        self.now = now
    }

    mutating func say(_ text: String, after pause: TimeInterval) -> (turn: Turn, outcomes: [Set<TalkOutcome>]) {
        now.addTimeInterval(pause)
        let message = VillagerMessage(
            text: text, spelling: .asWritten, sender: "+84901234567", matter: matter, reachesDuty: true)
        var turn = dialogue.turn(message, state: state, now: now)
        if let need = turn.need {
            turn = dialogue.resume(turn, with: Self.fetched(need), now: now)
        }
        let outcomes = turn.outcomes(in: dialogue, matter: matter)
        state = turn.state
        if let raised = turn.escalation {
            matters += 1
            matter = OpenMatter(id: EscalationID(matters), reason: raised.reason, raisedAt: now)
        } else if turn.addsTo != nil {
            matter?.addedAt = now
        }
        return (turn, outcomes)
    }

    private static func fetched(_ need: Need) -> Fetched {
        switch need {
        case .dossier:
            .dossier(DossierResult(finding: .unknown, sender: "+84901234567", mayTry: true))
        case .matter: .matter(.unknown)
        case .answerCode: .answerCode(nil)
        case .link: .link(.refused)
        }
    }
}
