/// Which of the things that villagers ask about a procedure can be told.
package struct FacetCoverage: Sendable, Equatable {
    /// The eleven that are counted; the others are told beside one of these.
    package static let asked: [FactKind] = [
        .documents, .fee, .time, .place, .link, .steps, .form, .eligibility, .who, .deadline, .result,
    ]
    /// Those that every procedure should have.
    package static let needed: [FactKind] = [.documents, .fee, .time, .place]

    package let procedure: Procedure
    /// Of ``asked``, those told on the day, in their order; what is withheld is not told.
    package let told: [FactKind]

    package init(_ procedure: Procedure, on day: CalendarDay) {
        self.procedure = procedure
        told = Self.asked.filter { kind in
            procedure.facts[kind].map { $0.standing(on: day) != .withheld } ?? false
        }
    }

    package var lacking: [FactKind] { Self.asked.filter { !told.contains($0) } }

    /// Of ``needed``, those that are not told and of which nothing says why: no `gaps`, and no note at a withheld fact.
    package var unexplained: [FactKind] {
        guard procedure.gaps == nil else { return [] }
        return Self.needed.filter { !told.contains($0) && procedure.facts[$0]?.note == nil }
    }
}
