package import CheckedYAML
package import VietnameseText

/// Sets of words that mean the same when people text, by name; wordings name them as `{tách} {thửa đất}`.
package struct Concepts: Sendable {
    /// One set of words.
    package struct Concept: Sendable, Hashable {
        package var name: String
        package var wordings: [Wording]

        package static func == (one: Concept, other: Concept) -> Bool { one.name == other.name }
        package func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    /// One way to say it: a run of words.
    package struct Wording: Sendable, Hashable {
        package var words: [String]
        /// Whether it counts only with its marks, for without them it is something else.
        package var needsMarks = false
    }

    /// All of them, in the order of their file.
    package private(set) var all: [Concept] = []
    /// Words of little weight, which may stand between the parts of a wording: with their marks, and without.
    package private(set) var light = Vocabulary()
    private var numbers: [String: Int] = [:]

    package init() {}

    package subscript(_ name: String) -> Concept? { numbers[name].map { all[$0] } }

    /// Adds a concept; its wordings may hold brackets, and other concepts that stand before it.
    ///
    /// - Parameter marked: wordings that count only with their marks.
    package mutating func add(
        _ name: String, words: [String], marked: [String] = []
    ) throws(PhrasePattern.PatternProblem) {
        var wordings: [Wording] = []
        var known: Set<[String]> = []
        for (sources, needsMarks) in [(marked, true), (words, false)] {
            for source in sources {
                for run in try PhrasePattern.runs(of: source, concepts: self) where known.insert(run).inserted {
                    wordings.append(Wording(words: run, needsMarks: needsMarks))
                }
            }
        }
        numbers[name] = all.count
        all.append(Concept(name: name, wordings: wordings))
    }

    /// Adds words of little weight.
    package mutating func addLight(_ text: String) {
        for word in Words(text).words {
            light.learn([word.markedKey, word.foldedKey])
        }
    }

    /// Reads `concepts.yaml`; every problem names line, entry and mend.
    package static func read(from file: YAMLEntry) throws(FileProblems) -> Concepts {
        var concepts = Concepts()
        var problems: [FileProblem] = []
        do throws(FileProblem) {
            try file.allow(keys: ["light", "concepts"])
            for item in try file.optional("light")?.entries() ?? [] { concepts.addLight(try item.string()) }
            for entry in try file.optional("concepts")?.entries() ?? [] {
                do throws(FileProblem) { try concepts.read(entry) } catch { problems.append(error) }
            }
        } catch {
            problems.append(error)
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return concepts
    }

    private mutating func read(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ["name", "words", "marked"])
        let name = try entry.entry("name").string()
        guard self[name] == nil else {
            throw entry.problem("the concept {\(name)} stands a second time", mend: "join the two")
        }
        let words = try entry.optional("words")?.strings() ?? []
        let marked = try entry.optional("marked")?.strings() ?? []
        guard !words.isEmpty || !marked.isEmpty else {
            throw entry.problem("the concept {\(name)} has no words", mend: "add words: a list of them")
        }
        do throws(PhrasePattern.PatternProblem) {
            try add(name, words: words, marked: marked)
        } catch {
            throw entry.problem(
                "the concept {\(name)} cannot be used: \(error.what)",
                mend: "write words, [one|or another] and {concepts} that stand above")
        }
    }
}
