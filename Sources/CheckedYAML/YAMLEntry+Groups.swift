extension YAMLEntry {
    /// Refuses keys outside the list; the problem is at the unknown key's own line.
    package func allow(keys: [String]) throws(FileProblem) {
        for pair in try keyedEntries() where !keys.contains(pair.key) {
            let mend: String
            if let nearest = Spelling.nearest(to: pair.key, among: keys) {
                mend = "did you mean \"\(nearest)\"? Allowed: \(keys.joined(separator: ", "))"
            } else {
                mend = "remove it, or use one of: \(keys.joined(separator: ", "))"
            }
            throw pair.value.problem("unknown key \"\(pair.key)\"", mend: mend)
        }
    }

    /// The entry under a required key; absent or empty is a problem.
    package func entry(_ key: String) throws(FileProblem) -> YAMLEntry {
        guard let found = try optional(key) else {
            throw FileProblem(
                file: file,
                line: line,
                entry: path.isEmpty ? key : "\(path).\(key)",
                what: "\"\(key)\" is missing",
                mend: "add \"\(key)\" with its value"
            )
        }
        return found
    }

    /// The entry under a key, or nil when it is absent or empty.
    package func optional(_ key: String) throws(FileProblem) -> YAMLEntry? {
        guard let found = try keyedEntries().first(where: { $0.key == key })?.value else { return nil }
        if case .null = found.content { return nil }
        return found
    }

    /// The items of a list, in order.
    package func entries() throws(FileProblem) -> [YAMLEntry] {
        guard case .sequence(let items) = content else {
            throw problem("a list is expected here, not \(content.name)", mend: "write items that begin with \"- \"")
        }
        return items
    }

    /// The keys and values of a mapping, in the order of the file.
    package func pairs() throws(FileProblem) -> [(key: String, value: YAMLEntry)] {
        try keyedEntries().map { ($0.key, $0.value) }
    }

    /// The texts of a list of texts.
    package func strings() throws(FileProblem) -> [String] {
        var texts: [String] = []
        for item in try entries() { texts.append(try item.string()) }
        return texts
    }

    private func keyedEntries() throws(FileProblem) -> [Pair] {
        guard case .mapping(let pairs) = content else {
            throw problem(
                "a group of keys is expected here, not \(content.name)",
                mend: "write indented \"key: value\" lines"
            )
        }
        return pairs
    }
}
