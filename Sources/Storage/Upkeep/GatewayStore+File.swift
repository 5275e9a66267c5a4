package import Foundation

/// The file behind the store.
extension GatewayStore {
    /// Where the database is.
    package var path: String { file.path }

    /// Which engine keeps the file, and how many steps its tables have gone through.
    package func version() async throws -> (engine: String, steps: Int) { try await file.version() }

    /// How long commits took, with the work in them.
    package var commitDurations: DurationHistogram { file.commitDurations }

    /// Carries what the journal holds into the database file, so that no commit has to.
    package func checkpoint() async throws { try await file.checkpoint() }

    /// Looks for damage for so long at most; nil when nothing was found, or when the time was too short for the file.
    package func damage(lookingFor seconds: TimeInterval) async throws -> String? {
        try await file.damage(lookingFor: seconds)
    }
}
