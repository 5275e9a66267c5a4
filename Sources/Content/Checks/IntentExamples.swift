package import CheckedYAML
package import Conversations
import PublicServices

/// Executes the examples that stand in the intents files; the same for tests and for `gateway check`.
package enum IntentExamples {
    /// One problem for each example that is not understood as its file says.
    package static func problems(_ matcher: IntentMatcher) -> [FileProblem] {
        var problems: [FileProblem] = []
        for topic in matcher.catalogue.topics {
            for example in topic.examples {
                let decision = matcher.decide(matcher.understand(example.text))
                guard !meets(decision, topic) else { continue }
                problems.append(
                    problem(
                        example, topic.id.rawValue, "is understood as \(describe(decision))",
                        mend: "add a wording to \(topic.id), or a counter-phrase (unless) to the other topic"))
            }
            for example in topic.counterExamples {
                let decision = matcher.decide(matcher.understand(example.text))
                guard decision.topics.contains(topic.id), topic.kind != .none else { continue }
                problems.append(
                    problem(
                        example, topic.id.rawValue, "is taken for this topic (\(describe(decision)))",
                        mend: "add a counter-phrase (unless) or a longer wording to the right topic"))
            }
        }
        for facet in matcher.catalogue.facets {
            for example in facet.examples {
                let found = matcher.understand(example.text).facets.map(\.facet)
                guard !found.contains(facet.facet) else { continue }
                problems.append(
                    problem(
                        example, facet.facet.rawValue, "does not ask for this facet, but for \(found.map(\.rawValue))",
                        mend: "add a wording to facet \(facet.facet.rawValue)"))
            }
        }
        return problems
    }

    /// How many examples and counter-examples there are.
    package static func count(_ catalogue: IntentCatalogue) -> Int {
        catalogue.topics.reduce(0) { $0 + $1.examples.count + $1.counterExamples.count }
            + catalogue.facets.reduce(0) { $0 + $1.examples.count }
    }

    /// An example is met by an answer of its topic alone; a menu is not good enough for a sentence of our own.
    private static func meets(_ decision: Decision, _ topic: Topic) -> Bool {
        if topic.kind == .none { return decision.topics.isEmpty }
        if case .menu = decision { return false }
        return decision.topics == [topic.id]
    }

    private static func describe(_ decision: Decision) -> String {
        ([decision.name] + decision.topics.map(\.rawValue)).joined(separator: " ")
    }

    private static func problem(_ example: Topic.Example, _ entry: String, _ what: String, mend: String) -> FileProblem
    {
        FileProblem(
            file: example.file, line: example.line, entry: entry, what: "\"\(example.text)\" \(what)", mend: mend)
    }
}
