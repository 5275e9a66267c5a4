internal import CheckedYAML

/// A matter that somebody else decides: who it is, and which office of the commune's list reaches them.
package struct Referral: Sendable, Equatable {
    /// Our own name for it, which stands among the codes of its topic's procedures.
    package var id: ProcedureCode
    /// The topic under which people ask.
    package var topic: TopicID
    /// How menus and answers call it.
    package var name: String
    /// Wordings that choose it among the matters of its topic; without any it is where the topic leads by itself.
    package var phrases: [String]
    /// Who decides, and what to do: sentences, each with its sources.
    package var statements: [Fact]
    /// The unit of the commune's `units.yaml` that tells how to reach them; a commune without it hands over to staff.
    package var unit: UnitID
    /// Where it was written.
    package var origin: FileOrigin
}

extension Referral {
    /// Reads one entry; nil when a needed part is wrong, with the reasons in the collector.
    static func read(from entry: YAMLEntry, problems: inout ProblemCollector) -> Referral? {
        _ = problems.collect(try entry.allow(keys: ["id", "topic", "name", "phrases", "unit", "statements"]))
        let id = problems.collect(try entry.entry("id").identifier(ProcedureCode.self))
        let topic = problems.collect(try entry.entry("topic").identifier(TopicID.self))
        let name = problems.collect(try entry.entry("name").string())
        let phrases = problems.collect(try entry.optional("phrases")?.strings()) ?? nil
        let unit = problems.collect(try entry.entry("unit").identifier(UnitID.self))
        let items = problems.collect(try entry.entry("statements").entries())
        guard let id, let topic, let name, let unit, let items else { return nil }
        let statements = items.compactMap { Fact.read(nil, from: $0, problems: &problems) }
        if items.isEmpty {
            problems.add(entry.problem("it does not say who decides", mend: "write it as a statement with its source"))
        }
        return Referral(
            id: id, topic: topic, name: name, phrases: phrases ?? [], statements: statements, unit: unit,
            origin: entry.origin)
    }

    /// Two entries of one name, and two that a topic leads to by itself.
    static func clashes(among referrals: [Referral]) -> [FileProblem] {
        var problems: [FileProblem] = []
        for (place, referral) in referrals.enumerated() {
            for other in referrals[..<place] {
                let isSame = other.id == referral.id
                guard isSame || other.topic == referral.topic && other.phrases.isEmpty && referral.phrases.isEmpty
                else { continue }
                problems.append(
                    FileProblem(
                        file: referral.origin.file, line: referral.origin.line, entry: referral.id.rawValue,
                        what: isSame
                            ? "it stands in \(other.origin.shown) already"
                            : "topic \(referral.topic) leads to \(other.id) already, which has no phrases either",
                        mend: isSame ? "keep one of the two" : "give one of the two phrases"))
            }
        }
        return problems
    }
}
