package import PublicServices

/// One procedure as an agency, a portal or a crawl publishes it; docs/published-procedures.md has the format.
package struct PublishedProcedure: Sendable, Equatable {
    /// A way to hand the papers in, with its time and its fees.
    package struct Way: Sendable, Equatable {
        /// `direct`, `online`, `post`, or what the source says.
        package var way: String
        /// How long it takes; nil where no number is given.
        package var quantity: Int?
        /// `working_day`, `day`, `hour`, `month`, or `other` where the source gives a number without a unit.
        package var unit: String
        /// The time as it is written.
        package var timeText: String
        package var fees: [Fee]
    }

    /// A fee in đồng, as the source has it.
    package struct Fee: Sendable, Equatable {
        /// Nil where the source gives no sum.
        package var amount: Int?
        package var text: String
        /// Whether 0 stands there and the text points to a rule: that is no exemption.
        package var isTypedZero: Bool
    }

    /// A paper of the list; one with neither originals nor copies is a remark.
    package struct Paper: Sendable, Equatable {
        package var name: String
        package var originals: Int
        package var copies: Int
        package var form: String?

        package var isRemark: Bool { originals == 0 && copies == 0 }
    }

    package var code: ProcedureCode
    package var name: String
    package var field = ""
    package var issuer = ""
    /// Every office that the source names.
    package var offices: [String] = []
    package var result = ""
    package var requirements = ""
    package var steps = ""
    package var ways: [Way] = []
    package var papers: [Paper] = []
    package var laws: [String] = []
    /// The day from which the source has it so: of the page if it says, else the day on which it was read.
    package var day: CalendarDay?
    /// Why the code is used no more, if the source says so.
    package var ended: String?
    /// The file it was read from.
    package var file = ""

    /// Whether a province issued it for itself.
    package var isProvincial: Bool { issuer.lowercased().hasPrefix("ubnd tỉnh") }

    /// Whether more than a row of a list is known.
    package var isFull: Bool { !ways.isEmpty || !papers.isEmpty }

    package init(code: ProcedureCode, name: String) {
        self.code = code
        self.name = name
    }
}

/// Procedures of several files by code: the fullest and newest entry of each, a central one before a province's own.
package struct PublishedCatalogue: Sendable {
    package private(set) var procedures: [ProcedureCode: PublishedProcedure] = [:]
    /// So many codes make a list of which an absent one has gone.
    package static let wholeFrom = 300

    package init(_ all: [PublishedProcedure] = []) {
        for procedure in all {
            guard let known = procedures[procedure.code] else {
                procedures[procedure.code] = procedure
                continue
            }
            if Self.rank(known) < Self.rank(procedure) { procedures[procedure.code] = procedure }
        }
    }

    /// Whether a code that is absent here is likely to have been abolished.
    package var isWhole: Bool { procedures.count >= Self.wholeFrom }

    private static func rank(_ procedure: PublishedProcedure) -> [Int] {
        [procedure.isProvincial ? 0 : 1, procedure.isFull ? 1 : 0, procedure.day?.daysSince1970 ?? 0]
    }
}

private func < (first: [Int], second: [Int]) -> Bool { first.lexicographicallyPrecedes(second) }
