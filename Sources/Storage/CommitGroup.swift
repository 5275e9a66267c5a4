import GRDB
import Synchronization

/// Lets all that wants to write at the same time share one durable commit.
///
/// Each piece of work has its own savepoint and its own result; it hears of it only after the commit. What fails alone is
/// undone alone; an error that undoes the whole transaction fails all who were in it. Work belongs to the queue and not
/// to its caller, so a caller that is cancelled cancels nothing.
final class CommitGroup: Sendable {
    /// One piece of work that waits.
    private struct Job: Sendable {
        /// Does the work and gives what tells the caller of its success, to be called after the commit.
        var work: @Sendable (Database) throws -> @Sendable () -> Void
        var fail: @Sendable (any Error) -> Void
    }

    private struct State: Sendable {
        var waiting: [Job] = []
        /// Whether the writer has been told that somebody waits.
        var isScheduled = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) { self.pool = pool }

    /// Returns when the work is on disk.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                work: { db in
                    let value = try work(db)
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) }
            )
            let schedules = state.withLock { state in
                state.waiting.append(job)
                defer { state.isScheduled = true }
                return !state.isScheduled
            }
            if schedules { schedule() }
        }
    }

    private func schedule() {
        pool.asyncWriteWithoutTransaction { db in
            self.commit(self.next(), on: db)
            let goesOn = self.state.withLock { state in
                state.isScheduled = !state.waiting.isEmpty
                return state.isScheduled
            }
            // By way of the queue again, so that others who want the writer get their turn.
            if goesOn { self.schedule() }
        }
    }

    private func next() -> [Job] {
        state.withLock { state in
            let jobs = Array(state.waiting.prefix(StoreLimits.jobsPerCommit))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
    }

    private func commit(_ jobs: [Job], on db: Database) {
        var outcomes: [Result<@Sendable () -> Void, any Error>] = []
        do {
            try db.inTransaction(.immediate) {
                for job in jobs {
                    // Whoever is alone needs no savepoint: what undoes all undoes him alone.
                    outcomes.append(
                        jobs.count == 1 ? .success(try job.work(db)) : try db.undoneAlone { try job.work(db) })
                }
                return .commit
            }
        } catch {
            for (index, job) in jobs.enumerated() {
                if outcomes.indices.contains(index), case .failure(let own) = outcomes[index] {
                    job.fail(own)
                } else {
                    job.fail(error)
                }
            }
            return
        }
        for (job, outcome) in zip(jobs, outcomes) {
            switch outcome {
            case .success(let tell): tell()
            case .failure(let error): job.fail(error)
            }
        }
    }
}

extension Database {
    /// Does the work in a savepoint of its own; what it throws is undone and given back as its result.
    ///
    /// Throws what has undone the whole transaction around it.
    func undoneAlone<Value>(_ work: () throws -> Value) throws -> Result<Value, any Error> {
        try cachedStatement(sql: "SAVEPOINT alone").execute()
        do {
            let value = try work()
            try cachedStatement(sql: "RELEASE alone").execute()
            return .success(value)
        } catch {
            guard isInsideTransaction else { throw error }
            try cachedStatement(sql: "ROLLBACK TO alone").execute()
            try cachedStatement(sql: "RELEASE alone").execute()
            return .failure(error)
        }
    }
}
