import Conversations
import PublicServices

/// How a text was understood, for people: the decision, and for each candidate the words that speak for it.
enum WhyText {
    static func of(_ text: String, matcher: IntentMatcher) -> String {
        let explanation = Explanation(text, matcher: matcher)
        var lines = [
            "\"\(explanation.text)\" → "
                + ([explanation.decision] + explanation.topics.map(\.rawValue)).joined(separator: " ")
        ]
        if !explanation.facets.isEmpty {
            lines.append("  facets: " + explanation.facets.map(\.rawValue).joined(separator: ", "))
        }
        for entity in explanation.entities { lines.append("  \(entity.kind.rawValue): \(entity.value)") }
        for replacement in explanation.replacements {
            lines.append("  read \(replacement.words) as \(replacement.reading): \(replacement.how)")
        }
        for candidate in explanation.candidates {
            lines.append(
                "  \(candidate.topic) \(candidate.score), explains \(Int((candidate.coverage * 100).rounded())) %")
            for evidence in candidate.evidence {
                lines.append(
                    "    \"\(evidence.words)\" as \(evidence.role.rawValue) \"\(evidence.phrase)\", "
                        + "\(evidence.tier.rawValue), \(evidence.score)")
            }
        }
        return lines.joined(separator: "\n")
    }
}
