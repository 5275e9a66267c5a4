/// Gathers problems while a loader reads on, so that one run reports them all.
package struct ProblemCollector: Sendable {
    /// What was gathered so far, in order.
    package private(set) var problems: [FileProblem] = []

    /// Makes an empty collector.
    package init() {}

    /// Reads one value; a problem is kept and nil returned.
    package mutating func collect<Value>(_ read: @autoclosure () throws(FileProblem) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// Keeps a problem that the caller found himself.
    package mutating func add(_ problem: FileProblem) {
        problems.append(problem)
    }

    /// Keeps all problems of another loader.
    package mutating func add(_ others: [FileProblem]) {
        problems.append(contentsOf: others)
    }

    /// Throws what was gathered, and does nothing when all was well.
    package func finish() throws(FileProblems) {
        if !problems.isEmpty { throw FileProblems(problems) }
    }
}
