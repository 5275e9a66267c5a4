public import Foundation
import GRDB

/// The durable memory of the gateway: one SQLite file behind verbs of the domain.
public struct GatewayStore: Sendable {
    let pool: DatabasePool
    let sealing: Sealing
    /// For checkpoints alone.
    let checkpoints: DatabaseQueue
    let journal: JournalSize
    let surroundings = SurroundingsBox()
    private let commits: CommitGroup

    private init(pool: DatabasePool, checkpoints: DatabaseQueue, journal: JournalSize, sealing: Sealing) {
        self.pool = pool
        self.checkpoints = checkpoints
        self.journal = journal
        self.sealing = sealing
        commits = CommitGroup(pool: pool)
    }

    /// Opens the database, and makes it, its folder and its tables where they are missing.
    public static func open(path: String, keys: StoreKeys) throws -> GatewayStore {
        try open(path: path, keys: keys, trace: nil)
    }

    /// Opens the database and shows each statement to `trace`, so that tests can ask for its query plan.
    static func open(path: String, keys: StoreKeys, trace: (@Sendable (String) -> Void)?) throws -> GatewayStore {
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
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            let journal = JournalSize()
            do {
                try prepare(pool, path: path, keys: keys)
                pool.writeWithoutTransaction(journal.follow)
            } catch {
                try? pool.close()
                throw error
            }
            let checkpoints = try DatabaseQueue(path: path, configuration: configuration)
            return GatewayStore(
                pool: pool, checkpoints: checkpoints, journal: journal, sealing: Sealing(keys: keys))
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// Closes the file; the store is of no use afterwards.
    public func close() throws {
        do {
            try pool.close()
            // The last to close folds the journal in, which a pool's readers cannot.
            try checkpoints.close()
        } catch let error as DatabaseError {
            throw StorageError(error, path: pool.path)
        }
    }

    /// Makes an empty file that other users cannot read; SQLite gives its journal files the same mode.
    private static func closeToOthers(_ path: String) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // Where it cannot be made, it exists already, or SQLite says why in a moment.
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    private static func prepare(_ pool: DatabasePool, path: String, keys: StoreKeys) throws {
        guard try !pool.read(Migrations.migrator.hasBeenSuperseded) else {
            throw StorageError(
                .newerDatabase,
                "The database \(path) was made by a newer gateway.",
                mend: "Start the newer version, or restore a backup from before the upgrade."
            )
        }
        try Migrations.migrator.migrate(pool)
        // Opening in WAL mode sets NORMAL, with which a power cut may undo what a provider was told we have.
        let synchronous = try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // No commit carries the journal into the file as well: that is the work of `checkpoint`.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA cache_size = -\(StoreLimits.writerCache / 1024)")
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
        try pool.write { db in
            try db.execute(
                sql: "INSERT INTO setting (name, value) VALUES ('key_check', ?) ON CONFLICT DO NOTHING",
                arguments: [keys.checkValue]
            )
            let known = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'key_check'")
            guard known == keys.checkValue else {
                throw StorageError(
                    .wrongKeys,
                    "The database \(path) was made with other keys than those of the key file.",
                    mend: "Bring back the key file that belongs to it, or start with a new database."
                )
            }
        }
    }

    /// Writes a little and waits until it is on disk; throws what keeps the database from being written.
    public func proveWritable(at now: Date) async throws {
        _ = try await write(at: now) { transaction in
            try transaction.run(
                """
                INSERT INTO setting (name, value) VALUES ('written_at', ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """,
                [String(now.milliseconds)]
            )
        }
    }

    /// One piece of writing work, done wholly or not at all; work that comes at the same time shares a commit.
    ///
    /// It may run twice, the first time in vain: so it changes nothing but the database.
    func write<Value: Sendable>(
        at now: Date,
        _ work: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(at: { now }, work) { continuation.resume(with: $0) }
        }
    }

    /// The same, for whoever waits on no task; `tell` is called on the thread of the writer.
    func enqueue<Value: Sendable>(
        at now: @escaping @Sendable () -> Date,
        _ work: @escaping @Sendable (Transaction) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let (sealing, path, surroundings) = (sealing, pool.path, surroundings)
        commits.enqueue { db, way in
            let transaction = Transaction(
                db: db, sealing: sealing, now: now().milliseconds, undoesParts: way == .apart,
                surroundings: surroundings.value)
            let value = try work(transaction)
            try transaction.settleSpending()
            return value
        } then: { result in
            tell(result.mapError { ($0 as? DatabaseError).map { StorageError($0, path: path) } ?? $0 })
        }
    }

    /// One consistent view of the database.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        let sealing = sealing
        do {
            // Nothing that only reads needs the time.
            return try await pool.read { db in try work(Transaction(db: db, sealing: sealing, now: 0)) }
        } catch let error as DatabaseError {
            throw StorageError(error, path: pool.path)
        }
    }
}
