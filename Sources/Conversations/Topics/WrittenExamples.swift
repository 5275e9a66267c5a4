package import CheckedYAML

/// Messages as people write them, each with what it is: the second opinions learn from them.
///
/// Files of the intents folder with the columns `text` and `label`, and in the one of danger `topic`, which may be left out. They are
/// no examples that must be understood: what they show is how strangers put things, also where no wording catches it.
package struct WrittenExamples: Sendable {
    package struct Example: Sendable {
        package var text: String
        package var label: String
        /// The topic of a text whose label is something else.
        package var topic: String?
    }

    /// Calls for help, and harmless texts of the same words.
    package static let distressFile = "khan-cap-vi-du.tsv"
    /// Ordinary messages, labelled by topic.
    package static let topicsFile = "tin-vi-du.tsv"
    /// How people go on about a matter without naming it, labelled by facet.
    package static let followUpsFile = "hoi-tiep-vi-du.tsv"
    /// The label of what asks nothing of the matter at hand.
    package static let asksNothing = "other"
    /// The label of what asks nothing because all was said.
    package static let closing = "closing"

    package var all: [Example] = []

    package init() {}

    /// Reads what a file of such messages says.
    package static func read(
        _ text: String, of path: String, labels: Set<String>, topics: Set<String> = []
    ) throws(FileProblems) -> WrittenExamples {
        var examples = WrittenExamples()
        var problems: [FileProblem] = []
        // By bytes: to look where each character ends would take several times as long.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
            let topic = cells.count == 3 ? cells[2] : nil
            guard cells.count == 2 || topic.map(topics.contains) ?? false, !cells[0].isEmpty, labels.contains(cells[1])
            else {
                let further = topics.isEmpty ? "" : ", and perhaps a tab and a topic"
                problems.append(
                    FileProblem(
                        file: path, line: index + 1, entry: String(Substring(line).prefix(20)),
                        what: "it is no labelled text",
                        mend: "write the text, one tab, and one of its labels, such as "
                            + "\(labels.sorted().first ?? "")\(further)"))
                continue
            }
            examples.all.append(Example(text: cells[0], label: cells[1], topic: topic))
        }
        guard problems.isEmpty else { throw FileProblems(shortened(problems, of: path)) }
        return examples
    }

    /// A label that nothing knows makes every line of it a problem: the first ones say enough.
    private static func shortened(_ problems: [FileProblem], of path: String) -> [FileProblem] {
        let further = problems.count - shown
        guard further > 0 else { return problems }
        return problems.prefix(shown) + [
            FileProblem(
                file: path, line: nil, entry: "", what: "\(further) more of its lines are no labelled texts",
                mend: "mend those above first, for most have one cause")
        ]
    }

    private static let shown = 20
}
