package import CheckedYAML
internal import Foundation

/// Collects what the opened files of a catalogue say; what is wrong in any of them goes to the collector.
package struct ServiceReader {
    private var procedures: [Procedure] = []
    private var subjects: [Subject] = []
    private var referrals: [Referral] = []

    package init() {}

    /// Reads one file.
    package mutating func read(_ root: YAMLEntry, problems: inout ProblemCollector) {
        _ = problems.collect(try root.allow(keys: ["procedures", "subjects", "referrals"]))
        let hasSubjects = (problems.collect(try root.optional("subjects")) ?? nil) != nil
        let sent = (problems.collect(try root.optional("referrals")?.entries()) ?? nil) ?? []
        referrals += sent.compactMap { Referral.read(from: $0, problems: &problems) }
        // A file must hold one of these, or it was meant for another folder.
        for entry in hasSubjects || !sent.isEmpty
            ? [] : problems.collect(try root.entry("procedures").entries()) ?? []
        {
            if let procedure = Procedure.read(from: entry, problems: &problems) { procedures.append(procedure) }
        }
        for entry in hasSubjects ? problems.collect(try root.entry("subjects").entries()) ?? [] : [] {
            guard let subject = Subject.read(from: entry, problems: &problems) else { continue }
            if let other = subjects.first(where: { $0.topic == subject.topic }) {
                problems.add(
                    entry.problem(
                        "subject \(subject.topic) stands in \(other.origin.shown) already",
                        mend: "keep one of the two entries"
                    )
                )
            }
            subjects.append(subject)
        }
    }

    /// What all files say together.
    package func catalogue(problems: inout ProblemCollector) -> ServiceCatalogue {
        problems.add(Self.clashes(among: procedures))
        problems.add(Referral.clashes(among: referrals))
        return ServiceCatalogue(procedures: procedures, subjects: subjects, referrals: referrals)
    }

    /// Two procedures with one code, and two main procedures of one topic.
    private static func clashes(among procedures: [Procedure]) -> [FileProblem] {
        var problems: [FileProblem] = []
        var byCode: [ProcedureCode: Procedure] = [:]
        var mains: [TopicID: Procedure] = [:]
        for procedure in procedures {
            let origin = procedure.origin
            if let other = byCode[procedure.code] {
                problems.append(
                    FileProblem(
                        file: origin.file,
                        line: origin.line,
                        entry: procedure.code.rawValue,
                        what: "the code stands in \(other.origin.shown) already",
                        mend: "keep one of the two entries"
                    )
                )
            } else {
                byCode[procedure.code] = procedure
            }
            guard procedure.isMain else { continue }
            if let other = mains[procedure.topic], other.code != procedure.code {
                problems.append(
                    FileProblem(
                        file: origin.file,
                        line: origin.line,
                        entry: procedure.code.rawValue,
                        what: "topic \(procedure.topic) has the main procedure \(other.code)"
                            + " in \(other.origin.shown) already",
                        mend: "keep \"main: true\" at one of the two"
                    )
                )
            } else {
                mains[procedure.topic] = procedure
            }
        }
        return problems
    }
}

extension Procedure {
    /// Reads one procedure; nil when a needed part is wrong, with the reasons in the collector.
    fileprivate static func read(from entry: YAMLEntry, problems: inout ProblemCollector) -> Procedure? {
        let keys = [
            "code", "code_unsure", "name", "label", "topic", "field", "level", "unit", "main", "only_named", "gaps",
            "phrases",
            "facts",
        ]
        _ = problems.collect(try entry.allow(keys: keys))
        let code = problems.collect(try entry.entry("code").catalogueCode())
        let unsure = problems.collect(try entry.optional("code_unsure")?.bool()) ?? nil
        let label = problems.collect(try entry.optional("label")?.string()) ?? nil
        let phrases = problems.collect(try entry.optional("phrases")?.strings()) ?? nil
        let name = problems.collect(try entry.entry("name").string())
        let topic = problems.collect(try entry.entry("topic").identifier(TopicID.self))
        let field = problems.collect(try entry.entry("field").string())
        let level = problems.collect(try entry.entry("level").oneOf(ServiceLevel.self))
        let unit = problems.collect(try entry.entry("unit").identifier(UnitID.self))
        let isMain = problems.collect(try entry.optional("main")?.bool()) ?? nil
        let isOnlyNamed = problems.collect(try entry.optional("only_named")?.bool()) ?? nil
        let gaps = problems.collect(try entry.optional("gaps")?.string()) ?? nil
        let factsEntry = problems.collect(try entry.entry("facts"))
        let facts = factsEntry.map { Fact.readAll(from: $0, problems: &problems) }
        guard let code, let name, let topic, let field, let level, let unit, let facts else { return nil }
        let isCodeUnsure = unsure ?? !code.isNational
        if !code.isNational, !isCodeUnsure {
            problems.add(entry.problem("\(code) is our own name, and said to be sure", mend: "remove code_unsure"))
        }
        for (kind, fact) in facts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            // Sums have points behind three digits, so few facts are looked at more closely.
            let digits = fact.text.utf8.split { !(0x30...0x39).contains($0) }
            guard digits.contains(where: { $0.count > 5 }) else { continue }
            for named in fact.text.matches(of: /[0-9]\.[0-9]{6}/).map({ String($0.output) })
            where isCodeUnsure || named != code.rawValue {
                problems.add(
                    entry.problem(
                        "\(kind.rawValue) of \(code) tells the code \(named)",
                        mend: isCodeUnsure ? "an unsure code is never told: remove it" : "write \(code), or no code"
                    )
                )
            }
        }
        return Procedure(
            code: code,
            name: name,
            topic: topic,
            field: field,
            level: level,
            unit: unit,
            isMain: isMain ?? false,
            facts: facts,
            isCodeUnsure: isCodeUnsure,
            label: label,
            phrases: phrases ?? [],
            isOnlyNamed: isOnlyNamed ?? false,
            gaps: gaps,
            origin: entry.origin
        )
    }
}
