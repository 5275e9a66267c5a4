import CBuildCommit

/// Which program this is: what `--version` prints and a report of a fault names.
package enum ProgramVersion {
    /// By Semantic Versioning, as CHANGELOG.md counts; `-dev` until that version's heading has a date.
    package static let number = "0.6.0-dev"

    /// The abbreviated hash of the commit, with `-dirty` behind it where files had been changed.
    ///
    /// `make` puts it in before it builds. A plain `swift build` keeps what the last `make` found, and says `unknown` where
    /// there was none, or no Git.
    package static var commit: String { String(cString: build_commit()) }

    /// One line, such as `gateway 0.6.0 (commit 1f0c2ab)`.
    package static func text(of program: String) -> String { "\(program) \(number) (commit \(commit))" }
}
