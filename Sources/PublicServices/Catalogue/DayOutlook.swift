/// What a day will look like for villagers: how many facts are told and how, which law has ended, which office is closed.
package struct DayOutlook: Sendable, Equatable {
    /// The day.
    package var day: CalendarDay
    /// How many facts stand how.
    package var standings: [Fact.Standing: Int] = [:]
    /// The facts told with the end of their law, by that end.
    package var lapsed: [CalendarDay: Int] = [:]
    /// Procedures of which neither papers nor fee nor time may be told, in the catalogue's order.
    package var silent: [ProcedureCode] = []
    /// Communes whose office is closed, with the holiday's name where it is one.
    package var closed: [String] = []

    /// Looks at every fact as the communes tell it, a commune's own facts first.
    package init(_ catalogue: ServiceCatalogue, _ communes: [Commune], on day: CalendarDay) {
        self.day = day
        for procedure in catalogue.procedures {
            for fact in procedure.facts.values { count(fact) }
            let telling: [FactKind] = [.documents, .fee, .time]
            let isSilent = telling.allSatisfy { kind in
                procedure.facts[kind].map { $0.standing(on: day) == .withheld } ?? true
            }
            if isSilent { silent.append(procedure.code) }
        }
        for subject in catalogue.subjects { for statement in subject.statements { count(statement) } }
        for commune in communes where commune.calendar.periods(on: day).isEmpty {
            let holiday = commune.calendar.holidays[day].map { " (\($0))" } ?? ""
            closed.append(commune.name + holiday)
        }
    }

    private mutating func count(_ fact: Fact) {
        let standing = fact.standing(on: day)
        standings[standing, default: 0] += 1
        if standing == .lapsed, let end = fact.validUntil { lapsed[end, default: 0] += 1 }
    }

    /// A few lines for the terminal.
    package var lines: [String] {
        func number(_ standing: Fact.Standing) -> Int { standings[standing] ?? 0 }
        var lines = [
            "on \(day): \(number(.stated)) facts told as sure, \(number(.reference)) for reference, "
                + "\(number(.lapsed)) as of an ended law, \(number(.withheld)) left to staff"
        ]
        for (end, facts) in lapsed.sorted(by: { $0.key < $1.key }) {
            lines.append("law ended on \(end): \(facts) facts told with that day")
        }
        if !silent.isEmpty {
            lines.append(
                "no papers, fee or time told of \(silent.count) procedures: "
                    + silent.map(\.rawValue).joined(separator: ", "))
        }
        lines.append(closed.isEmpty ? "every office is open" : "closed: " + closed.joined(separator: ", "))
        return lines
    }
}
