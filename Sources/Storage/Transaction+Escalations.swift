import Conversations
import Foundation
import GRDB

extension Transaction {
    /// Hands a conversation to staff, unless it is already open with the same unit for the same reason; the number of the case.
    @discardableResult
    func escalate(
        _ reason: EscalationReason,
        conversation: ConversationID?,
        message: MessageID? = nil,
        quarantine: Int64? = nil,
        channel: ChannelID? = nil,
        detail: String? = nil,
        unit: String? = nil,
        promisedBy: Date? = nil
    ) throws -> EscalationID? {
        let added = try run(
            """
            INSERT INTO escalation
                (conversation_id, message_id, quarantine_id, channel, reason, detail, unit, state, created_at,
                promised_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                conversation?.number, message?.number, quarantine, channel?.rawValue, reason.rawValue,
                detail.map(Self.kept), unit, now, promisedBy?.milliseconds,
            ]
        )
        guard added == 1 else {
            return try number(
                """
                SELECT id FROM escalation
                WHERE conversation_id = ? AND reason = ? AND ifnull(unit, '') = ? AND state = 'open'
                """,
                [conversation?.number, reason.rawValue, unit ?? ""]
            ).map(EscalationID.init)
        }
        let id = EscalationID(db.lastInsertedRowID)
        try audit("escalation.opened", of: "escalation \(id)", detail: reason.rawValue)
        return id
    }
}
