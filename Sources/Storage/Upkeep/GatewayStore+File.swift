package import Foundation

/// The file behind the store.
extension GatewayStore {
    /// Whether the database is a file at `path`, and not kept by a server.
    package var isFile: Bool { engine.isFile }

    /// What the database takes, in bytes, with the files beside it.
    package func bytes() async throws -> Int { try await engine.serverBytes() ?? StoreFiles.bytes(of: path) }

    /// How far the server's clock was ahead of this machine's at the last connection, in seconds; 0 for a file.
    package var serverLead: TimeInterval { engine.serverLead }

    /// What a server waits for before it says that something is committed; nil for a file.
    package func replication() async throws -> StoreReplication? { try await engine.replication() }

    /// Which engine keeps the database, and how many steps its tables have gone through.
    package func version() async throws -> (engine: String, steps: Int) { try await engine.version() }

    /// How long commits took, with the work in them.
    package var commitDurations: DurationHistogram { engine.commitDurations }

    /// Carries what the journal holds into the database file, so that no commit has to.
    package func checkpoint() async throws { try await engine.checkpoint() }

    /// Looks for damage for so long at most; nil when nothing was found, or when the time was too short for the file.
    package func damage(lookingFor seconds: TimeInterval) async throws -> String? {
        try await engine.damage(lookingFor: seconds)
    }
}
