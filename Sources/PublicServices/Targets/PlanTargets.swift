package import CheckedYAML
internal import Foundation

/// What plans of the province and the law ask for, as a versioned file says it, with its sources and its doubts.
package struct PlanTargets: Sendable, Equatable {
    /// How sure it is that a plan holds.
    package enum Standing: String, Sendable, CaseIterable {
        case inForce = "in_force"
        /// Named by sources that are not official, or with a successor that nobody found.
        case unconfirmed
    }

    /// What the gateway itself can count beside a target; never the whole of it.
    package enum Measure: String, Sendable, CaseIterable {
        /// Procedures of the catalogue that can be done online, wholly or in part.
        case onlineProcedures = "online_procedures"
        case understoodAtFirst = "understood_at_first"
        case promisesKept = "promises_kept"
        case unmarked
        case hours
    }

    package struct Target: Sendable, Equatable {
        package var name: String
        /// What is asked for, in words: "50 % số xã".
        package var target: String
        package var confidence: Confidence
        package var measure: Measure?
        package var note: String?
    }

    package struct Plan: Sendable, Equatable {
        package var name: String
        package var period: String
        /// The last day of its time; nil where none is known.
        package var endsOn: CalendarDay?
        package var standing: Standing
        package var sources: [String]
        /// What is not sure about it, for readers.
        package var doubt: String?
        package var targets: [Target]

        /// Whether its time is over on a day: then its targets are history.
        package func isOver(on day: CalendarDay) -> Bool { endsOn.map { $0 < day } ?? false }
    }

    package var version: Int
    package var checkedOn: CalendarDay
    package var plans: [Plan]

    /// Reads what the file says; nil when a needed part is wrong, with the reasons in the collector.
    package static func read(from root: YAMLEntry, problems: inout ProblemCollector) -> PlanTargets? {
        _ = problems.collect(try root.allow(keys: ["version", "checked_on", "plans"]))
        let version = problems.collect(try root.entry("version").int(in: 1...10_000))
        let checkedOn = problems.collect(try root.entry("checked_on").day())
        let plans = (problems.collect(try root.entry("plans").entries()) ?? []).compactMap {
            plan($0, problems: &problems)
        }
        guard let version, let checkedOn else { return nil }
        return PlanTargets(version: version, checkedOn: checkedOn, plans: plans)
    }

    private static func plan(_ entry: YAMLEntry, problems: inout ProblemCollector) -> Plan? {
        let keys = ["name", "period", "ends_on", "standing", "sources", "doubt", "targets"]
        _ = problems.collect(try entry.allow(keys: keys))
        let name = problems.collect(try entry.entry("name").string())
        let period = problems.collect(try entry.entry("period").string())
        let endsOn = problems.collect(try entry.optional("ends_on")?.day()) ?? nil
        let standing = problems.collect(try entry.entry("standing").oneOf(Standing.self))
        let sources = problems.collect(try entry.entry("sources").strings())
        let doubt = problems.collect(try entry.optional("doubt")?.string()) ?? nil
        let targets = ((problems.collect(try entry.optional("targets")?.entries()) ?? nil) ?? []).compactMap {
            target($0, problems: &problems)
        }
        guard let name, let period, let standing, let sources else { return nil }
        if sources.isEmpty { problems.add(entry.problem("the plan has no source", mend: "name where it was found")) }
        return Plan(
            name: name, period: period, endsOn: endsOn, standing: standing, sources: sources, doubt: doubt,
            targets: targets)
    }

    private static func target(_ entry: YAMLEntry, problems: inout ProblemCollector) -> Target? {
        _ = problems.collect(try entry.allow(keys: ["name", "target", "confidence", "measure", "note"]))
        let name = problems.collect(try entry.entry("name").string())
        let target = problems.collect(try entry.entry("target").string())
        let confidence = problems.collect(try entry.entry("confidence").oneOf(Confidence.self))
        let measure = problems.collect(try entry.optional("measure")?.oneOf(Measure.self)) ?? nil
        let note = problems.collect(try entry.optional("note")?.string()) ?? nil
        guard let name, let target, let confidence else { return nil }
        return Target(name: name, target: target, confidence: confidence, measure: measure, note: note)
    }
}
