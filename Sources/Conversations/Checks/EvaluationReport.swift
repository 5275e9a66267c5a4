/// The figures of an evaluation as JSON: shares from 0 to 1.
public struct EvaluationFigures: Sendable, Codable {
    public struct OutOfScope: Sendable, Codable {
        public var rows: Int
        public var claimed: Double
    }

    public var rows: Int
    public var right: Double
    public var helped: Double
    public var wrong: Double
    public var outOfScope: OutOfScope
    public var byTier: [String: EvaluationFigures]?

    enum CodingKeys: String, CodingKey {
        case rows, right, helped, wrong
        case outOfScope = "out_of_scope"
        case byTier = "by_tier"
    }

    public init(_ evaluation: Evaluation) {
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
public enum EvaluationReport {
    public static let header = """
        | rows | count | right | menu | helped | wrong | none | out of scope | claimed |
        |---|---|---|---|---|---|---|---|---|
        """

    public static func line(_ name: String, _ summary: Evaluation.Summary) -> String {
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
    public static func table(_ evaluation: Evaluation) -> String {
        ([header, line("all", evaluation.summary)] + evaluation.tiers.map { line("tier \($0.name)", $0.summary) })
            .joined(separator: "\n")
            + "\n\nTaken for an emergency or an opt-out without being labelled so: \(evaluation.falseAlarms.count)."
    }

    public static func confusions(_ evaluation: Evaluation, limit: Int = 25) -> String {
        (["| label | taken for | times |", "|---|---|---|"]
            + evaluation.confusions.prefix(limit).map { "| \($0.label) | \($0.taken) | \($0.count) |" })
            .joined(separator: "\n")
    }

    public static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(abs(tenths) % 10) %"
    }
}
