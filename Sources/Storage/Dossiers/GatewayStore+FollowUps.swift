public import Conversations
public import Foundation
import GRDB
public import PublicServices

/// A question about a dossier that is due to be looked up again.
public struct DueFollowUp: Sendable, Equatable {
    public var id: Int64
    /// The message that asked.
    public var message: MessageID
    public var conversation: ConversationID
    /// The villager's address.
    public var sender: String
    public var commune: CommuneID
    public var lookup: DossierLookup
    public var spelling: Spelling
    public var askedAt: Date
    public var givesUpAt: Date
    /// How many times it was claimed, this time included.
    public var attempts: Int
}

extension GatewayStore {
    /// Leases questions that are due; a lease that ran out is open to anybody.
    ///
    /// Those of a commune that has spent its budget wait for the next day.
    public func claimFollowUps(limit: Int, now: Date, lease: TimeInterval) async throws -> [DueFollowUp] {
        try await write(at: now) { transaction in
            try transaction.rows(
                """
                SELECT dossier_followup.*, contact.address_index, contact.address_sealed
                FROM dossier_followup JOIN contact ON contact.id = dossier_followup.contact_id
                WHERE dossier_followup.due_at <= ?
                    AND (? = 0 OR NOT EXISTS (SELECT 1 FROM spending
                        WHERE spending.commune = dossier_followup.commune AND spending.day = ? AND spending.units >= ?))
                ORDER BY dossier_followup.due_at LIMIT ?
                """,
                [
                    now.milliseconds, transaction.surroundings.budget, transaction.today,
                    transaction.surroundings.budget,
                    limit,
                ]
            ).compactMap { row in
                guard let due = try transaction.followUp(in: row) else { return nil }
                try transaction.run(
                    "UPDATE dossier_followup SET attempts = attempts + 1, due_at = ? WHERE id = ?",
                    [now.addingTimeInterval(lease).milliseconds, due.id]
                )
                return due
            }
        }
    }

    /// Lets a question wait; nothing changes when it has ended meanwhile.
    public func postponeFollowUp(_ id: Int64, until time: Date, now: Date) async throws {
        _ = try await write(at: now) { transaction in
            try transaction.run(
                "UPDATE dossier_followup SET due_at = ? WHERE id = ? AND state = 'waiting'",
                [time.milliseconds, id]
            )
        }
    }

    /// Ends a question and queues its answer, in one transaction; false when it had ended before.
    ///
    /// So a crash at any moment neither loses the answer nor sends it twice, and whoever comes second says nothing.
    @discardableResult
    public func end(_ followUp: DueFollowUp, with answer: FollowUpAnswer, now: Date) async throws -> Bool {
        try await write(at: now) { try $0.end(followUp, with: answer) }
    }
}

extension Transaction {
    fileprivate func followUp(in row: Row) throws -> DueFollowUp? {
        let id: Int64 = row["id"]
        guard let code = DossierCode(row["code"]), let sender = try? address(in: row) else {
            // One spoilt row must not stop everybody else.
            try endFollowUps("id = ?", [id], as: "given_up")
            try escalate(
                .handlingFailed, conversation: ConversationID(row["conversation_id"]),
                message: MessageID(row["message_id"]), detail: "A dossier that was to be looked up cannot be read.")
            return nil
        }
        return DueFollowUp(
            id: id,
            message: MessageID(row["message_id"]),
            conversation: ConversationID(row["conversation_id"]),
            sender: sender,
            commune: CommuneID(rawValue: row["commune"]),
            lookup: DossierLookup(
                code: code, digits: row["digits"], follows: row["follows"], isProven: row["is_proven"]),
            spelling: Spelling(rawValue: row["spelling"]) ?? .unmarked,
            askedAt: Date(milliseconds: row["created_at"]),
            givesUpAt: Date(milliseconds: row["gives_up_at"]),
            attempts: row["attempts"] + 1
        )
    }

    /// Keeps what a turn says about a question that has to wait, or waits no more.
    func keepFollowUp(of turn: HandledTurn) throws {
        guard let change = turn.followUp, let commune = turn.commune else { return }
        switch change {
        case .begin(let lookup, let givesUpAt):
            // Who asks again for the same dossier is still told once; digits that he brought meanwhile count.
            try run(
                """
                INSERT INTO dossier_followup
                    (contact_id, conversation_id, message_id, commune, code, digits, follows, is_proven, spelling,
                    state, created_at, gives_up_at, due_at)
                SELECT contact_id, id, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ? FROM conversation WHERE id = ?
                ON CONFLICT (contact_id, commune, code) WHERE state = 'waiting' DO UPDATE SET
                    message_id = CASE WHEN excluded.digits IS NULL THEN message_id ELSE excluded.message_id END,
                    digits = COALESCE(excluded.digits, digits), follows = MAX(follows, excluded.follows),
                    is_proven = MAX(is_proven, excluded.is_proven), spelling = excluded.spelling
                """,
                [
                    turn.message.number, commune.rawValue, lookup.code.description, lookup.digits, lookup.follows,
                    lookup.isProven, (turn.state.spelling ?? .unmarked).rawValue, now, givesUpAt.milliseconds,
                    now + Int64(StoreLimits.firstFollowUp * 1000), turn.conversation.number,
                ]
            )
        case .end(let code):
            try endFollowUps(
                "contact_id = (SELECT contact_id FROM conversation WHERE id = ?) AND commune = ? AND code = ?",
                [turn.conversation.number, commune.rawValue, code.description],
                as: "answered"
            )
        }
    }

    /// Ends all waiting questions of a contact that wants no messages which he does not ask for at that moment.
    func stopFollowUps(of conversation: ConversationID) throws {
        try endFollowUps(
            "contact_id = (SELECT contact_id FROM conversation WHERE id = ?)", [conversation.number], as: "stopped")
    }

    @discardableResult
    private func endFollowUps(_ condition: String, _ arguments: StatementValues, as state: String) throws -> Int {
        try run(
            """
            UPDATE dossier_followup SET state = ?, due_at = NULL, ended_at = ? WHERE state = 'waiting' AND \(condition)
            """,
            [state, now] + arguments
        )
    }

    fileprivate func end(_ followUp: DueFollowUp, with answer: FollowUpAnswer) throws -> Bool {
        let isOurs = try endFollowUps("id = ?", [followUp.id], as: answer.isGivenUp ? "given_up" : "told") == 1
        guard isOurs else { return false }
        let channel = try row(
            """
            SELECT contact.channel FROM conversation JOIN contact ON contact.id = conversation.contact_id
            WHERE conversation.id = ?
            """,
            [followUp.conversation.number]
        )
        guard let channel = channel?["channel"] as String? else { return false }
        for reply in answer.replies {
            try enqueue(
                reply.text, to: followUp.conversation, on: ChannelID(rawValue: channel), template: reply.template,
                facts: reply.facts)
        }
        if let outcome = answer.dossier {
            try keep(outcome, of: followUp.commune, by: followUp.conversation, in: followUp.message)
        }
        if let escalation = answer.escalation {
            try escalate(
                escalation.reason, conversation: followUp.conversation, message: followUp.message,
                detail: escalation.detail, unit: escalation.unit, promisedBy: escalation.promisedBy)
        }
        try audit(
            answer.isGivenUp ? "followup.given_up" : "followup.told", of: "conversation \(followUp.conversation)",
            detail: "follow-up \(followUp.id)")
        return true
    }
}
