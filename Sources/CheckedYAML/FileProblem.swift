/// One thing wrong in a file that people edit, with the place and the way to mend it.
package struct FileProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file as the reader of the report knows it, usually a path below the configuration folder.
    package var file: String
    /// The line, counted from 1; nil when the problem is the file as a whole.
    package var line: Int?
    /// The dotted path of the entry (`channels[0].kind`); empty for the whole file.
    package var entry: String
    /// What is wrong, as half a sentence.
    package var what: String
    /// What to write or do instead, as an imperative.
    package var mend: String

    /// Makes a problem from its parts.
    package init(file: String, line: Int?, entry: String, what: String, mend: String) {
        self.file = file
        self.line = line
        self.entry = entry
        self.what = what
        self.mend = mend
    }

    /// The problem on one line: `config/gateway.yaml:12: channels[0].kind: unknown kind "kanel". Fix: …`.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let subject = entry.isEmpty ? "" : "\(entry): "
        return "\(place): \(subject)\(what). Fix: \(mend)"
    }
}

/// All that is wrong in a set of files, so that one run shows everything to mend.
package struct FileProblems: Error, Sendable, Equatable, CustomStringConvertible {
    /// The problems, in the order in which they were met.
    package var problems: [FileProblem]

    /// Makes the set from problems already met.
    package init(_ problems: [FileProblem]) {
        self.problems = problems
    }

    /// The problems, one on each line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
