#if PostgreSQL
import Foundation

/// A database of a PostgreSQL server: one writer for the process, some readers, and what is asked of the server itself.
struct PostgreSQLStore: Sendable {
    let target: PostgreSQLTarget
    private let writer: PostgreSQLWriter
    private let readers: WorkThreads<@Sendable (inout PostgreSQLReading) -> Void>
    private let replica: PostgreSQLReplica?

    /// Connects, and brings the tables up to date; makes them where there are none.
    static func open(_ settings: StoreServer) throws -> PostgreSQLStore {
        let target = try PostgreSQLTarget(settings)
        try inWords(of: target) { try PostgreSQLSchema.bringUpToDate(target) }
        return PostgreSQLStore(target, try PostgreSQLReplica(settings))
    }

    private init(_ target: PostgreSQLTarget, _ replica: PostgreSQLReplica?) {
        self.target = target
        self.replica = replica
        writer = PostgreSQLWriter(target)
        readers = WorkThreads(count: target.settings.readers) { take in
            var reading = PostgreSQLReading(target)
            while let work = take() { work(&reading) }
        }
    }

    var commitDurations: DurationHistogram { writer.durations }

    func close() {
        writer.close()
        readers.close()
        replica?.close()
    }

    /// One piece of writing work at the start, when there is nobody to share a commit with.
    func writeAlone(_ work: (Connection) throws -> Void) throws {
        try Self.inWords(of: target) {
            var writing = PostgreSQLWriting(target)
            try writing.transaction {
                try work($0)
                return true
            }
        }
    }

    func enqueue<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, CommitQueue.Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let name = target.name
        writer.enqueue(work) { result in tell(result.mapError { StorageError($0, server: name) ?? $0 }) }
    }

    /// One consistent view.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await read { reading in try reading.transaction(work) }
    }

    /// One consistent view of what need not be of this moment: of a standby, where there is one that follows closely; then
    /// with the moment up to which it is complete.
    func readLate<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> (value: Value, upTo: Date?) {
        let target = target
        if let found = await replica?.read(at: { Date().addingTimeInterval(target.lead) }, work) { return found }
        return (try await read(work), nil)
    }

    /// Why reports are not read from the standby that is there for them.
    var replicaFault: StorageError? { replica?.fault }

    private func read<Value: Sendable>(
        with work: @escaping @Sendable (inout PostgreSQLReading) throws -> Value
    ) async throws -> Value {
        let name = target.name
        return try await withCheckedThrowingContinuation { continuation in
            readers.add { reading in
                let result = Result { try work(&reading) }
                continuation.resume(with: result.mapError { StorageError($0, server: name) ?? $0 })
            }
        }
    }

    static func inWords<Value>(of target: PostgreSQLTarget, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            throw StorageError(error, server: target.name) ?? error
        }
    }
}

// MARK: - The server itself

extension PostgreSQLStore {
    /// Which server it is, and how many steps its tables have gone through.
    func version() async throws -> (engine: String, steps: Int) {
        try await read { connection in
            let version = try connection.text("SELECT current_setting('server_version')") ?? "?"
            return (
                "PostgreSQL " + (version.split(separator: " ").first.map(String.init) ?? version),
                Int(try connection.number("SELECT COUNT(*) FROM schema_step") ?? 0)
            )
        }
    }

    func replication() async throws -> StoreReplication {
        let isNeeded = target.settings.needsStandby
        let isVerified = target.verifies
        let reports = replica?.line
        return try await read { connection in
            StoreReplication(
                standbys: try connection.text("SELECT current_setting('synchronous_standby_names')") ?? "",
                isNeeded: isNeeded,
                line: Self.line(try connection.text(Self.lineAsked), isVerified: isVerified), reportsLine: reports)
        }
    }

    static func line(_ answer: String?, isVerified: Bool) -> StoreReplication.Line {
        answer == "own" ? .ownMachine : answer != "tls" ? .open : isVerified ? .verified : .unverified
    }

    static let lineAsked = """
        SELECT CASE WHEN inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr() THEN 'own'
            WHEN (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) THEN 'tls' ELSE 'open' END
        """

    /// What the database takes on the server, in bytes.
    func bytes() async throws -> Int {
        try await read { Int(try $0.number("SELECT pg_database_size(current_database())") ?? 0) }
    }

    /// Gives the places of what was erased free, so that they are written over; the server's log keeps it until its files are
    /// used again.
    func clearErased() async throws {
        try await read { reading in try reading.clearErased() }
    }
}

/// Transactions that read, on a connection that is made anew when it is lost.
struct PostgreSQLReading {
    private let target: PostgreSQLTarget
    private let purpose: PostgreSQLTarget.Purpose
    private var session: PostgreSQLSession?

    init(_ target: PostgreSQLTarget, for purpose: PostgreSQLTarget.Purpose = .reading) {
        self.target = target
        self.purpose = purpose
    }

    /// One consistent view; as nothing is changed, it is tried again where the connection was lost.
    mutating func transaction<Value>(_ work: (Connection) throws -> Value) throws -> Value {
        var isAgain = false
        while true {
            let session = try connected()
            do {
                try session.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                let value = try work(Connection(session))
                try session.control("COMMIT")
                return value
            } catch {
                if session.isInTransaction { try? session.control("ROLLBACK") }
                if session.isUsable { throw error }
                self.session = nil
                guard !isAgain else { throw error }
                isAgain = true
            }
        }
    }

    fileprivate func clearErased() throws {
        try target.connect(for: .upkeep).control("VACUUM")
    }

    private mutating func connected() throws -> PostgreSQLSession {
        if let session, target.isCurrent(session) { return session }
        session = nil
        let session = try target.connect(for: purpose)
        self.session = session
        return session
    }
}
#endif
