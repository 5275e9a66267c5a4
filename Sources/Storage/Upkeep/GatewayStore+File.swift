package import Foundation

/// The file behind the store.
extension GatewayStore {
    /// Where the database is.
    package var path: String { file.path }

    /// Carries what the journal holds into the database file, so that no commit has to.
    package func checkpoint() async throws { try await file.checkpoint() }

    /// Looks for damage for so long at most; nil when nothing was found, or when the time was too short for the file.
    package func damage(lookingFor seconds: TimeInterval) async throws -> String? {
        try await file.damage(lookingFor: seconds)
    }
}
