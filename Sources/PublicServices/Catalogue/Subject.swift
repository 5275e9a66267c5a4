internal import CheckedYAML

/// A subject that people ask about and that is no procedure, with what may be told of it.
package struct Subject: Sendable, Equatable {
    /// The topic under which people ask.
    package var topic: TopicID
    /// Sentences about it, in the order in which they are told; each stands on its own sources.
    package var statements: [Fact]
    /// Whether villagers may put themselves on a list, such as for a class.
    package var takesInterest: Bool
    /// Where it was written.
    package var origin: FileOrigin

    /// Makes a subject from its parts.
    package init(
        topic: TopicID,
        statements: [Fact],
        takesInterest: Bool = false,
        origin: FileOrigin = FileOrigin(file: "", line: nil)
    ) {
        self.topic = topic
        self.statements = statements
        self.takesInterest = takesInterest
        self.origin = origin
    }
}

extension Subject {
    /// Reads one subject; nil when a needed part is wrong, with the reasons in the collector.
    static func read(from entry: YAMLEntry, problems: inout ProblemCollector) -> Subject? {
        _ = problems.collect(try entry.allow(keys: ["topic", "interest", "statements"]))
        let topic = problems.collect(try entry.entry("topic").identifier(TopicID.self))
        let interest = problems.collect(try entry.optional("interest")?.bool()) ?? nil
        let items = problems.collect(try entry.entry("statements").entries())
        guard let topic, let items else { return nil }
        let statements = items.compactMap { Fact.read(nil, from: $0, problems: &problems) }
        if items.isEmpty {
            problems.add(entry.problem("the subject says nothing", mend: "write a statement, or remove the subject"))
        }
        return Subject(topic: topic, statements: statements, takesInterest: interest ?? false, origin: entry.origin)
    }
}
