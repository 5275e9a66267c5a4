import Conversations
import Foundation
import GRDB

extension Transaction {
    /// Keeps the report, and says whether it moved the state of the message that it names.
    func receive(_ report: DeliveryReport) throws -> Bool {
        try run(
            "INSERT INTO delivery_report (channel, message_id, status, detail, at) VALUES (?, ?, ?, ?, ?)",
            [
                report.channel.rawValue, report.message.number, report.status.rawValue, Self.kept(report.detail), now,
            ]
        )
        let found = try row(
            """
            SELECT outgoing.state, outgoing.attempts, outgoing.conversation_id
            FROM outgoing JOIN message ON message.id = outgoing.message_id
            WHERE outgoing.message_id = ? AND message.channel = ?
            """,
            [report.message.number, report.channel.rawValue]
        )
        // Without an attempt the report is about a message of another database that had the same number.
        guard let found, found["attempts"] > 0, let state = DeliveryState(rawValue: found["state"]) else {
            return false
        }
        let next = state.after(report.status)
        guard next != state else { return false }
        guard next != .failed else {
            try giveUpSending(
                report.message,
                of: ConversationID(found["conversation_id"]),
                reason: report.detail
            )
            return true
        }
        try run(
            """
            UPDATE outgoing SET state = ?, sent_at = COALESCE(sent_at, ?), lease_owner = NULL, lease_until = NULL
            WHERE message_id = ?
            """,
            [next.rawValue, now, report.message.number]
        )
        return true
    }
}
