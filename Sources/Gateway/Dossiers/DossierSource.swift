import Conversations
import Foundation
import PublicServices
import Storage

/// Where a commune's dossiers are known: the imported register, or a portal.
protocol DossierSource: Sendable {
    /// What is known of a code; never takes longer than its own deadline.
    func finding(of code: DossierCode, now: Date) async throws -> DossierFinding
}

/// The register that `gateway dossiers import` fills.
struct DossierRegister: DossierSource {
    let store: GatewayStore
    let commune: CommuneID

    func finding(of code: DossierCode, now: Date) async throws -> DossierFinding {
        if let known = try await store.dossier(code, of: commune) {
            return .found(known.dossier, asOf: known.confirmedAt, isStale: false)
        }
        // An empty register knows nothing, which is not to be told as "no such dossier".
        return try await store.hasDossiers(of: commune) ? .unknown : .noSource
    }
}
