import Conversations

/// The figures of an evaluation as JSON: shares from 0 to 1.
package struct EvaluationFigures: Sendable, Codable {
    package struct OutOfScope: Sendable, Codable {
        package var rows: Int
        package var claimed: Double
    }

    package var rows: Int
    package var right: Double
    package var helped: Double
    package var wrong: Double
    package var outOfScope: OutOfScope
    package var byTier: [String: EvaluationFigures]?

    enum CodingKeys: String, CodingKey {
        case rows, right, helped, wrong
        case outOfScope = "out_of_scope"
        case byTier = "by_tier"
    }

    package init(_ evaluation: Evaluation) {
        self.init(evaluation.summary)
        byTier = Dictionary(uniqueKeysWithValues: evaluation.tiers.map { ($0.name, EvaluationFigures($0.summary)) })
    }

    private init(_ summary: Evaluation.Summary) {
        rows = summary.rows
        right = summary.share(.right)
        helped = summary.helped
        wrong = summary.share(.wrong)
        outOfScope = OutOfScope(rows: summary.outOfScope, claimed: summary.claimedShare)
    }
}

/// Writes evaluations as tables that people read.
package enum EvaluationReport {
    package static let header = """
        | rows | count | right | menu | helped | wrong | none | out of scope | claimed |
        |---|---|---|---|---|---|---|---|---|
        """

    package static func line(_ name: String, _ summary: Evaluation.Summary) -> String {
        let cells =
            [name, "\(summary.rows)"]
            + [
                summary.share(.right), summary.share(.menu), summary.helped, summary.share(.wrong),
                summary.share(.none),
            ].map(percent)
            + ["\(summary.outOfScope)", percent(summary.claimedShare)]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// All rows, then each tier of source.
    package static func table(_ evaluation: Evaluation) -> String {
        ([header, line("all", evaluation.summary)] + evaluation.tiers.map { line("tier \($0.name)", $0.summary) })
            .joined(separator: "\n")
            + "\n\nTaken for an emergency or an opt-out without being labelled so: \(evaluation.falseAlarms.count)."
    }

    package static func confusions(_ evaluation: Evaluation, limit: Int = 25) -> String {
        (["| label | taken for | times |", "|---|---|---|"]
            + evaluation.confusions.prefix(limit).map { "| \($0.label) | \($0.taken) | \($0.count) |" })
            .joined(separator: "\n")
    }

    package static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(abs(tenths) % 10) %"
    }
}
