package import Conversations
import PublicServices

/// How well calls for help are told from what only sounds like one.
///
/// The file has the columns `text`, `label` (`distress`, `harmless` or `doubtful`) and perhaps `kind`.
package struct DistressEvaluation: Sendable {
    package enum Label: String, Sendable, CaseIterable {
        case distress
        case harmless
        /// One question back is best.
        case doubtful
    }

    package enum Outcome: String, Sendable, CaseIterable {
        case alarm
        case askedBack = "asked_back"
        case nothing
    }

    package struct Row: Sendable {
        package var text: String
        package var label: Label
        package var kind: String
        package var outcome: Outcome
        /// What was made of it where danger was thought of.
        package var distress: Distress?
    }

    package private(set) var rows: [Row]

    /// Rows with another label are left out.
    package init(_ messages: [LabelledMessage], understand: (String) -> (Decision, Understanding)) {
        rows = messages.compactMap { message in
            guard let label = Label(rawValue: message.label.rawValue) else { return nil }
            let (decision, understanding) = understand(message.text)
            let outcome: Outcome =
                switch decision {
                case .command(.emergency): .alarm
                case .smallTalk(.urgentQuestion): .askedBack
                default: .nothing
                }
            return Row(
                text: message.text, label: label, kind: message.kind ?? "", outcome: outcome,
                distress: understanding.distress)
        }
    }

    package func rows(_ label: Label, _ outcome: Outcome) -> [Row] {
        rows.filter { $0.label == label && $0.outcome == outcome }
    }

    package func share(_ label: Label, _ outcome: Outcome) -> Double {
        let all = rows.count { $0.label == label }
        return all == 0 ? 0 : Double(rows(label, outcome).count) / Double(all)
    }

    /// Calls for help that neither raise an alarm nor are asked back.
    package var missed: Double { share(.distress, .nothing) }
    /// Harmless texts that raise an alarm.
    package var falseAlarms: Double { share(.harmless, .alarm) }

    package var table: String {
        func cell(_ label: Label, _ outcome: Outcome) -> String {
            "\(rows(label, outcome).count) (\((share(label, outcome) * 1000).rounded() / 10) %)"
        }
        let lines = Label.allCases.map { label in
            "| \(label.rawValue) | \(rows.count { $0.label == label }) | "
                + Outcome.allCases.map { cell(label, $0) }.joined(separator: " | ") + " |"
        }
        return (["| label | rows | alarm | asked back | nothing |", "|---|---|---|---|---|"] + lines)
            .joined(separator: "\n")
    }
}
