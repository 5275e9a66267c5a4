import Evaluation
import Foundation
import PublicServices
import Testing

@testable import Conversations

/// Calls for help and their look-alikes, by sets that others and we wrote; `simulator evaluate --distress` prints them.
@Suite struct DistressEvaluationTests {
    private static let folder = ShippedContent.root + "/Tests/Evaluation/"

    private func evaluation(_ file: String) throws -> DistressEvaluation {
        let matcher = try ShippedContent.dialogue.get().matcher
        return DistressEvaluation(try LabelledMessage.load(path: Self.folder + file)) { text in
            let understanding = matcher.understand(text)
            return (matcher.decide(understanding), understanding)
        }
    }

    @Test(arguments: ["distress.tsv", "distress-own.tsv"])
    func `no call for help is missed and hardly a look-alike raises an alarm`(file: String) throws {
        let evaluation = try evaluation(file)
        let missed = evaluation.rows(.distress, .nothing).map(\.text)
        let alarms = evaluation.rows(.harmless, .alarm).map(\.text)
        #expect(evaluation.missed <= 0.01, "\(missed.joined(separator: "\n"))")
        #expect(evaluation.falseAlarms <= 0.02, "\(alarms.joined(separator: "\n"))")
        #expect(evaluation.share(.harmless, .askedBack) <= 0.08)
        #expect(evaluation.share(.distress, .alarm) >= 0.9)
    }

    @Test func `rows, shares and bars are counted`() {
        let messages = ["a": "distress", "b": "harmless", "c": "tax"].map {
            LabelledMessage(text: $0.key, label: TopicID(rawValue: $0.value))
        }
        let evaluation = DistressEvaluation(messages) { _ in (.command(.emergency), Understanding()) }
        #expect(evaluation.rows.count == 2)
        #expect(evaluation.missed == 0 && evaluation.falseAlarms == 1)
        #expect(evaluation.table.contains("| harmless | 1 | 1 (100.0 %) |"))
    }
}
