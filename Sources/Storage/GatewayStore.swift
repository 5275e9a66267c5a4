package import Foundation

/// The durable memory of the gateway: one database behind verbs of the domain, a folder for each family of them.
///
/// No verb knows the engine: those are the folders `SQLite` and `PostgreSQL`, and `Connection` is all of them that is seen
/// outside.
package struct GatewayStore: Sendable {
    let engine: StoreEngine
    /// Where the database is, or where a server's would be: files of the gateway's own lie beside it.
    package let path: String
    let sealing: Sealing
    let surroundings = SurroundingsBox()
    /// For reports.
    let waitingTimes = WaitingTimes()
    let inbox = InboxBeginning()
    let receptions = Receptions()

    private init(engine: StoreEngine, path: String, sealing: Sealing) {
        self.engine = engine
        self.path = path
        self.sealing = sealing
    }

    /// Opens the database, and makes it, its folder and its tables where they are missing.
    package static func open(path: String, keys: StoreKeys) throws -> GatewayStore {
        try open(path: path, keys: keys, trace: nil)
    }

    /// Opens the database and shows each statement to `trace`, so that tests can ask for its query plan.
    static func open(path: String, keys: StoreKeys, trace: (@Sendable (String) -> Void)?) throws -> GatewayStore {
        try ready(.file(try SQLiteFile.open(path: path, trace: trace)), path: path, keys: keys, named: path)
    }

    /// Connects to a server, and makes its tables where they are missing.
    ///
    /// - Parameter path: beside which files of this gateway's own are kept.
    package static func open(server: StoreServer, path: String, keys: StoreKeys) throws -> GatewayStore {
        try PrivateFolder.makeIfMissing(for: path)
        return try ready(try StoreEngine.open(server), path: path, keys: keys, named: "of the server")
    }

    private static func ready(
        _ engine: StoreEngine, path: String, keys: StoreKeys, named name: String
    ) throws -> GatewayStore {
        do {
            try engine.writeAlone { try require(keys, of: $0, named: name) }
        } catch {
            try? engine.close()
            throw error
        }
        return GatewayStore(engine: engine, path: path, sealing: Sealing(keys: keys))
    }

    /// Closes the database; the store is of no use afterwards.
    package func close() throws { try engine.close() }

    private static func require(_ keys: StoreKeys, of connection: Connection, named name: String) throws {
        guard try !connection.exists("SELECT 1 FROM setting WHERE name = ?", [StoreCopy.mark]) else {
            throw StorageError(
                .database, "The database \(name) is a copy that was cut off.", mend: "Run `gateway store copy` again.")
        }
        try connection.run(
            "INSERT INTO setting (name, value) VALUES ('key_check', ?) ON CONFLICT DO NOTHING", [keys.checkValue])
        guard try connection.text("SELECT value FROM setting WHERE name = 'key_check'") == keys.checkValue else {
            throw StorageError(
                .wrongKeys,
                "The database \(name) was made with other keys than those of the key file.",
                mend: "Bring back the key file that belongs to it, or start with a new database."
            )
        }
    }

    /// Writes a little and waits until it is on disk; throws what keeps the database from being written.
    package func proveWritable(at now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.set("written_at", to: String(now.milliseconds))
        }
    }

    /// One piece of writing work, done wholly or not at all; work that comes at the same time shares a commit.
    ///
    /// It may run twice, the first time in vain: so it changes nothing but the database.
    ///
    /// One transaction writes at a time, of whatever process: SQLite lets no more, and on a server all of ours take one lock
    /// from the beginning. So what a piece of work reads stays true until it commits. Claims do not rest on that. Where more
    /// rests on it, the place says "One writer", and what else would hold.
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
        engine.enqueue(
            { connection, way in
                try self.work(on: connection, at: now(), undoesParts: way == .apart, work)
            }, then: tell)
    }

    /// Does writing work in an open transaction.
    func work<Value>(
        on connection: Connection, at now: Date, undoesParts: Bool, _ work: (Transaction) throws -> Value
    ) throws -> Value {
        let transaction = Transaction(
            connection: connection, sealing: sealing, now: now.milliseconds, undoesParts: undoesParts,
            surroundings: surroundings.value, inboxBeginning: inbox.place)
        let value = try work(transaction)
        try transaction.settleSpending()
        return value
    }

    /// One consistent view of the database.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        let (sealing, surroundings) = (sealing, surroundings.value)
        // Nothing that only reads needs the time.
        return try await engine.read {
            try work(Transaction(connection: $0, sealing: sealing, now: 0, surroundings: surroundings))
        }
    }

    /// One consistent view of what need not be of this moment, and where it ends: nil where it is of this moment.
    ///
    /// What is shown of single villagers is read by ``read(_:)``, for it may have been erased or made private since.
    func readLate<Value: Sendable>(
        _ work: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> (value: Value, upTo: Date?) {
        let (sealing, surroundings) = (sealing, surroundings.value)
        return try await engine.readLate {
            try work(Transaction(connection: $0, sealing: sealing, now: 0, surroundings: surroundings))
        }
    }

    /// Why reports are read from the primary although a standby is named for them; nil while all is well.
    package var replicaFault: StorageError? { engine.replicaFault }
}
