import GRDB
import Synchronization

/// Lets all that wants to write at the same time share one durable commit.
///
/// Each piece of work has its own result, and hears of it only after the commit. What fails alone is undone alone; an error
/// that undoes the whole transaction fails all who were in it. Work belongs to the queue and not to its caller, so a
/// caller that is cancelled cancels nothing.
///
/// Savepoints copy every page that is written in them, so they are used only when something fails: all of it is then
/// undone and done again, each piece in a savepoint of its own. Work may therefore run twice, and changes nothing but the
/// database.
final class CommitGroup: Sendable {
    /// How a transaction is gone through.
    enum Way: Sendable {
        /// Whatever fails undoes all.
        case together
        /// What fails is undone alone.
        case apart
    }

    /// One piece of work that waits.
    private struct Job: Sendable {
        /// Does the work and gives what tells the caller of its success, to be called after the commit.
        var work: @Sendable (Connection, Way) throws -> @Sendable () -> Void
        var fail: @Sendable (any Error) -> Void
    }

    private struct State: Sendable {
        var waiting: [Job] = []
        /// Whether the writer has been told that somebody waits.
        var isScheduled = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())
    /// How long commits took, with the work in them.
    let durations = DurationHistogram(bounds: StoreLimits.commitBounds)

    init(pool: DatabasePool) { self.pool = pool }

    /// Tells when the work is on disk, or why it is not, on the thread of the writer: whatever that puts into the queue is
    /// taken up without a change of threads.
    func enqueue<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let job = Job(
            work: { connection, way in
                let value = try work(connection, way)
                return { tell(.success(value)) }
            },
            fail: { tell(.failure($0)) }
        )
        let schedules = state.withLock { state in
            state.waiting.append(job)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if schedules { schedule() }
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

    private typealias Outcome = Result<@Sendable () -> Void, any Error>

    private func commit(_ jobs: [Job], on db: Database) {
        var outcomes: [Outcome] = []
        let begin = ContinuousClock.now
        defer { durations.note((ContinuousClock.now - begin) / .seconds(1)) }
        do {
            outcomes = try together(jobs, on: db) ?? apart(jobs, on: db)
        } catch {
            for job in jobs { job.fail(error) }
            return
        }
        for (job, outcome) in zip(jobs, outcomes) {
            switch outcome {
            case .success(let tell): tell()
            case .failure(let error): job.fail(error)
            }
        }
    }

    /// Does all of it in one transaction; nil, with nothing done, when a piece of it failed.
    private func together(_ jobs: [Job], on db: Database) throws -> [Outcome]? {
        var outcomes: [Outcome] = []
        try db.inTransaction(.immediate) {
            for job in jobs {
                do {
                    outcomes.append(.success(try job.work(Connection(db: db), .together)))
                } catch {
                    // What undid the transaction by itself, as a full disk does, is no fault of a piece.
                    guard db.isInsideTransaction else { throw error }
                    return .rollback
                }
            }
            return .commit
        }
        return outcomes.count == jobs.count ? outcomes : nil
    }

    private func apart(_ jobs: [Job], on db: Database) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        try db.inTransaction(.immediate) {
            let connection = Connection(db: db)
            for job in jobs { outcomes.append(try connection.undoneAlone { try job.work(connection, .apart) }) }
            return .commit
        }
        return outcomes
    }
}
