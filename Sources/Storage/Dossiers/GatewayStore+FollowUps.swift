package import Conversations
package import Foundation
package import PublicServices

/// A question about a dossier that is due to be looked up again.
package struct DueFollowUp: Sendable, Equatable {
    package var id: Int64
    /// The message that asked.
    package var message: MessageID
    package var conversation: ConversationID
    /// The villager's address.
    package var sender: String
    package var commune: CommuneID
    package var lookup: DossierLookup
    package var spelling: Spelling
    package var askedAt: Date
    package var givesUpAt: Date
    /// How many times it was claimed, this time included.
    package var attempts: Int
}

extension GatewayStore {
    /// Leases questions that are due; a lease that ran out is open to anybody.
    ///
    /// Those of a commune that has spent its budget wait for the next day.
    package func claimFollowUps(limit: Int, now: Date, lease: TimeInterval) async throws -> [DueFollowUp] {
        try await write(at: now) { transaction in
            let budget = transaction.surroundings.budget
            let due = try transaction.all(
                DueRow.select, [now.milliseconds, budget, transaction.today, budget, limit]
            ) { try DueRow(&$0, transaction) }
            return try due.compactMap { row in
                guard let due = row.due else {
                    try transaction.giveUp(row)
                    return nil
                }
                // Who claims at the same moment has counted a try more: then it is theirs.
                let ours = try transaction.changes(
                    """
                    UPDATE dossier_followup SET attempts = attempts + 1, due_at = ?
                    WHERE id = ? AND state = 'waiting' AND attempts + 1 = ?
                    """,
                    [now.addingTimeInterval(lease).milliseconds, due.id, due.attempts]
                )
                return ours == 1 ? due : nil
            }
        }
    }

    /// Lets a question wait; nothing changes when it has ended meanwhile.
    package func postponeFollowUp(_ id: Int64, until time: Date, now: Date) async throws {
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
    package func end(_ followUp: DueFollowUp, with answer: FollowUpAnswer, now: Date) async throws -> Bool {
        try await write(at: now) { try $0.end(followUp, with: answer) }
    }
}

/// A question that is due.
private struct DueRow {
    var id: Int64
    var message: MessageID
    var conversation: ConversationID
    var commune: CommuneID
    /// Nil when it cannot be read.
    var due: DueFollowUp?

    static let select = """
        SELECT dossier_followup.id, dossier_followup.message_id, dossier_followup.conversation_id,
            dossier_followup.commune, dossier_followup.code, dossier_followup.digits, dossier_followup.follows,
            dossier_followup.is_proven, dossier_followup.spelling, dossier_followup.created_at,
            dossier_followup.gives_up_at, dossier_followup.attempts, contact.address_index, contact.address_sealed
        FROM dossier_followup JOIN contact ON contact.id = dossier_followup.contact_id
        WHERE dossier_followup.due_at <= ?
            AND (? = 0 OR NOT EXISTS (SELECT 1 FROM spending
                WHERE spending.commune = dossier_followup.commune AND spending.day = ? AND spending.units >= ?))
        ORDER BY dossier_followup.due_at LIMIT ?
        """

    init(_ row: inout Columns, _ transaction: Transaction) throws {
        id = try row.next()
        message = MessageID(try row.next())
        conversation = ConversationID(try row.next())
        commune = CommuneID(rawValue: try row.next())
        let code = DossierCode(try row.next())
        let (digits, follows, isProven): (String?, Bool, Bool) = (row.nextIfAny(), try row.next(), try row.next())
        let (spelling, askedAt): (String, Int64) = (try row.next(), try row.next())
        let (givesUpAt, attempts): (Int64, Int) = (try row.next(), try row.next())
        let sender = try transaction.addressIfReadable(in: &row)
        guard let code, let sender else { return }
        due = DueFollowUp(
            id: id, message: message, conversation: conversation, sender: sender, commune: commune,
            lookup: DossierLookup(code: code, digits: digits, follows: follows, isProven: isProven),
            spelling: Spelling(rawValue: spelling) ?? .unmarked,
            askedAt: Date(milliseconds: askedAt), givesUpAt: Date(milliseconds: givesUpAt), attempts: attempts + 1)
    }
}

extension Transaction {
    /// One spoilt row must not stop everybody else: staff get it.
    fileprivate func giveUp(_ row: DueRow) throws {
        try endFollowUps("id = ?", [row.id], as: .givenUp)
        try escalate(
            .handlingFailed, conversation: row.conversation, message: row.message,
            detail: "A dossier that was to be looked up cannot be read.", commune: row.commune)
    }

    private static let waitFor = """
        INSERT INTO dossier_followup
            (contact_id, conversation_id, message_id, commune, code, digits, follows, is_proven, spelling,
            state, created_at, gives_up_at, due_at)
        SELECT contact_id, id, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ? FROM conversation WHERE id = ?
        ON CONFLICT (contact_id, commune, code) WHERE state = 'waiting' DO UPDATE SET
            message_id = CASE WHEN excluded.digits IS NULL THEN dossier_followup.message_id ELSE excluded.message_id END,
            digits = COALESCE(excluded.digits, dossier_followup.digits), spelling = excluded.spelling,
            follows = \(Dialect.greatest("dossier_followup.follows", "excluded.follows")),
            is_proven = \(Dialect.greatest("dossier_followup.is_proven", "excluded.is_proven"))
        """

    /// Keeps what a turn says about a question that has to wait, or waits no more.
    func keep(_ change: FollowUpChange, of origin: EffectOrigin) throws {
        guard let commune = origin.commune else { return }
        switch change {
        case .begin(let lookup, let givesUpAt):
            // Who asks again for the same dossier is still told once; digits that he brought meanwhile count.
            try run(
                Self.waitFor,
                [
                    origin.message.number, commune.rawValue, lookup.code.description, lookup.digits, lookup.follows,
                    lookup.isProven, (origin.spelling ?? .unmarked).rawValue, now, givesUpAt.milliseconds,
                    now + Int64(StoreLimits.firstFollowUp * 1000), origin.conversation.number,
                ]
            )
        case .end(let code):
            try endFollowUps(
                "contact_id = (SELECT contact_id FROM conversation WHERE id = ?) AND commune = ? AND code = ?",
                [origin.conversation.number, commune.rawValue, code.description],
                as: .answered
            )
        }
    }

    /// Ends all waiting questions of a contact that wants no messages which he does not ask for at that moment.
    func stopFollowUps(of conversation: ConversationID) throws {
        try endFollowUps(
            "contact_id = (SELECT contact_id FROM conversation WHERE id = ?)", [conversation.number], as: .stopped)
    }

    @discardableResult
    private func endFollowUps(_ condition: String, _ values: StatementValues, as state: FollowUpState) throws -> Int {
        try changes(
            """
            UPDATE dossier_followup SET state = ?, due_at = NULL, ended_at = ? WHERE state = 'waiting' AND \(condition)
            """,
            [state.rawValue, now] + values
        )
    }

    fileprivate func end(_ followUp: DueFollowUp, with answer: FollowUpAnswer) throws -> Bool {
        let isOurs = try endFollowUps("id = ?", [followUp.id], as: answer.isGivenUp ? .givenUp : .told) == 1
        guard isOurs, let channel = try channel(of: followUp.conversation) else { return false }
        let origin = EffectOrigin(
            message: followUp.message, conversation: followUp.conversation, channel: channel,
            commune: followUp.commune, spelling: followUp.spelling)
        try apply(answer.effects, of: origin)
        try audit(
            answer.isGivenUp ? "followup.given_up" : "followup.told", of: "conversation \(followUp.conversation)",
            detail: "follow-up \(followUp.id)")
        return true
    }
}
