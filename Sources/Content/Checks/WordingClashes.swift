package import CheckedYAML
package import Conversations
import PublicServices
import VietnameseText

/// Wordings that two topics claim, so that neither can be sure of a villager who uses them.
package enum WordingClashes {
    /// What was found: the same marks are a problem, marks apart only a warning, for those who leave marks out get a menu.
    package struct Findings: Sendable {
        package var problems: [FileProblem] = []
        package var warnings: [FileProblem] = []
    }

    package static func findings(_ catalogue: IntentCatalogue) -> Findings {
        var findings = Findings()
        var byMarked: [String: Claim] = [:]
        var byFolded: [String: Claim] = [:]
        var told: Set<[String]> = []
        for topic in catalogue.topics {
            for pattern in topic.phrases + topic.wholePhrases {
                for expansion in pattern.expansions {
                    let runs = expansion.runs.map { Words($0.joined(separator: " ")).words }
                    let marked = runs.map { $0.map(\.marked).joined(separator: " ") }.joined(separator: " .. ")
                    let folded = runs.map { $0.map(\.folded).joined(separator: " ") }.joined(separator: " .. ")
                    let claim = Claim(topic: topic, pattern: pattern)
                    if let other = byMarked[marked], other.topic.id != topic.id {
                        guard told.insert([other.pattern.source, pattern.source]).inserted else { continue }
                        findings.problems.append(claim.problem(with: other, words: folded, sameMarks: true))
                    } else if let other = byFolded[folded], other.topic.id != topic.id {
                        guard told.insert([other.pattern.source, pattern.source]).inserted else { continue }
                        findings.warnings.append(claim.problem(with: other, words: folded, sameMarks: false))
                    }
                    if byMarked[marked] == nil { byMarked[marked] = claim }
                    if byFolded[folded] == nil { byFolded[folded] = claim }
                }
            }
        }
        return findings
    }

    private struct Claim {
        var topic: Topic
        var pattern: PhrasePattern

        func problem(with other: Claim, words: String, sameMarks: Bool) -> FileProblem {
            FileProblem(
                file: topic.examples.first?.file ?? "intents", line: nil, entry: topic.id.rawValue,
                what: "\"\(pattern.source)\" and \"\(other.pattern.source)\" of \(other.topic.id) both hold "
                    + "\"\(words)\"" + (sameMarks ? "" : " once the marks are off"),
                mend: sameMarks ? "leave it to one of the two" : "see that a menu is the right answer to it")
        }
    }
}
