import Conversations

/// What one kind of noise costs, over the rows that it changes.
package struct NoiseReport: Sendable {
    package var noise: Noise
    package var clean: Evaluation.Summary
    package var spoiled: Evaluation.Summary

    package init(
        _ noise: Noise, _ messages: [LabelledMessage], seed: UInt64, evaluate: ([LabelledMessage]) -> Evaluation
    ) {
        self.noise = noise
        let pairs = messages.map { ($0, noise.spoiled($0.text, seed: seed)) }.filter {
            Array($0.text.utf8) != Array($1.utf8)
        }
        clean = evaluate(pairs.map(\.0)).summary
        spoiled = evaluate(pairs.map { LabelledMessage(text: $1, label: $0.label, tier: $0.tier) }).summary
    }

    /// A table of its own.
    package var table: String { [self].table }

    fileprivate var line: String {
        func points(_ share: (Evaluation.Summary) -> Double) -> String {
            let tenths = Int(((share(spoiled) - share(clean)) * 1000).rounded())
            return (tenths < 0 ? "−" : "+") + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
        }
        return "| \(noise.rawValue) | \(clean.rows) | \(EvaluationReport.percent(clean.share(.right)))"
            + " | \(points { $0.share(.right) }) | \(points { $0.helped }) | \(points { $0.share(.wrong) })"
            + " | \(points { $0.claimedShare }) |"
    }
}

extension [NoiseReport] {
    package var table: String {
        ([
            "| noise | changed rows | right, clean | right | helped | wrong | claimed |",
            "|---|---|---|---|---|---|---|",
        ] + map(\.line)).joined(separator: "\n")
    }
}
