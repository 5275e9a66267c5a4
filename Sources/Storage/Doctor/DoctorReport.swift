public import Foundation

/// What the doctor looked at, what it found, and what it repaired.
public struct DoctorReport: Sendable, Equatable, Codable {
    /// The rows that one check looked at.
    public struct Look: Sendable, Equatable, Codable {
        public var check: String
        public var table: String
        public var rows: Int
    }

    public struct Finding: Sendable, Equatable, Codable {
        public var check: String
        public var table: String
        /// How many places are broken.
        public var count: Int
        /// The numbers of the first of them.
        public var rows: [Int64]
        /// What numbers do not say, such as the names of tables.
        public var words: [String]
        public var means: String
        /// What `--repair` does, or what a person must do.
        public var mend: String
        public var canBeRepaired: Bool
    }

    /// The moment against which "overdue" was measured.
    public var asOf: Date
    public var looks: [Look]
    /// What is broken now; after a repair, what is still broken.
    public var findings: [Finding]
    /// What was broken and is mended.
    public var repaired: [Finding]
    /// What could not be looked at.
    public var notes: [String]

    public var isClean: Bool { findings.isEmpty }
}
