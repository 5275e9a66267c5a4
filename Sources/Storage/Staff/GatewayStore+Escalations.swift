public import Conversations
public import Foundation
import GRDB
import PublicServices

extension GatewayStore {
    /// What waits for staff: emergencies and broken channels first, then what was promised soonest, then the oldest.
    ///
    /// - Parameters:
    ///   - limit: the most to show; emergencies and broken channels are shown beyond it.
    ///   - restricted: the list of denunciations. The open list has none of them, and of their conversations no text from
    ///     the denunciation on: what is raised after it stands there without its words, emergencies with their own alone.
    public func openEscalationList(limit: Int, restricted: Bool = false) async throws -> OpenEscalations {
        try await read { try $0.openEscalations(limit: limit, restricted: restricted) }
    }

    /// The same without the counts.
    public func openEscalations(limit: Int, restricted: Bool = false) async throws -> [EscalationSummary] {
        try await openEscalationList(limit: limit, restricted: restricted).shown
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

    /// One escalation, open or answered; nil when there is none of this number in the list that was asked for.
    public func escalation(_ id: EscalationID, restricted: Bool = false) async throws -> EscalationSummary? {
        try await read { transaction in
            guard try transaction.isVisible(id, restricted: restricted) else { return nil }
            return try transaction.summary(id, restricted: restricted)
        }
    }

    /// Sends an officer's answer to the villager and closes the escalation, in one transaction.
    ///
    /// - Parameter restricted: whether the officer may answer what only the handler of denunciations sees.
    public func answer(
        escalation: EscalationID,
        text: String,
        by officer: String,
        restricted: Bool = false,
        now: Date
    ) async throws(StorageError) -> MessageID {
        do {
            return try await write(at: now) { transaction in
                try transaction.answer(escalation, text: text, by: officer, restricted: restricted)
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
    private static let escalationColumns = """
        SELECT escalation.id, escalation.created_at, escalation.reason, escalation.detail, escalation.unit,
            escalation.promised_by, escalation.commune, escalation.conversation_id, escalation.message_id,
            escalation.answered_at, escalation.answered_by, contact.channel, contact.address_index, contact.address_sealed,
            COALESCE(quarantine.channel, escalation.channel) AS other_channel
        FROM escalation
        LEFT JOIN conversation ON conversation.id = escalation.conversation_id
        LEFT JOIN contact ON contact.id = conversation.contact_id
        LEFT JOIN quarantine ON quarantine.id = escalation.quarantine_id
        WHERE escalation.id = ?
        """

    /// Whether a message may be read by the handler of denunciations alone.
    ///
    /// It is one or was added to one, or was written after one and before the case was closed, by whomever.
    private static let isHidden = """
        (EXISTS (
            SELECT 1 FROM escalation AS denunciation
            WHERE denunciation.conversation_id = message.conversation_id AND denunciation.is_restricted = 1
                AND (denunciation.message_id <= message.id
                    OR denunciation.message_id IS NULL AND denunciation.created_at <= message.created_at)
                AND (denunciation.state = 'open' OR message.created_at <= denunciation.answered_at))
        OR EXISTS (
            SELECT 1 FROM escalation_message
            JOIN escalation AS denunciation ON denunciation.id = escalation_message.escalation_id
            WHERE escalation_message.message_id = message.id AND denunciation.is_restricted = 1))
        """

    fileprivate func openEscalations(limit: Int, restricted: Bool) throws -> OpenEscalations {
        let open: [OpenEscalation] = try all(
            "SELECT id, reason, promised_by, is_restricted FROM escalation WHERE state = 'open'", []
        ) { row in
            let (id, reason): (Int64, String) = (try row.next(), try row.next())
            return OpenEscalation(
                id: id, rank: OpenEscalation.rank(of: reason), promise: row.nextIfAny() ?? .max,
                isRestricted: try row.next())
        }
        let waiting = open.filter { $0.isRestricted == restricted }.sorted()
        let urgent = waiting.prefix { $0.rank == 0 }.count
        return OpenEscalations(
            shown: try waiting.prefix(max(limit, urgent)).compactMap {
                try summary(EscalationID($0.id), restricted: restricted)
            },
            total: waiting.count, elsewhere: open.count - waiting.count)
    }

    /// Whether the escalation stands in the list; an unknown number stands in none.
    fileprivate func isVisible(_ id: EscalationID, restricted: Bool) throws -> Bool {
        let isRestricted: Bool? = try first("SELECT is_restricted FROM escalation WHERE id = ?", [id.number]) {
            try $0.next()
        }
        // Who may see the restricted list may see the other one.
        return isRestricted.map { restricted || !$0 } ?? false
    }

    fileprivate func summary(_ id: EscalationID, restricted: Bool) throws -> EscalationSummary? {
        guard let row = try row(Self.escalationColumns, [id.number]) else { return nil }
        let conversation = (row["conversation_id"] as Int64?).map(ConversationID.init)
        let channel = row["channel"] as String? ?? row["other_channel"] as String?
        // A reason of a later version reads as the most general one, for staff must still see the case.
        let reason = EscalationReason(rawValue: row["reason"]) ?? .askedForStaff
        let raisedBy = try (row["message_id"] as Int64?).flatMap { message in
            try line(MessageID(message), restricted: restricted || reason == .emergency)
        }
        return EscalationSummary(
            id: id,
            createdAt: Date(milliseconds: row["created_at"]),
            reason: reason,
            detail: row["detail"],
            unit: row["unit"],
            commune: (row["commune"] as String?).map(CommuneID.init(rawValue:)),
            raisedBy: raisedBy,
            isTextHidden: raisedBy == nil && (row["message_id"] as Int64?) != nil,
            added: try added(to: id, restricted: restricted),
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

    private static let lineColumns =
        "SELECT message.id, message.direction, message.kind, message.text, message.created_at, message.is_unproven FROM message"

    private func line(_ message: MessageID, restricted: Bool) throws -> EscalationSummary.Line? {
        try first(
            "\(Self.lineColumns) WHERE message.id = ? AND (? OR NOT \(Self.isHidden))", [message.number, restricted],
            read: Self.line)
    }

    /// What the villager added, the last of it.
    private func added(to escalation: EscalationID, restricted: Bool) throws -> [EscalationSummary.Line] {
        try all(
            """
            \(Self.lineColumns) JOIN escalation_message ON escalation_message.message_id = message.id
            WHERE escalation_message.escalation_id = ? AND (? OR NOT \(Self.isHidden))
            ORDER BY escalation_message.message_id DESC LIMIT ?
            """,
            [escalation.number, restricted, Int64(StoreLimits.escalationAdditions)], read: Self.line
        ).reversed()
    }

    private func lastTexts(of conversation: ConversationID, restricted: Bool) throws -> [EscalationSummary.Line] {
        try all(
            """
            \(Self.lineColumns) WHERE message.conversation_id = ? AND (? OR NOT \(Self.isHidden))
            ORDER BY message.id DESC LIMIT ?
            """,
            [conversation.number, restricted, Int64(StoreLimits.escalationTexts)], read: Self.line
        ).reversed()
    }

    private static func line(_ row: inout Columns) throws -> EscalationSummary.Line {
        let (id, direction, kind): (Int64, String, String) = (try row.next(), try row.next(), try row.next())
        return EscalationSummary.Line(
            message: MessageID(id), direction: MessageDirection(rawValue: direction) ?? .incoming,
            kind: MessageKind(rawValue: kind) ?? .unsupported, text: try row.next(),
            at: Date(milliseconds: try row.next()), isUnproven: try row.next())
    }

    fileprivate func answer(
        _ id: EscalationID, text: String, by officer: String, restricted: Bool
    ) throws -> MessageID {
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
        // The same words for both, so that nobody learns which numbers are denunciations.
        guard let found, try isVisible(id, restricted: restricted) else {
            throw StorageError(
                .unknownEscalation,
                "There is no escalation \(id) in this list.",
                mend: "Look up its number in the list; one of the restricted list needs --restricted."
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

/// What decides where an open escalation stands in the list.
private struct OpenEscalation: Comparable {
    var id: Int64
    /// 0 for what is shown first and whatever the limit.
    var rank: Int
    /// In milliseconds; the largest where nothing was promised.
    var promise: Int64
    var isRestricted: Bool

    static func rank(of reason: String) -> Int {
        [EscalationReason.emergency, .channelBroken, .stalled, .budget].contains { $0.rawValue == reason } ? 0 : 1
    }

    static func < (one: OpenEscalation, other: OpenEscalation) -> Bool {
        (one.rank, one.promise, one.id) < (other.rank, other.promise, other.id)
    }
}
