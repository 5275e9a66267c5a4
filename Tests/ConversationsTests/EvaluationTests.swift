import PublicServices
import Testing

@testable import Conversations

@Suite struct EvaluationTests {
    private static let own = ShippedContent.root + "/Tests/Evaluation/own.tsv"

    /// Bars a little under what was measured when they were set; `make evaluate` prints where it stands.
    @Test func `our own messages are understood as well as before`() throws {
        let matcher = IntentMatcher(try ShippedContent.intents.get())
        let messages = try LabelledMessage.load(path: Self.own)
        let summary = Evaluation(messages) { matcher.decide(matcher.understand($0)) }.summary
        #expect(messages.count >= 740)
        #expect(summary.outOfScope >= 190)
        #expect(summary.share(.right) >= 0.9)
        #expect(summary.helped >= 0.95)
        #expect(summary.share(.wrong) <= 0.02)
        #expect(summary.claimedShare <= 0.02)
    }

    @Test func `nothing in our own messages is an emergency or an opt-out by mistake`() throws {
        let matcher = IntentMatcher(try ShippedContent.intents.get())
        for message in try LabelledMessage.load(path: Self.own) {
            let topics = matcher.decide(matcher.understand(message.text)).topics
            for urgent in [TopicID.emergency, .optOut] where topics.contains(urgent) {
                #expect(message.label == urgent, "\(message.text)")
            }
        }
    }

    @Test func `each outcome is told apart`() {
        let decisions: [String: Decision] = [
            "a": .answer(["tax"], []), "b": .menu(["passport", "tax"], []), "c": .answer(["tax", "passport"], []),
            "d": .none(foreign: false), "e": .question(.fees),
        ]
        let messages = ["a", "b", "c", "d"].map { LabelledMessage(text: $0, label: "tax") }
        let facet = LabelledMessage(text: "e", label: "fees")
        let evaluation = Evaluation(messages + [facet]) { decisions[$0] ?? .none(foreign: false) }
        #expect(evaluation.rows.map(\.outcome) == [.right, .menu, .wrong, .none, .right])
    }

    @Test func `a stranger is claimed by an answer, not by a question back`() {
        let stranger = LabelledMessage(text: "x", label: .outOfScope)
        #expect(Evaluation([stranger]) { _ in .answer(["tax"], []) }.summary.claimedShare == 1)
        #expect(Evaluation([stranger]) { _ in .question(.fees) }.summary.claimedShare == 0)
    }
}
