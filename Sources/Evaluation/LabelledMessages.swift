package import CheckedYAML
import Conversations
import Foundation
package import PublicServices

/// A message with the topic that a person says it is about.
package struct LabelledMessage: Sendable, Equatable {
    package var text: String
    package var label: TopicID
    /// Where such a file tells apart who wrote its lines.
    package var tier: String?
    /// What of its label it is, where the file says so.
    package var kind: String?

    package init(text: String, label: TopicID, tier: String? = nil, kind: String? = nil) {
        self.text = text
        self.label = label
        self.tier = tier
        self.kind = kind
    }

    /// Reads a tab-separated file whose header names at least the columns `text` and `label`.
    package static func load(path: String) throws(FileProblem) -> [LabelledMessage] {
        let table = try EvaluationTable(path: path)
        let text = try table.column("text")
        let label = try table.column("label")
        let tier = try? table.column("tier")
        let kind = try? table.column("kind")
        return table.rows.map { row in
            LabelledMessage(
                text: row[text], label: TopicID(rawValue: row[label]), tier: tier.map { row[$0] },
                kind: kind.map { row[$0] })
        }
    }
}

/// Which topics count as near enough to each other: the file of `--groups`, columns `topic` and `group`.
package struct TopicGroups: Sendable {
    private var groups: [TopicID: String] = [:]

    package init() {}

    package init(path: String) throws(FileProblem) {
        let table = try EvaluationTable(path: path)
        let topic = try table.column("topic")
        let group = try table.column("group")
        for row in table.rows { groups[TopicID(rawValue: row[topic])] = row[group] }
    }

    package func areNear(_ one: TopicID, _ other: TopicID) -> Bool {
        guard one != other else { return true }
        return groups[one].map { $0 == groups[other] } ?? false
    }
}

private struct EvaluationTable {
    var path: String
    var header: [String]
    var rows: [[String]]

    init(path: String) throws(FileProblem) {
        let file = try TextFile.load(path: path, kind: "columns between tabs")
        let lines = file.text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        self.path = path
        header = lines.first ?? []
        rows = []
        for (number, line) in lines.enumerated().dropFirst() {
            guard line.count >= header.count else {
                throw FileProblem(
                    file: path, line: number + 1, entry: "",
                    what: "the line has \(line.count) columns, not \(header.count)",
                    mend: "part the columns by one tab each")
            }
            rows.append(line)
        }
    }

    func column(_ name: String) throws(FileProblem) -> Int {
        guard let index = header.firstIndex(of: name) else {
            throw FileProblem(
                file: path, line: 1, entry: name, what: "the header has no such column",
                mend: "name the columns in the first line")
        }
        return index
    }
}
