extension PersonaReport: CustomStringConvertible {
    /// Groups of failures that are shown; the rest stands in the files and in JSON.
    private static let shownGroups = 40
    private static let shownWordings = 20

    package var description: String {
        let tables: [(String, [Share])] = [
            ("all", [all]), ("goal", wants), ("persona", personas), ("spelling", spellings), ("dialect", dialects),
            ("phone", phones), ("fault", faults),
        ]
        var lines = ["\(count) conversations, \(messages) messages, seed \(seed)"]
        for (title, shares) in tables {
            lines += ["", "| \(title) | conversations | reached | left to staff | failed |", "|---|---|---|---|---|"]
            lines += shares.filter { $0.count > 0 }.map(\.line)
        }
        guard !failures.isEmpty else { return (lines + ["", "Every goal was reached."]).joined(separator: "\n") }
        lines += ["", "| failure | goal | conversations |", "|---|---|---|"]
        var sums: [String: Int] = [:]
        for group in failures { sums["\(group.failure) | \(group.want)", default: 0] += group.count }
        lines += sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "| \($0.key) | \($0.value) |" }
        lines += ["", "| failure | behind the message | conversations |", "|---|---|---|"]
        lines += wordings.prefix(Self.shownWordings).map { "| \($0.failure) | \($0.text) | \($0.count) |" }
        lines += ["", "The shortest script of each group of failures, the most frequent first:"]
        for group in failures.prefix(Self.shownGroups) {
            lines.append("\(group.count) × \(group.failure), \(group.want), \(group.subject) (\(group.file))")
            lines += group.script.map { "    → \($0)" }
            lines.append("    ← \(group.heard.isEmpty ? "nothing" : group.heard + " …")")
        }
        let rest = failures.count - Self.shownGroups
        if rest > 0 { lines.append("… and \(rest) groups more (--json, --save)") }
        return lines.joined(separator: "\n")
    }
}

extension PersonaReport.Share {
    fileprivate var line: String {
        "| \(name) | \(count) | \(percent(reached)) | \(percent(leftToStaff)) | \(percent(failed)) |"
    }

    private func percent(_ part: Int) -> String {
        let tenths = count == 0 ? 0 : (part * 1000 + count / 2) / count
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
