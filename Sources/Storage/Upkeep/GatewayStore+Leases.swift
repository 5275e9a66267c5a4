import Foundation

extension GatewayStore {
    /// Gives back all that a worker still holds, at the end of a clean shutdown.
    package func releaseLeases(owner: String) async throws {
        try await write(at: .distantPast) { transaction in
            // A clean end is no failed try, so the attempt is taken back.
            try transaction.run(
                """
                UPDATE incoming SET lease_owner = NULL, lease_until = NULL,
                    attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END
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

    /// Frees what dead workers still hold, so that a restart after a kill need not wait for their leases to end.
    ///
    /// A try that was cut off counts: a message that ends the program each time must not do so for ever.
    package func releaseLeases(heldBy isDead: @escaping @Sendable (_ owner: String) -> Bool) async throws {
        try await write(at: .distantPast) { transaction in
            let owners: [String] = try transaction.all(
                """
                SELECT DISTINCT lease_owner FROM incoming WHERE state = 'pending' AND lease_owner IS NOT NULL
                UNION SELECT DISTINCT lease_owner FROM outgoing WHERE due_at IS NOT NULL AND lease_owner IS NOT NULL
                """
            ) { try $0.next() }
            for owner in owners where isDead(owner) {
                try transaction.run(
                    """
                    UPDATE incoming SET lease_owner = NULL, lease_until = NULL
                    WHERE state = 'pending' AND lease_owner = ?
                    """,
                    [owner]
                )
                try transaction.run(
                    """
                    UPDATE outgoing SET state = 'queued', lease_owner = NULL, lease_until = NULL
                    WHERE due_at IS NOT NULL AND state = 'sending' AND lease_owner = ?
                    """,
                    [owner]
                )
            }
        }
    }
}
