import Foundation
import GRDB

extension GatewayStore {
    /// Gives back all that a worker still holds, at the end of a clean shutdown.
    public func releaseLeases(owner: String) async throws {
        try await write(at: .distantPast) { transaction in
            // A clean end is no failed try, so the attempt is taken back.
            try transaction.run(
                """
                UPDATE incoming SET lease_owner = NULL, lease_until = NULL, attempts = MAX(attempts - 1, 0)
                WHERE state = 'pending' AND lease_owner = ?
                """,
                [owner]
            )
            // Here the attempt stays: the provider may have the message, and its report counts only after an attempt.
            try transaction.run(
                """
                UPDATE outgoing SET state = 'queued', lease_owner = NULL, lease_until = NULL
                WHERE channel > '' AND due_at IS NOT NULL AND state = 'sending' AND lease_owner = ?
                """,
                [owner]
            )
        }
    }
}
