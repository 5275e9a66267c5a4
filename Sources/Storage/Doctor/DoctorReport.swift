package import Foundation

/// What the doctor looked at, what it found, and what it repaired.
package struct DoctorReport: Sendable, Equatable, Codable {
    /// The rows that one check looked at.
    package struct Look: Sendable, Equatable, Codable {
        package var check: String
        package var table: String
        package var rows: Int
    }

    package struct Finding: Sendable, Equatable, Codable {
        package var check: String
        package var table: String
        /// How many places are broken.
        package var count: Int
        /// The numbers of the first of them.
        package var rows: [Int64]
        /// What numbers do not say, such as the names of tables.
        package var words: [String]
        package var means: String
        /// What `--repair` does, or what a person must do.
        package var mend: String
        package var canBeRepaired: Bool
    }

    /// The moment against which "overdue" was measured.
    package var asOf: Date
    package var looks: [Look]
    /// What is broken now; after a repair, what is still broken.
    package var findings: [Finding]
    /// What was broken and is mended.
    package var repaired: [Finding]
    /// What could not be looked at.
    package var notes: [String]

    package var isClean: Bool { findings.isEmpty }
}
