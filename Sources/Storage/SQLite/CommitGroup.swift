import GRDB

/// The one writer of a file, which works off the queue on the thread of its pool.
struct CommitGroup: Sendable {
    private let pool: DatabasePool
    private let queue = CommitQueue()

    init(pool: DatabasePool) { self.pool = pool }

    var durations: DurationHistogram { queue.durations }

    /// Tells when the work is on disk, or why it is not, on the thread of the writer: whatever that puts into the queue is
    /// taken up without a change of threads.
    func enqueue<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, CommitQueue.Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        if queue.add(work, then: tell) { schedule() }
    }

    private func schedule() {
        pool.asyncWriteWithoutTransaction { db in
            self.queue.commit(self.queue.next()) { body in
                try db.inTransaction(.immediate) {
                    try body(Connection(SQLiteConnection(db: db))) ? .commit : .rollback
                }
            }
            // By way of the pool again, so that others who want the writer get their turn.
            if self.queue.mustGoOn() { self.schedule() }
        }
    }
}
