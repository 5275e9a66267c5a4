import Conversations
import Foundation
import PublicServices

/// What staff see of matters: the lists, and each matter with as much of its conversation as its reader may see.
extension Transaction {
    private static let escalation = """
        SELECT \(EscalationRow.columns)
        FROM escalation
        LEFT JOIN conversation ON conversation.id = escalation.conversation_id
        LEFT JOIN contact ON contact.id = conversation.contact_id
        LEFT JOIN quarantine ON quarantine.id = escalation.quarantine_id
        WHERE escalation.id = ?
        """

    /// Whether a message may be read by the handler of denunciations alone.
    ///
    /// It is one or was added to one, or was written after one and before the case was closed, by whomever.
    ///
    /// - Parameter message: what the statement calls the message.
    static func isHidden(of message: String) -> String {
        """
        (EXISTS (
            SELECT 1 FROM escalation AS denunciation
            WHERE denunciation.conversation_id = \(message).conversation_id AND denunciation.is_restricted = 1
                AND (denunciation.message_id <= \(message).id
                    OR denunciation.message_id IS NULL AND denunciation.created_at <= \(message).created_at)
                AND (denunciation.state = 'open' OR \(message).created_at <= denunciation.answered_at))
        OR EXISTS (
            SELECT 1 FROM escalation_message
            JOIN escalation AS denunciation ON denunciation.id = escalation_message.escalation_id
            WHERE escalation_message.message_id = \(message).id AND denunciation.is_restricted = 1))
        """
    }

    static let isHidden = isHidden(of: "message")

    func openEscalations(limit: Int, restricted: Bool) throws -> OpenEscalations {
        let open: [OpenEscalation] = try all(
            "SELECT id, reason, promised_by, is_restricted FROM escalation WHERE state = 'open'"
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
    func isVisible(_ id: EscalationID, restricted: Bool) throws -> Bool {
        let isRestricted: Bool? = try first("SELECT is_restricted FROM escalation WHERE id = ?", [id.number]) {
            try $0.next()
        }
        // Who may see the restricted list may see the other one.
        return isRestricted.map { restricted || !$0 } ?? false
    }

    func summary(_ id: EscalationID, restricted: Bool) throws -> EscalationSummary? {
        guard let row = try first(Self.escalation, [id.number], read: { try EscalationRow(&$0) }) else { return nil }
        let raisedBy = try row.message.flatMap { message in
            try line(message, restricted: restricted || row.reason == .emergency)
        }
        let address = row.address.flatMap { try? self.address($0.sealed, index: $0.index) }
        return EscalationSummary(
            id: id,
            createdAt: row.createdAt,
            reason: row.reason,
            detail: row.detail,
            unit: row.unit,
            // What an older version or the doctor wrote names none: it is for the staff of its channel.
            commune: row.commune ?? row.channel.flatMap { surroundings.channels[$0]?.commune },
            raisedBy: raisedBy,
            isTextHidden: raisedBy == nil && row.message != nil,
            added: try added(to: id, restricted: restricted),
            promisedBy: row.promisedBy,
            conversation: row.conversation,
            channel: row.channel,
            // One spoilt row must not close the whole list.
            addressTail: address.map(Self.tail(of:)),
            lastTexts: try row.conversation.map { try lastTexts(of: $0, restricted: restricted) } ?? [],
            answeredAt: row.answeredAt,
            answeredBy: row.answeredBy
        )
    }

    private static let lineColumns =
        "SELECT message.id, message.direction, message.kind, message.text, message.created_at, message.is_unproven FROM message"

    private static let oneLine = "\(lineColumns) WHERE message.id = ? AND (? OR NOT \(isHidden))"

    private func line(_ message: MessageID, restricted: Bool) throws -> EscalationSummary.Line? {
        try first(Self.oneLine, [message.number, restricted], read: Self.line)
    }

    private static let addedLines = """
        \(lineColumns) JOIN escalation_message ON escalation_message.message_id = message.id
        WHERE escalation_message.escalation_id = ? AND (? OR NOT \(isHidden))
        ORDER BY escalation_message.message_id DESC LIMIT ?
        """

    /// What the villager added, the last of it.
    private func added(to escalation: EscalationID, restricted: Bool) throws -> [EscalationSummary.Line] {
        try all(
            Self.addedLines, [escalation.number, restricted, StoreLimits.escalationAdditions], read: Self.line
        ).reversed()
    }

    private static let lastLines = """
        \(lineColumns) WHERE message.conversation_id = ? AND (? OR NOT \(isHidden)) AND \(isShown)
        ORDER BY message.id DESC LIMIT ?
        """

    private func lastTexts(of conversation: ConversationID, restricted: Bool) throws -> [EscalationSummary.Line] {
        try all(
            Self.lastLines, [conversation.number, restricted, StoreLimits.escalationTexts], read: Self.line
        ).reversed()
    }

    private static func line(_ row: inout Columns) throws -> EscalationSummary.Line {
        let (id, direction, kind): (Int64, String, String) = (try row.next(), try row.next(), try row.next())
        return EscalationSummary.Line(
            message: MessageID(id), direction: MessageDirection(rawValue: direction) ?? .incoming,
            kind: MessageKind(rawValue: kind) ?? .unsupported, text: try row.next(),
            at: Date(milliseconds: try row.next()), isUnproven: try row.next())
    }
}

/// A matter as its tables hold it.
private struct EscalationRow {
    var createdAt: Date
    var reason: EscalationReason
    var detail: String?
    var unit: String?
    var promisedBy: Date?
    var commune: CommuneID?
    var conversation: ConversationID?
    var message: MessageID?
    var answeredAt: Date?
    var answeredBy: String?
    var channel: ChannelID?
    var address: (index: Data, sealed: Data)?

    static let columns = """
        escalation.created_at, escalation.reason, escalation.detail, escalation.unit, escalation.promised_by,
        escalation.commune, escalation.conversation_id, escalation.message_id, escalation.answered_at,
        escalation.answered_by, COALESCE(contact.channel, quarantine.channel, escalation.channel),
        contact.address_index, contact.address_sealed
        """

    init(_ row: inout Columns) throws {
        createdAt = Date(milliseconds: try row.next())
        // A reason of a later version reads as the most general one, for staff must still see the case.
        reason = EscalationReason(rawValue: try row.next()) ?? .askedForStaff
        detail = row.nextIfAny()
        unit = row.nextIfAny()
        promisedBy = row.nextIfAny().map(Date.init(milliseconds:))
        commune = row.nextIfAny().map(CommuneID.init(rawValue:))
        conversation = row.nextIfAny().map { ConversationID($0) }
        message = row.nextIfAny().map { MessageID($0) }
        answeredAt = row.nextIfAny().map(Date.init(milliseconds:))
        answeredBy = row.nextIfAny()
        channel = row.nextIfAny().map(ChannelID.init(rawValue:))
        let (index, sealed): (Data?, Data?) = (row.nextIfAny(), row.nextIfAny())
        if let index, let sealed { address = (index, sealed) }
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
        [EscalationReason.emergency, .possibleDanger, .channelBroken, .stalled, .budget].contains {
            $0.rawValue == reason
        } ? 0 : 1
    }

    static func < (one: OpenEscalation, other: OpenEscalation) -> Bool {
        (one.rank, one.promise, one.id) < (other.rank, other.promise, other.id)
    }
}
