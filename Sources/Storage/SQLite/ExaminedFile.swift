import GRDB

/// A database that is looked at, beside its gateway or as a copy: nothing is made or migrated.
struct ExaminedFile: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    /// Opens a file of this very version; what it is to be written for are repairs.
    static func open(path: String, mayWrite: Bool) throws -> ExaminedFile {
        try StoreFiles.requireExisting(database: path)
        var configuration = Configuration()
        configuration.readonly = !mayWrite
        configuration.busyMode = .timeout(StoreLimits.busyTimeout)
        return try SQLiteFile.inWords(of: path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            do {
                try queue.read { try requireThisVersion($0, path: path) }
            } catch {
                try? queue.close()
                throw error
            }
            return ExaminedFile(queue: queue, path: path)
        }
    }

    func close() throws { try queue.close() }

    /// One consistent view.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await SQLiteFile.inWords(of: path) {
            try await queue.read { try work(Connection(SQLiteConnection(db: $0))) }
        }
    }

    /// One transaction.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await SQLiteFile.inWords(of: path) {
            try await queue.write { try work(Connection(SQLiteConnection(db: $0))) }
        }
    }

    private static func requireThisVersion(_ db: Database, path: String) throws {
        guard try !Migrations.migrator.hasBeenSuperseded(db) else {
            throw StorageError(
                .newerDatabase, "The database \(path) was made by a newer gateway.", mend: "Use its `gateway doctor`.")
        }
        guard try Migrations.migrator.hasCompletedMigrations(db) else {
            throw StorageError(
                .database, "The database \(path) is none of this gateway, or of an older version.",
                mend: "Name the right file, or start the gateway once, which brings it up to date.")
        }
    }
}
