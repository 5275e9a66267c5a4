package import Conversations
package import Foundation

/// Who has which matter open; nothing is locked by it.
extension GatewayStore {
    /// An officer's browser says that the matter is open in it; shown to others for half a minute.
    package func notePresence(at id: EscalationID, isTyping: Bool, by officer: Officer, now: Date) async throws {
        let viewer = Viewer(officer: officer)
        try await write(at: now) { transaction in
            guard try transaction.matterRow(id, for: viewer, at: transaction.now) != nil else { return }
            // Those who closed their browser without a word.
            try transaction.run(
                "DELETE FROM presence WHERE at < ?", [transaction.now - 2 * StoreLimits.presence.inMilliseconds])
            try transaction.run(
                """
                INSERT INTO presence (escalation_id, officer_id, is_typing, at) VALUES (?, ?, ?, ?)
                ON CONFLICT (escalation_id, officer_id) DO UPDATE SET is_typing = excluded.is_typing, at = excluded.at
                """,
                [id.number, officer.id.number, isTyping, transaction.now])
        }
    }

    package func leave(_ id: EscalationID, by officer: Officer, now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.run(
                "DELETE FROM presence WHERE escalation_id = ? AND officer_id = ?", [id.number, officer.id.number])
        }
    }
}
