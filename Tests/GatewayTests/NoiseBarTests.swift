import Conversations
import Foundation
import Simulation
import Testing

/// How much each noise may cost on our own messages, in points of the clean figures over the rows that it changes.
@Suite struct NoiseBarTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.path

    @Test(arguments: [
        (Noise.nfd, 0.0, 0.0, 0.0), (.upper, 0, 0, 0), (.nomarks, 0.04, 0.015, 0.01), (.telex, 0.02, 1, 1),
        (.vni, 0.02, 1, 1), (.teencode, 0.03, 1, 1), (.glued, 0.04, 1, 1), (.typo, 0.05, 1, 1),
    ])
    func `noise costs little`(noise: Noise, right: Double, helped: Double, wrong: Double) throws {
        let matcher = try Self.matcher.get()
        let messages = try LabelledMessage.load(path: Self.root + "/Tests/Evaluation/own.tsv")
        let report = NoiseReport(noise, messages, seed: 1) { messages in
            Evaluation(messages) { matcher.decide(matcher.understand($0)) }
        }
        #expect(report.clean.rows > 60)
        // Half a row of rounding.
        let slack = 0.5 / Double(report.clean.rows)
        #expect(report.clean.share(.right) - report.spoiled.share(.right) <= right + slack)
        #expect(report.clean.helped - report.spoiled.helped <= helped + slack)
        #expect(report.spoiled.share(.wrong) - report.clean.share(.wrong) <= wrong + slack)
    }

    private static let matcher = Result { IntentMatcher(try IntentCatalogue.load(folder: root + "/intents")) }
}
