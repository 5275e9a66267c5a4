package import PublicServices

/// Ours and theirs, procedure by procedure and facet by facet.
package struct ServiceComparison: Sendable {
    /// What is found of one facet.
    package enum Verdict: String, Sendable {
        case agrees = "khớp"
        case differs = "khác"
        /// They have it, we do not tell it.
        case onlyTheirs = "ta chưa có"
        /// We have it, they do not.
        case onlyOurs = "họ không ghi"
        /// What they have says nothing sure, such as a typed 0.
        case unclear = "không rõ"
    }

    package struct Finding: Sendable {
        /// A kind of fact, or nil for the name.
        package var kind: FactKind?
        package var verdict: Verdict
        package var ours: Fact?
        /// What they have, short.
        package var theirs: String
        /// Whether our fact was last checked before their day.
        package var isOlder: Bool
    }

    package struct Entry: Sendable {
        package var procedure: Procedure
        package var published: PublishedProcedure
        package var findings: [Finding]
    }

    /// In the order of our catalogue.
    package private(set) var entries: [Entry] = []
    /// Our codes that the files do not have, with the code that may have taken their place.
    package private(set) var absent: [(procedure: Procedure, successor: PublishedProcedure?)] = []
    /// Ours without a national code, with the one that it may be.
    package private(set) var uncoded: [(procedure: Procedure, candidate: PublishedProcedure?)] = []
    /// Theirs that we do not have.
    package private(set) var missing: [PublishedProcedure] = []
    /// Codes that the files call ended, ours and others.
    package private(set) var ended: [PublishedProcedure] = []
    /// Whether an absent code has probably gone.
    package private(set) var isWhole = false

    package init(_ catalogue: ServiceCatalogue, _ published: PublishedCatalogue) {
        isWhole = published.isWhole
        ended = published.procedures.values.filter { $0.ended != nil }.sorted { $0.code.rawValue < $1.code.rawValue }
        let known = Set(catalogue.procedures.map(\.code))
        missing = published.procedures.values.filter { !known.contains($0.code) }
            .sorted { $0.code.rawValue < $1.code.rawValue }
        // A province's own procedure, and a row of which nothing is known, take nobody's place.
        let names = missing.filter { $0.ended == nil && !$0.isProvincial && ($0.isFull || $0.day != nil) }.map {
            ($0, FacetComparison.words(of: $0.name))
        }
        func nearest(_ procedure: Procedure) -> PublishedProcedure? {
            let words = FacetComparison.words(of: procedure.name)
            let near = names.map { ($0.0, FacetComparison.likeness(words, $0.1)) }.max { $0.1 < $1.1 }
            return near.flatMap { $0.1 >= FacetComparison.sameName ? $0.0 : nil }
        }
        for procedure in catalogue.procedures {
            if let theirs = published.procedures[procedure.code] {
                entries.append(
                    Entry(
                        procedure: procedure, published: theirs,
                        findings: FacetComparison.findings(procedure, theirs)))
            } else if procedure.code.isNational {
                absent.append((procedure, nearest(procedure)))
            } else {
                uncoded.append((procedure, nearest(procedure)))
            }
        }
    }
}
