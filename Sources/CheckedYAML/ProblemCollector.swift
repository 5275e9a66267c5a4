/// Gathers problems while a loader reads on, so that one run reports them all.
public struct ProblemCollector: Sendable {
    /// What was gathered so far, in order.
    public private(set) var problems: [FileProblem] = []

    /// Makes an empty collector.
    public init() {}

    /// Reads one value; a problem is kept and nil returned.
    public mutating func collect<Value>(_ read: @autoclosure () throws(FileProblem) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// Keeps a problem that the caller found himself.
    public mutating func add(_ problem: FileProblem) {
        problems.append(problem)
    }

    /// Keeps all problems of another loader.
    public mutating func add(_ others: [FileProblem]) {
        problems.append(contentsOf: others)
    }

    /// Throws what was gathered, and does nothing when all was well.
    public func finish() throws(FileProblems) {
        if !problems.isEmpty { throw FileProblems(problems) }
    }
}
