package import CheckedYAML

/// What of a catalogue grows old or was never sure, for those who keep it.
package enum FactAges {
    /// Facts that end within so many days are told of in time.
    package static let noticeDays = 60
    /// A fact that was not compared with its sources for so many days is told of.
    package static let checkDays = 365

    /// One warning for each procedure, subject or override that needs a look on this day.
    package static func warnings(_ catalogue: ServiceCatalogue, _ communes: [Commune], on day: CalendarDay)
        -> [FileProblem]
    {
        var warnings: [FileProblem] = []
        for procedure in catalogue.procedures {
            let facts = procedure.facts.map { ($0.key.rawValue, $0.value) }
            warnings += aged(facts, of: procedure.code.rawValue, at: procedure.origin, on: day)
            guard procedure.isCodeUnsure else { continue }
            warnings.append(
                FileProblem(
                    file: procedure.origin.file, line: procedure.origin.line, entry: procedure.code.rawValue,
                    what: "the national code of \"\(procedure.name)\" is not sure, so it is never told",
                    mend: "look it up on dichvucong.gov.vn; then write it as code and remove code_unsure"))
        }
        warnings += catalogue.subjects.flatMap { aged($0, on: day) }
        for referral in catalogue.referrals {
            let facts = referral.statements.enumerated().map { ("statement \($0.offset + 1)", $0.element) }
            warnings += aged(facts, of: referral.id.rawValue, at: referral.origin, on: day)
            for commune in communes where commune.unit(referral.unit) == nil {
                warnings.append(
                    FileProblem(
                        file: referral.origin.file, line: referral.origin.line, entry: referral.id.rawValue,
                        what: "\(commune.name) has no unit \"\(referral.unit)\", so staff are asked each time",
                        mend: "add it to units.yaml of \(commune.id), with its address and telephone"))
            }
        }
        for commune in communes {
            for change in commune.overrides {
                let facts = change.facts.map { ($0.key.rawValue, $0.value) }
                warnings += aged(facts, of: change.code.rawValue, at: change.origin, on: day)
            }
            warnings += commune.subjectOverrides.flatMap { aged($0, on: day) }
        }
        return warnings
    }

    private static func aged(_ subject: Subject, on day: CalendarDay) -> [FileProblem] {
        let facts = subject.statements.enumerated().map { ("statement \($0.offset + 1)", $0.element) }
        return aged(facts, of: subject.topic.rawValue, at: subject.origin, on: day)
    }

    /// The facts of one entry that share an ending or an old check are named together.
    private static func aged(
        _ facts: [(name: String, fact: Fact)], of entry: String, at origin: FileOrigin, on day: CalendarDay
    ) -> [FileProblem] {
        var reasons: [String: (names: [String], mend: String)] = [:]
        for (name, fact) in facts {
            if let end = fact.validUntil, end < day {
                let what =
                    fact.standing(on: day) == .lapsed
                    ? "ended on \(end) and is told as such until \(end.adding(days: Fact.lapsedDays))"
                    : "ended on \(end) and is withheld"
                reasons[what, default: ([], "check it anew, or remove it")].names.append(name)
            } else if let end = fact.validUntil, end < day.adding(days: noticeDays) {
                reasons["ends on \(end)", default: ([], "check what holds afterwards")].names.append(name)
            }
            if fact.checkedOn.adding(days: checkDays) < day {
                reasons["was last checked on \(fact.checkedOn)", default: ([], "compare it with its sources")].names
                    .append(name)
            }
        }
        return reasons.sorted { $0.key < $1.key }.map { what, found in
            FileProblem(
                file: origin.file, line: origin.line, entry: entry,
                what: "\(found.names.sorted().joined(separator: ", ")): \(what)", mend: found.mend)
        }
    }
}
