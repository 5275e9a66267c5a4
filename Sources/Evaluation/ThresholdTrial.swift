package import Conversations

/// Tries the thresholds of `MatchingRules` on labelled messages, cross-validated.
package struct ThresholdTrial: Sendable {
    package struct Setting: Sendable, Equatable {
        package var answer: Double
        package var rivalry: Double
        package var foreignShare: Double
        package var hintCoverage: Double
        package var slipCoverage: Double
    }

    private struct Trial {
        var setting: Setting
        var evaluation: Evaluation
    }

    private static let folds = 5

    private let trials: [Trial]

    package init(_ catalogue: IntentCatalogue, messages: [LabelledMessage], groups: TopicGroups = TopicGroups()) {
        let shipped = IntentMatcher(catalogue)
        var trials: [Trial] = []
        for hintCoverage in [0.5, 0.6, 0.7] {
            for slipCoverage in [0.5, 0.6, 0.8] {
                var rules = MatchingRules()
                rules.hintCoverage = hintCoverage
                rules.slipCoverage = slipCoverage
                let reader = shipped.with(rules)
                let understandings = messages.map { reader.understand($0.text) }
                for setting in Self.settings(hintCoverage: hintCoverage, slipCoverage: slipCoverage) {
                    rules.answer = setting.answer
                    rules.rivalry = setting.rivalry
                    rules.foreignShare = setting.foreignShare
                    let matcher = shipped.with(rules)
                    var next = understandings.makeIterator()
                    let evaluation = Evaluation(messages, groups: groups) { _ in
                        next.next().map { matcher.decide($0) } ?? Decision.none(foreign: false)
                    }
                    trials.append(Trial(setting: setting, evaluation: evaluation))
                }
            }
        }
        self.trials = trials
    }

    /// The thresholds of the decision, for texts that were understood with the other two.
    private static func settings(hintCoverage: Double, slipCoverage: Double) -> [Setting] {
        var settings: [Setting] = []
        for answer in [0.7, 0.8, 0.92, 1.2, 1.5] {
            for rivalry in [0.6, 0.7, 0.75, 0.8, 0.9] {
                for foreignShare in [0.4, 0.6, 0.8, 1.0] {
                    settings.append(
                        Setting(
                            answer: answer, rivalry: rivalry, foreignShare: foreignShare, hintCoverage: hintCoverage,
                            slipCoverage: slipCoverage))
                }
            }
        }
        return settings
    }

    /// What a setting is worth: right answers count, a menu half, a wrong answer costs three, a claimed stranger three
    /// quarters, for about one message in four is a stranger's.
    private static func worth(_ summary: Evaluation.Summary) -> Double {
        summary.share(.right) + 0.5 * summary.share(.menu) - 3 * summary.share(.wrong) - 0.75 * summary.claimedShare
    }

    /// The trade-off of all settings on all rows, then what each fold's best setting does on the rows it never saw.
    package func report() -> String {
        var lines = ["All rows, best first:", ""] + Self.head
        let ranked = trials.sorted { Self.worth($0.evaluation.summary) > Self.worth($1.evaluation.summary) }
        lines += ranked.prefix(15).map { Self.line($0.setting, $0.evaluation.summary) }
        lines += ["", "Five folds, each measured with the setting that is best on the other four:", ""] + Self.head
        var unseen: [Evaluation.Row] = []
        for fold in 0..<Self.folds {
            func part(_ trial: Trial, held: Bool) -> Evaluation {
                Evaluation(
                    rows: trial.evaluation.rows.enumerated().filter { ($0.offset % Self.folds == fold) == held }
                        .map(\.element))
            }
            guard
                let best = trials.max(by: {
                    Self.worth(part($0, held: false).summary) < Self.worth(part($1, held: false).summary)
                })
            else { continue }
            let held = part(best, held: true)
            unseen += held.rows
            lines.append(Self.line(best.setting, held.summary))
        }
        lines += ["", "All rows, each with the setting that was chosen without it:", ""]
        lines.append(EvaluationReport.table(Evaluation(rows: unseen)))
        return lines.joined(separator: "\n")
    }

    private static let head = [
        "| answer | rivalry | foreign | hints | slips | right | helped | wrong | claimed |",
        "|---|---|---|---|---|---|---|---|---|",
    ]

    private static func line(_ setting: Setting, _ summary: Evaluation.Summary) -> String {
        "| \(setting.answer) | \(setting.rivalry) | \(setting.foreignShare) | \(setting.hintCoverage) "
            + "| \(setting.slipCoverage) | "
            + [summary.share(.right), summary.helped, summary.share(.wrong), summary.claimedShare]
            .map(EvaluationReport.percent).joined(separator: " | ") + " |"
    }
}
