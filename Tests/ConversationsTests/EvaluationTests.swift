import Evaluation
import Foundation
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
        let matcher = try ShippedContent.dialogue.get().matcher
        let evaluation = Evaluation(try LabelledMessage.load(path: Self.own)) { matcher.decide(matcher.understand($0)) }
        #expect(evaluation.falseAlarms.map(\.message.text) == [])
    }

    @Test func `a false alarm is counted`() {
        let messages = [LabelledMessage(text: "a", label: "tax"), LabelledMessage(text: "b", label: .emergency)]
        let evaluation = Evaluation(messages) { _ in .command(.emergency) }
        #expect(evaluation.falseAlarms.map(\.message.text) == ["a"])
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

    @Test(arguments: [
        (Decision.referral("tax"), Evaluation.Outcome.right), (.menu(["passport"], []), .none),
        (.question(.fees), .none),
        (.referral("passport"), .wrong), (.command(.feedback), .wrong), (.variants("tax", [], []), .right),
        (.smallTalk(.greeting), .wrong), (.none(foreign: true), .none),
    ])
    func `an outcome is what the decision does for the label`(decision: Decision, outcome: Evaluation.Outcome) {
        let message = LabelledMessage(text: "x", label: "tax")
        #expect(Evaluation([message]) { _ in decision }.rows.map(\.outcome) == [outcome])
    }

    @Test(arguments: [
        (Decision.answer(["tax"], []), true), (.menu(["tax", "passport"], []), true), (.referral("tax"), true),
        (.command(.feedback), true), (.smallTalk(.greeting), true), (.question(.fees), false),
        (.none(foreign: true), false), (.none(foreign: false), false),
    ])
    func `a stranger is claimed by whatever answers him, not by a question back`(decision: Decision, isClaimed: Bool) {
        let stranger = LabelledMessage(text: "x", label: .outOfScope)
        #expect(Evaluation([stranger]) { _ in decision }.summary.claimedShare == (isClaimed ? 1 : 0))
    }

    @Test func `near topics count as equal only where groups are given`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "groups-\(UUID()).tsv")
        try "topic\tgroup\ntax\tmoney\nfees\tmoney\npassport\tpassport\n".write(
            to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let groups = try TopicGroups(path: file.path)
        let messages = ["fees", "passport"].map { LabelledMessage(text: $0, label: "tax") }
        let decide = { (text: String) in Decision.answer([TopicID(rawValue: text)], []) }
        #expect(Evaluation(messages, groups: groups, decide: decide).rows.map(\.outcome) == [.right, .wrong])
        #expect(Evaluation(messages, decide: decide).rows.map(\.outcome) == [.wrong, .wrong])
    }

    @Test func `figures are shares from 0 to 1 under the documented keys`() throws {
        let messages = [
            LabelledMessage(text: "a", label: "tax", tier: "A"), LabelledMessage(text: "b", label: "tax", tier: "A"),
            LabelledMessage(text: "c", label: "tax", tier: "B"), LabelledMessage(text: "d", label: "tax", tier: "B"),
            LabelledMessage(text: "e", label: .outOfScope, tier: "B"), LabelledMessage(text: "f", label: .outOfScope),
        ]
        let decisions: [String: Decision] = [
            "a": .answer(["tax"], []), "b": .menu(["tax", "passport"], []), "c": .answer(["passport"], []),
            "e": .answer(["tax"], []),
        ]
        let evaluation = Evaluation(messages) { decisions[$0] ?? .none(foreign: false) }
        let data = try JSONEncoder().encode(EvaluationFigures(evaluation))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(json["rows"] as? Int == 4)
        #expect(json["right"] as? Double == 0.25)
        #expect(json["helped"] as? Double == 0.5)
        #expect(json["wrong"] as? Double == 0.25)
        let strangers = try #require(json["out_of_scope"] as? [String: Any])
        #expect(strangers["rows"] as? Int == 2)
        #expect(strangers["claimed"] as? Double == 0.5)
        let tiers = try #require(json["by_tier"] as? [String: [String: Any]])
        #expect(tiers.keys.sorted() == ["A", "B"])
        #expect(tiers["A"]?["right"] as? Double == 0.5)
    }
}

@Suite struct ThresholdTrialTests {
    @Test func `each fold is measured with a setting that was chosen without it`() throws {
        let topic = { (id: TopicID, word: String) in
            Topic(
                id: id, kind: .procedure, name: word, unit: nil, authority: nil, isWhole: false,
                phrases: [try PhrasePattern(word)], markedPhrases: [], wholePhrases: [], markedWholePhrases: [],
                hints: [],
                counterPhrases: [], examples: [], counterExamples: [])
        }
        let catalogue = IntentCatalogue(
            topics: [try topic("birth", "khai sinh"), try topic("death", "khai tử")], facets: [], followUps: [],
            lexicon: Lexicon())
        let messages = (0..<10).map {
            LabelledMessage(
                text: $0 % 2 == 0 ? "khai sinh" : "khai tử", label: $0 % 2 == 0 ? "birth" : "death", tier: "A")
        }
        let report = ThresholdTrial(catalogue, messages: messages).report()
        // Every row is held out once, so the last table has all of them.
        #expect(report.contains("| all | 10 | 100.0 % |"))
        #expect(report.contains("| tier A | 10 | 100.0 % |"))
    }
}
