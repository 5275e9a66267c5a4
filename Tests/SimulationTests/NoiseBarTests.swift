import Content
import Conversations
import Evaluation
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
        // One seed may be unlucky by a few rows; kinds without chance are the same for each.
        let seeds: ClosedRange<UInt64> = noise == .typo || noise == .glued ? 1...3 : 1...1
        let reports = seeds.map { seed in
            NoiseReport(noise, messages, seed: seed) { messages in
                Evaluation(messages) { matcher.decide(matcher.understand($0)) }
            }
        }
        func mean(_ cost: (NoiseReport) -> Double) -> Double { reports.map(cost).reduce(0, +) / Double(reports.count) }
        #expect(reports.allSatisfy { $0.clean.rows > 200 })
        // Half a row of rounding.
        let slack = 0.5 / 200
        #expect(mean { $0.clean.share(.right) - $0.spoiled.share(.right) } <= right + slack)
        #expect(mean { $0.clean.helped - $0.spoiled.helped } <= helped + slack)
        #expect(mean { $0.spoiled.share(.wrong) - $0.clean.share(.wrong) } <= wrong + slack)
    }

    private static let matcher = Result { IntentMatcher(try IntentCatalogue.load(folder: root + "/intents")) }
}
