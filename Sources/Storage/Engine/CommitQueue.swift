/// What waits for the one writer of a process, and how what comes at the same time shares one durable commit.
///
/// Each piece of work has its own result, and hears of it only after the commit. What fails alone is undone alone; an error
/// that undoes the whole transaction fails all who were in it. Work belongs to the queue and not to its caller, so a
/// caller that is cancelled cancels nothing.
///
/// Savepoints cost (SQLite copies every page that is written in them), so they are used only when something fails: all of it
/// is then undone and done again, each piece in a savepoint of its own. Work may therefore run twice, and changes nothing but
/// the database.
final class CommitQueue: Sendable {
    /// How a transaction is gone through.
    enum Way: Sendable {
        /// Whatever fails undoes all.
        case together
        /// What fails is undone alone.
        case apart
    }

    /// One piece of work that waits.
    struct Job: Sendable {
        /// Does the work and gives what tells the caller of its success, to be called after the commit.
        fileprivate var work: @Sendable (Connection, Way) throws -> @Sendable () -> Void
        fileprivate var fail: @Sendable (any Error) -> Void
    }

    /// Opens a transaction, lets a body work in it, and commits it where the body says true, else rolls it back.
    typealias Transactions = (_ body: (Connection) throws -> Bool) throws -> Void

    private let waiting = WaitingLine<Job>()
    /// How long commits took, with the work in them.
    let durations = DurationHistogram(bounds: StoreLimits.commitBounds)

    /// Puts work into the queue; true where the writer must be told of it.
    ///
    /// The result is told on the thread of the writer.
    func add<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) -> Bool {
        let job = Job(
            work: { connection, way in
                let value = try work(connection, way)
                return { tell(.success(value)) }
            },
            fail: { tell(.failure($0)) }
        )
        return waiting.add(job)
    }

    /// What may share the next commit.
    func next() -> [Job] { waiting.taken() }

    /// After a commit: whether the writer must come again.
    func mustGoOn() -> Bool { waiting.mustGoOn() }

    private typealias Outcome = Result<@Sendable () -> Void, any Error>

    /// Does the jobs, commits, and tells each what came of it.
    func commit(_ jobs: [Job], in transactions: Transactions) {
        var outcomes: [Outcome] = []
        let begin = ContinuousClock.now
        defer { durations.note((ContinuousClock.now - begin) / .seconds(1)) }
        do {
            outcomes = try together(jobs, transactions) ?? apart(jobs, transactions)
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
    private func together(_ jobs: [Job], _ transactions: Transactions) throws -> [Outcome]? {
        var outcomes: [Outcome] = []
        try transactions { connection in
            // A transaction may be tried again on a new connection.
            outcomes = []
            do {
                for job in jobs { outcomes.append(.success(try job.work(connection, .together))) }
                try connection.settle()
            } catch {
                // What undid the transaction by itself, as a full disk does, is no fault of a piece.
                guard connection.isInTransaction else { throw error }
                outcomes = []
                return false
            }
            return true
        }
        return outcomes.count == jobs.count ? outcomes : nil
    }

    private func apart(_ jobs: [Job], _ transactions: Transactions) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        try transactions { connection in
            outcomes = []
            for job in jobs { outcomes.append(try connection.undoneAlone { try job.work(connection, .apart) }) }
            return true
        }
        return outcomes
    }
}
