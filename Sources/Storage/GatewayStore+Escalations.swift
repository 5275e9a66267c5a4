public import Conversations
public import Foundation
import GRDB

extension GatewayStore {
    /// The conversations that wait for staff, the oldest first.
    ///
    /// Denunciations stand in a list of their own, and the messages that made them are shown nowhere else.
    public func openEscalations(limit: Int, restricted: Bool = false) async throws -> [EscalationSummary] {
        try await read { transaction in
            try transaction.rows(
                Transaction.escalationColumns
                    + " WHERE escalation.state = 'open' AND escalation.reason \(restricted ? "=" : "<>") 'denunciation'"
                    + " ORDER BY escalation.id LIMIT ?",
                [limit]
            ).map { try transaction.summary(of: $0, restricted: restricted) }
        }
    }

    /// What may be told of a case in the conversation that it belongs to.
    public func caseState(_ id: EscalationID, in conversation: ConversationID) async throws -> CaseState {
        try await read { transaction in
            let found = try transaction.row(
                "SELECT state, promised_by FROM escalation WHERE id = ? AND conversation_id = ?",
                [id.number, conversation.number]
            )
            guard let found else { return .unknown }
            guard found["state"] == "open" else { return .answered }
            return .open(promisedBy: (found["promised_by"] as Int64?).map(Date.init(milliseconds:)))
        }
    }

    /// One escalation, open or answered; nil when there is none of this number.
    public func escalation(_ id: EscalationID) async throws -> EscalationSummary? {
        try await read { transaction in
            try transaction.row(Transaction.escalationColumns + " WHERE escalation.id = ?", [id.number])
                .map { try transaction.summary(of: $0, restricted: false) }
        }
    }

    /// Sends an officer's answer to the villager and closes the escalation, in one transaction.
    public func answer(
        escalation: EscalationID,
        text: String,
        by officer: String,
        now: Date
    ) async throws(StorageError) -> MessageID {
        do {
            return try await write(at: now) { transaction in
                try transaction.answer(escalation, text: text, by: officer)
            }
        } catch let error as StorageError {
            throw error
        } catch {
            // All that is left is the cancellation of the task.
            throw StorageError(
                .cancelled,
                "The answer to escalation \(escalation) was given up before it was kept.",
                mend: "Send it again."
            )
        }
    }
}

extension Transaction {
    fileprivate static let escalationColumns = """
        SELECT escalation.id, escalation.created_at, escalation.reason, escalation.detail, escalation.unit,
            escalation.promised_by, escalation.conversation_id, escalation.answered_at, escalation.answered_by,
            contact.channel, contact.address_index, contact.address_sealed,
            COALESCE(quarantine.channel, escalation.channel) AS other_channel
        FROM escalation
        LEFT JOIN conversation ON conversation.id = escalation.conversation_id
        LEFT JOIN contact ON contact.id = conversation.contact_id
        LEFT JOIN quarantine ON quarantine.id = escalation.quarantine_id
        """

    fileprivate func summary(of row: Row, restricted: Bool) throws -> EscalationSummary {
        let conversation = (row["conversation_id"] as Int64?).map(ConversationID.init)
        let channel = row["channel"] as String? ?? row["other_channel"] as String?
        return EscalationSummary(
            id: EscalationID(row["id"]),
            createdAt: Date(milliseconds: row["created_at"]),
            // A reason of a later version reads as the most general one, for staff must still see the case.
            reason: EscalationReason(rawValue: row["reason"]) ?? .askedForStaff,
            detail: row["detail"],
            unit: row["unit"],
            promisedBy: (row["promised_by"] as Int64?).map(Date.init(milliseconds:)),
            conversation: conversation,
            channel: channel.map(ChannelID.init(rawValue:)),
            addressTail: conversation == nil ? nil : addressTail(in: row),
            lastTexts: try conversation.map { try lastTexts(of: $0, restricted: restricted) } ?? [],
            answeredAt: (row["answered_at"] as Int64?).map(Date.init(milliseconds:)),
            answeredBy: row["answered_by"]
        )
    }

    /// The end of the address; nothing when it cannot be opened, for one spoilt row must not close the whole list.
    func addressTail(in row: Row) -> String? {
        guard let address = try? address(in: row) else { return nil }
        return String(address.suffix(StoreLimits.addressTail))
    }

    private func lastTexts(
        of conversation: ConversationID,
        restricted: Bool
    ) throws -> [EscalationSummary.Line] {
        try rows(
            """
            SELECT direction, text, created_at, is_unproven FROM message
            WHERE conversation_id = ? AND (? OR id NOT IN (
                SELECT message_id FROM escalation
                WHERE conversation_id = ? AND reason = 'denunciation' AND message_id IS NOT NULL))
            ORDER BY id DESC LIMIT ?
            """,
            [conversation.number, restricted, conversation.number, StoreLimits.escalationTexts]
        ).reversed().map { row in
            EscalationSummary.Line(
                direction: MessageDirection(rawValue: row["direction"]) ?? .incoming,
                text: row["text"],
                at: Date(milliseconds: row["created_at"]),
                isUnproven: row["is_unproven"]
            )
        }
    }

    fileprivate func answer(_ id: EscalationID, text: String, by officer: String) throws -> MessageID {
        guard !text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw StorageError(.emptyText, "The answer to escalation \(id) is empty.", mend: "Write a text.")
        }
        let found = try row(
            """
            SELECT escalation.state, escalation.answered_by, escalation.conversation_id, contact.channel
            FROM escalation
            LEFT JOIN conversation ON conversation.id = escalation.conversation_id
            LEFT JOIN contact ON contact.id = conversation.contact_id
            WHERE escalation.id = ?
            """,
            [id.number]
        )
        guard let found else {
            throw StorageError(
                .unknownEscalation,
                "There is no escalation \(id).",
                mend: "Look up its number in the list."
            )
        }
        guard found["state"] == "open" else {
            throw StorageError(
                .alreadyAnswered,
                "Escalation \(id) was already answered by \(found["answered_by"] as String? ?? "somebody").",
                mend: "Read that answer before you write again."
            )
        }
        guard let number = found["conversation_id"] as Int64?, let channel = found["channel"] as String? else {
            throw StorageError(
                .noConversation,
                "Nobody can be answered: the sender of escalation \(id) is not known.",
                mend: "Ask the provider for the sender."
            )
        }
        let message = try enqueue(
            text,
            to: ConversationID(number),
            on: ChannelID(rawValue: channel),
            author: officer
        )
        try run(
            "UPDATE escalation SET state = 'answered', answered_at = ?, answered_by = ? WHERE id = ?",
            [now, officer, id.number]
        )
        try audit("escalation.answered", of: "escalation \(id)", by: officer, detail: "message \(message)")
        return message
    }
}
