@testable import Storage

/// How much waits in a store.
struct StoreCounts {
    var pendingIncoming: Int64?
    /// Queued or being sent.
    var queuedOutgoing: Int64?
    var openEscalations: Int64?
    var quarantined: Int64?
}

extension GatewayStore {
    func counts() async throws -> StoreCounts {
        try await read { transaction in
            StoreCounts(
                pendingIncoming: try transaction.number("SELECT COUNT(*) FROM incoming WHERE state = 'pending'"),
                queuedOutgoing: try transaction.number("SELECT COUNT(*) FROM outgoing WHERE due_at IS NOT NULL"),
                openEscalations: try transaction.number("SELECT COUNT(*) FROM escalation WHERE state = 'open'"),
                quarantined: try transaction.number("SELECT COUNT(*) FROM quarantine WHERE outcome IS NULL"))
        }
    }
}
