package import NIOCore

/// A deadline over work that may never end, such as a body that trickles in.
package enum Deadline {
    struct Passed: Error {}

    /// The work's value, or an error when it takes too long; the work is cancelled then.
    package static func within<Value: Sendable>(
        seconds: Double, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Passed()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw Passed() }
            return value
        }
    }

    /// For clients that have a deadline of their own.
    package static func amount(_ seconds: Double) -> TimeAmount {
        .milliseconds(Int64(exactly: (min(max(seconds, 0), 86_400) * 1000).rounded()) ?? 0)
    }
}
