import Conversations
package import Foundation

/// A clock that jumps must neither hold messages for hours nor end leases whose work still goes on.
extension GatewayStore {
    /// When the clock was read last, by any process; nil before the first time.
    package func lastClock() async throws -> Date? {
        try await read { transaction in
            try transaction.text("SELECT value FROM setting WHERE name = 'clock_seen'")
                .flatMap { Int64($0) }.map(Date.init(milliseconds:))
        }
    }

    /// Keeps the time, by which the next start knows whether the clock went back.
    package func noteClock(_ now: Date) async throws {
        try await write(at: now) { try $0.noteClock() }
    }

    /// Moves all that waits for a time along with a clock that jumped, so that each wait lasts as long as it was meant to.
    ///
    /// Times that somebody was told, and times of what happened, stay as they are.
    /// - Parameters:
    ///   - seconds: below 0 when the clock went back.
    ///   - now: the time after the jump.
    package func clockJumped(by seconds: TimeInterval, now: Date) async throws {
        try await write(at: now) { transaction in
            // One process: several that see the same jump would each move the waits; the last time that was seen would have
            // to be compared and set here.
            let shift = Int64(seconds * 1000)
            for channel in try transaction.channelsWithOutgoing() {
                try transaction.run(
                    """
                    UPDATE outgoing SET not_before = not_before + ?, lease_until = lease_until + ?,
                        created_at = created_at + ?
                    WHERE channel = ? AND due_at > ?
                    """,
                    [shift, shift, shift, channel.rawValue, Int64.min]
                )
            }
            try transaction.run(
                "UPDATE incoming SET lease_until = lease_until + ? WHERE state = 'pending' AND lease_until IS NOT NULL",
                [shift]
            )
            try transaction.run("UPDATE attachment SET due_at = due_at + ? WHERE due_at > ?", [shift, Int64.min])
            try transaction.run(
                """
                UPDATE dossier_followup SET due_at = due_at + ?, created_at = created_at + ?,
                    gives_up_at = gives_up_at + ?
                WHERE due_at > ?
                """,
                [shift, shift, shift, Int64.min]
            )
            try transaction.run(
                "UPDATE duty_alert SET begun_at = begun_at + ?, due_at = due_at + ? WHERE due_at > ?",
                [shift, shift, Int64.min]
            )
            try transaction.noteClock()
            try transaction.audit("clock.jumped", of: "clock", detail: "\(Int(seconds)) seconds")
        }
    }
}

extension Transaction {
    fileprivate func noteClock() throws {
        try set("clock_seen", to: String(now))
    }
}
