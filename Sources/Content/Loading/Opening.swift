import CheckedYAML

extension FileProblems {
    /// One problem alone as what is wrong with everything.
    static func of<Value>(_ open: () throws(FileProblem) -> Value) throws(FileProblems) -> Value {
        do throws(FileProblem) {
            return try open()
        } catch {
            throw FileProblems([error])
        }
    }

    /// What a reader makes of an opened file, unless it finds something wrong.
    static func collected<Value>(
        _ path: String, _ read: (YAMLEntry, inout ProblemCollector) -> Value
    ) throws(FileProblems) -> Value {
        let root = try of { () throws(FileProblem) in try YAMLEntry.load(path: path) }
        var problems = ProblemCollector()
        let value = read(root, &problems)
        try problems.finish()
        return value
    }
}
