import Foundation

/// The database behind the store: a file of SQLite, or one of a PostgreSQL server.
enum StoreEngine: Sendable {
    case file(SQLiteFile)
    #if PostgreSQL
    case server(PostgreSQLStore)
    #endif

    /// Connects to a server; throws where this program was built without what that needs.
    static func open(_ server: StoreServer) throws -> StoreEngine {
        #if PostgreSQL
        return .server(try PostgreSQLStore.open(server))
        #else
        throw withoutServers
        #endif
    }

    static let withoutServers = StorageError(
        .database, "This gateway was built without PostgreSQL.",
        mend: "Build it with `swift build --traits PostgreSQL`, or remove storage.server.")

    /// Closes it; it is of no use afterwards.
    func close() throws {
        switch self {
        case .file(let file): try file.close()
        #if PostgreSQL
        case .server(let server): server.close()
        #endif
        }
    }

    var commitDurations: DurationHistogram {
        switch self {
        case .file(let file): file.commitDurations
        #if PostgreSQL
        case .server(let server): server.commitDurations
        #endif
        }
    }

    /// One piece of writing work at the start, when there is nobody to share a commit with.
    func writeAlone(_ work: (Connection) throws -> Void) throws {
        switch self {
        case .file(let file): try file.writeAlone(work)
        #if PostgreSQL
        case .server(let server): try server.writeAlone(work)
        #endif
        }
    }

    /// One piece of writing work, which shares its commit with all that waits at the same time; see ``CommitQueue``.
    func enqueue<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, CommitQueue.Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        switch self {
        case .file(let file): file.enqueue(work, then: tell)
        #if PostgreSQL
        case .server(let server): server.enqueue(work, then: tell)
        #endif
        }
    }

    /// What the engine refused, in our words.
    func inWords(_ error: any Error) -> any Error {
        switch self {
        case .file(let file): StorageError(error, path: file.path) ?? error
        #if PostgreSQL
        case .server(let server): StorageError(error, server: server.target.name) ?? error
        #endif
        }
    }

    /// One consistent view.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        switch self {
        case .file(let file): try await file.read(work)
        #if PostgreSQL
        case .server(let server): try await server.read(work)
        #endif
        }
    }

    /// One consistent view of what need not be of this moment; `upTo` is where it ends, nil where it is of this moment.
    func readLate<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> (value: Value, upTo: Date?) {
        switch self {
        case .file(let file): (try await file.read(work), nil)
        #if PostgreSQL
        case .server(let server): try await server.readLate(work)
        #endif
        }
    }

    /// Which engine it is, and how many steps its tables have gone through.
    func version() async throws -> (engine: String, steps: Int) {
        switch self {
        case .file(let file): try await file.version()
        #if PostgreSQL
        case .server(let server): try await server.version()
        #endif
        }
    }
}

// MARK: - What files and servers need for themselves

extension StoreEngine {
    var isFile: Bool {
        if case .file = self { true } else { false }
    }

    /// Carries what the journal holds into the database file; a server does that by itself.
    func checkpoint() async throws {
        if case .file(let file) = self { try await file.checkpoint() }
    }

    /// Sees to it that what was erased can be read in no journal and no free place any more, as far as that can be asked for.
    func cutJournal() async throws {
        switch self {
        case .file(let file): try await file.cutJournal()
        #if PostgreSQL
        case .server(let server): try await server.clearErased()
        #endif
        }
    }

    /// Looks for damage for so long at most; nil when nothing was found.
    ///
    /// A server looks after its own files (checksums).
    func damage(lookingFor seconds: TimeInterval) async throws -> String? {
        if case .file(let file) = self { try await file.damage(lookingFor: seconds) } else { nil }
    }

    /// What a server's database takes, in bytes; nil for a file, which is looked at from outside.
    func serverBytes() async throws -> Int? {
        switch self {
        case .file: nil
        #if PostgreSQL
        case .server(let server): try await server.bytes()
        #endif
        }
    }

    var serverLead: TimeInterval {
        switch self {
        case .file: 0
        #if PostgreSQL
        case .server(let server): server.target.lead
        #endif
        }
    }

    var replicaFault: StorageError? {
        switch self {
        case .file: nil
        #if PostgreSQL
        case .server(let server): server.replicaFault
        #endif
        }
    }

    func replication() async throws -> StoreReplication? {
        switch self {
        case .file: nil
        #if PostgreSQL
        case .server(let server): try await server.replication()
        #endif
        }
    }
}
