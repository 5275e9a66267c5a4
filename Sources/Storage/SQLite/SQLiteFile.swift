import Foundation
import GRDB

/// The database: one file, with readers, one writer that everybody shares, and the journal between them.
struct SQLiteFile: Sendable {
    let pool: DatabasePool
    /// For checkpoints alone.
    let checkpoints: DatabaseQueue
    let journal: JournalSize
    private let commits: CommitGroup

    private init(pool: DatabasePool, checkpoints: DatabaseQueue, journal: JournalSize) {
        self.pool = pool
        self.checkpoints = checkpoints
        self.journal = journal
        commits = CommitGroup(pool: pool)
    }

    var path: String { pool.path }
    var commitDurations: DurationHistogram { commits.durations }

    /// Opens the file and brings its tables up to date; makes file, folder and tables where they are missing.
    ///
    /// - Parameter trace: is shown each statement, so that tests can ask for its query plan.
    static func open(path: String, trace: (@Sendable (String) -> Void)?) throws -> SQLiteFile {
        try PrivateFolder.makeIfMissing(for: path)
        closeToOthers(path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(StoreLimits.busyTimeout)
        if let trace {
            configuration.prepareDatabase { db in
                db.trace { event in
                    if case .statement(let statement) = event { trace(statement.sql) }
                }
            }
        }
        return try inWords(of: path) {
            let pool = try DatabasePool(path: path, configuration: configuration)
            let journal = JournalSize()
            do {
                try prepare(pool, path: path)
                pool.writeWithoutTransaction(journal.follow)
            } catch {
                try? pool.close()
                throw error
            }
            let checkpoints = try DatabaseQueue(path: path, configuration: configuration)
            return SQLiteFile(pool: pool, checkpoints: checkpoints, journal: journal)
        }
    }

    /// Brings the tables of a copy up to date and leaves it as one file.
    static func bringUpToDate(_ path: String) throws {
        try inWords(of: path) {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try requireNoNewer(queue, path: path)
            try Migrations.migrator.migrate(queue)
        }
    }

    /// Closes the file; it is of no use afterwards.
    func close() throws {
        try Self.inWords(of: path) {
            try pool.close()
            // The last to close folds the journal in, which a pool's readers cannot.
            try checkpoints.close()
        }
    }

    /// Makes an empty file that other users cannot read; SQLite gives its journal files the same mode.
    private static func closeToOthers(_ path: String) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // Where it cannot be made, it exists already, or SQLite says why in a moment.
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    private static func prepare(_ pool: DatabasePool, path: String) throws {
        try requireNoNewer(pool, path: path)
        try Migrations.migrator.migrate(pool)
        // Opening in WAL mode sets NORMAL, with which a power cut may undo what a provider was told we have.
        let synchronous = try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // No commit carries the journal into the file as well: that is the work of `checkpoint`.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA cache_size = -\(StoreLimits.writerCache / 1024)")
            // What is erased is overwritten, and stands in no free page: the privacy notice promises that it is gone.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Savepoints keep what they may have to undo in memory, not in files of their own.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            // Beyond what a checkpoint leaves behind, see `JournalSize`.
            try db.execute(sql: "PRAGMA journal_size_limit = \(StoreLimits.keptJournalBytes)")
            return try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        guard synchronous == 2 else {
            throw StorageError(
                .database,
                "The database \(path) cannot be set to durable writes.",
                mend: "Use the SQLite of the distribution."
            )
        }
    }

    private static func requireNoNewer(_ database: some DatabaseReader, path: String) throws {
        guard try !database.read(Migrations.migrator.hasBeenSuperseded) else {
            throw StorageError(
                .newerDatabase,
                "The database \(path) was made by a newer gateway.",
                mend: "Start the newer version, or restore a backup from before the upgrade."
            )
        }
    }

    /// Calls what uses the engine; what that refuses is told in our words.
    static func inWords<Value>(of path: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            throw StorageError(error, path: path) ?? error
        }
    }

    static func inWords<Value: Sendable>(of path: String, _ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch {
            throw StorageError(error, path: path) ?? error
        }
    }
}

// MARK: - Work

extension SQLiteFile {
    /// One piece of writing work at the start, when there is nobody to share a commit with.
    func writeAlone(_ work: (Connection) throws -> Void) throws {
        try Self.inWords(of: path) { try pool.write { try work(Connection(SQLiteConnection(db: $0))) } }
    }

    /// One piece of writing work, which shares its commit with all that waits at the same time; see ``CommitGroup``.
    func enqueue<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, CommitQueue.Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let path = path
        commits.enqueue(work) { result in tell(result.mapError { StorageError($0, path: path) ?? $0 }) }
    }

    /// One consistent view.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await Self.inWords(of: path) { try await pool.read { try work(Connection(SQLiteConnection(db: $0))) } }
    }
}
