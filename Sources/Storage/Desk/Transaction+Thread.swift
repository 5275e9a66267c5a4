import Conversations
import Foundation

/// A conversation as its villager saw it, with what only officers see.
extension Transaction {
    /// Whether an officer may read the private part of a conversation.
    func seesHidden(of matter: EscalationID, by viewer: Viewer) throws -> Bool {
        try first(Self.sees, viewer.rights + [matter.number]) { try $0.next() } ?? false
    }

    private static let sees = "SELECT \(Viewer.seesHidden) FROM escalation WHERE escalation.id = ?"

    private static let arrived: [DeliveryReport.Status] = [.delivered, .seen]

    /// Whether a message is a part of the conversation: an answer that was taken back is none.
    static let isShown = "NOT (message.withheld_at IS NOT NULL AND message.author IS NOT NULL)"

    private static let threadColumns = """
        message.id, message.direction, message.kind, message.text, message.created_at, message.author, message.template,
        message.decision, message.is_unproven, message.withheld_at, outgoing.state, outgoing.not_before,
        outgoing.sent_at, outgoing.attempts, outgoing.last_error, staff_answer.code,
        message.original_sealed IS NOT NULL AND message.direction = 'in',
        (SELECT MIN(at) FROM delivery_report
            WHERE delivery_report.message_id = message.id AND delivery_report.status IN (\(arrived.sqlList)))
        """

    private static let threadTables = """
        FROM message
        LEFT JOIN outgoing ON outgoing.message_id = message.id
        LEFT JOIN staff_answer ON staff_answer.message_id = message.id
        """

    private static let older = """
        SELECT \(threadColumns) \(threadTables)
        WHERE message.conversation_id = ? AND message.id < ? AND (? OR NOT \(isHidden)) AND \(isShown)
        ORDER BY message.id DESC LIMIT ?
        """

    private static let newer = """
        SELECT \(threadColumns) \(threadTables)
        WHERE message.conversation_id = ? AND message.id > ? AND (? OR NOT \(isHidden)) AND \(isShown)
        ORDER BY message.id LIMIT ?
        """

    private static let one = """
        SELECT \(threadColumns) \(threadTables) WHERE message.id = ? AND (? OR NOT \(isHidden)) AND \(isShown)
        """

    private static let added = """
        SELECT \(threadColumns) \(threadTables)
        JOIN escalation_message ON escalation_message.message_id = message.id
        WHERE escalation_message.escalation_id = ? AND (? OR NOT \(isHidden)) AND \(isShown)
        ORDER BY escalation_message.message_id DESC LIMIT ?
        """

    private static let countOlder = """
        SELECT COUNT(*) FROM message WHERE message.conversation_id = ? AND message.id < ? AND (? OR NOT \(isHidden)) AND \(isShown)
        """

    /// The newest messages before one, oldest first, with the notes of their time.
    func thread(
        of conversation: ConversationID, before: MessageID?, seesHidden: Bool, at now: Int64
    ) throws -> ThreadPage {
        let limit = StoreLimits.threadMessages
        var messages = try all(
            Self.older, [conversation.number, before?.number ?? Int64.max, seesHidden, limit + 1]
        ) { try Self.message(&$0, at: now) }
        let hasOlder = messages.count > limit
        messages = try withAttachments(messages.prefix(limit).reversed(), of: conversation)
        let first = messages.first
        // Up to the page behind it, which begins with its own first message.
        let end = try before.flatMap { try number("SELECT created_at FROM message WHERE id = ?", [$0.number]) }
        let notes = try notes(
            of: conversation, from: hasOlder ? first?.at : nil, until: end.map { Date(milliseconds: $0 - 1) },
            seesHidden: seesHidden)
        let olderCount =
            hasOlder
            ? try number(Self.countOlder, [conversation.number, first?.id.number ?? 0, seesHidden]) ?? 0 : 0
        return ThreadPage(
            entries: Self.merged(messages, notes), older: hasOlder ? first?.id : nil, olderCount: Int(olderCount))
    }

    /// What was written after a message, oldest first; a page at most.
    func messages(after message: MessageID?, in conversation: ConversationID, seesHidden: Bool, at now: Int64) throws
        -> [ThreadMessage]
    {
        try all(
            Self.newer, [conversation.number, message?.number ?? 0, seesHidden, StoreLimits.threadMessages]
        ) { try Self.message(&$0, at: now) }
    }

    func threadMessage(_ id: MessageID, in conversation: ConversationID, seesHidden: Bool, at now: Int64) throws
        -> ThreadMessage?
    {
        let message = try first(Self.one, [id.number, seesHidden]) { try Self.message(&$0, at: now) }
        return try message.flatMap { try withAttachments([$0], of: conversation).first }
    }

    /// What the villager added to a matter, the last of it, oldest first.
    func addedMessages(to matter: EscalationID, seesHidden: Bool, at now: Int64) throws -> [ThreadMessage] {
        try all(Self.added, [matter.number, seesHidden, StoreLimits.escalationAdditions]) {
            try Self.message(&$0, at: now)
        }.reversed()
    }

    private static let withNumbers = """
        SELECT message.text, message.original_sealed, message.created_at FROM message
        WHERE message.conversation_id = ? AND message.direction = 'in' AND message.original_sealed IS NOT NULL
            AND (? OR NOT \(isHidden)) AND \(isShown)
        ORDER BY message.id DESC LIMIT ?
        """

    /// The newest messages of a villager's in which personal numbers are masked, whole, oldest first; a page at most.
    func revealedMessages(in conversation: ConversationID, seesHidden: Bool) throws -> [RevealedMessage] {
        let rows: [(GuardedText, Int64)] = try all(
            Self.withNumbers, [conversation.number, seesHidden, StoreLimits.threadMessages]
        ) { (GuardedText(masked: try $0.next(), sealed: $0.nextIfAny()), try $0.next()) }
        return try rows.reversed().map { text, at in
            RevealedMessage(
                at: Date(milliseconds: at), text: try sealing.full(text, in: .original(conversation)))
        }
    }

    private static func message(_ row: inout Columns, at now: Int64) throws -> ThreadMessage {
        let (id, direction, kind): (Int64, String, String) = (try row.next(), try row.next(), try row.next())
        let (text, at): (String, Int64) = (try row.next(), try row.next())
        let (author, template, decision): (String?, String?, String?) =
            (row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        let (isUnproven, withheld): (Bool, Int64?) = (try row.next(), row.nextIfAny())
        let (state, notBefore, sent): (String?, Int64?, Int64?) = (row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        let (attempts, error, code): (Int?, String?, String?) = (row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        let hidesNumbers: Bool = try row.next()
        let delivery = Delivery(
            state: state.flatMap(DeliveryState.init(rawValue:)), notBefore: notBefore, sentAt: sent,
            attempts: attempts ?? 0, error: error, isAnswer: code != nil, arrivedAt: row.nextIfAny(),
            isWithheld: withheld != nil)
        return ThreadMessage(
            id: MessageID(id), direction: MessageDirection(rawValue: direction) ?? .incoming,
            kind: MessageKind(rawValue: kind) ?? .unsupported, text: text, at: Date(milliseconds: at), author: author,
            template: template, decision: decision, attachments: [], delivery: delivery.words(at: now),
            isUnproven: isUnproven, code: code, hidesNumbers: hidesNumbers)
    }

    private static let attachmentsOfPage = """
        SELECT message_id, id, fetched_at, last_error, conversation_id, description_sealed FROM attachment
        WHERE conversation_id = ? AND message_id >= ? AND message_id <= ? ORDER BY message_id, id
        """

    private func withAttachments(_ messages: [ThreadMessage], of conversation: ConversationID) throws -> [ThreadMessage]
    {
        guard let first = messages.first, let last = messages.last else { return messages }
        var found: [MessageID: [StoredAttachment]] = [:]
        try step(Self.attachmentsOfPage, [conversation.number, first.id.number, last.id.number]) { row in
            let (message, id): (Int64, Int64) = (try row.next(), try row.next())
            let (fetched, error): (Int64?, String?) = (row.nextIfAny(), row.nextIfAny())
            if let description = try description(in: &row) {
                found[MessageID(message), default: []].append(
                    StoredAttachment(
                        id: id, description: description, fetchedAt: fetched.map(Date.init(milliseconds:)),
                        lastError: error))
            }
            return true
        }
        return messages.map { message in
            var message = message
            message.attachments = found[message.id] ?? []
            return message
        }
    }

    private static let notesOfConversation = """
        SELECT staff_note.id, staff_note.officer_id, officer.title, officer.name, staff_note.text, staff_note.at
        FROM staff_note JOIN officer ON officer.id = staff_note.officer_id
        JOIN escalation ON escalation.id = staff_note.escalation_id
        WHERE staff_note.conversation_id = ? AND staff_note.at >= ? AND staff_note.at <= ?
            AND (? OR escalation.is_restricted = 0)
        ORDER BY staff_note.at DESC LIMIT ?
        """

    private func notes(of conversation: ConversationID, from: Date?, until: Date?, seesHidden: Bool) throws
        -> [StaffNote]
    {
        try all(
            Self.notesOfConversation,
            [
                conversation.number, from?.milliseconds ?? 0, until?.milliseconds ?? Int64.max, seesHidden,
                StoreLimits.threadMessages,
            ]
        ) { row in
            let (id, officer): (Int64, Int64) = (try row.next(), try row.next())
            let (title, name): (String, String) = (try row.next(), try row.next())
            return StaffNote(
                id: id, officer: OfficerID(officer), displayName: OfficerProfile.displayName(title: title, name: name),
                text: try row.next(), at: Date(milliseconds: try row.next()))
        }.reversed()
    }

    private static func merged(_ messages: [ThreadMessage], _ notes: [StaffNote]) -> [ThreadEntry] {
        var entries: [ThreadEntry] = []
        var rest = notes[...]
        for message in messages {
            while let note = rest.first, note.at < message.at { entries.append(.note(rest.removeFirst())) }
            entries.append(.message(message))
        }
        return entries + rest.map(ThreadEntry.note)
    }

    // MARK: Alerts

    /// Notes by which message the phone on duty was told of the calls for help of a villager.
    func noteAlert(_ message: MessageID, of conversation: ConversationID) throws {
        try run(
            """
            UPDATE escalation SET alert_id = ? WHERE conversation_id = ? AND reason = ? AND state = 'open'
                AND alert_id IS NULL
            """,
            [message.number, conversation.number, EscalationReason.emergency.rawValue])
    }

    private static let alert = """
        SELECT \(threadColumns), contact.address_index, contact.address_sealed \(threadTables)
        JOIN escalation ON escalation.alert_id = message.id
        JOIN conversation ON conversation.id = message.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE escalation.id = ?
        """

    /// How far the alert of a call for help has come, and the end of the phone that it went to.
    func alert(of matter: EscalationID, at now: Int64) throws -> (words: DeliveryWords?, tail: String?)? {
        try first(Self.alert, [matter.number]) { row in
            let words = try Self.message(&row, at: now).delivery
            return (words, try addressIfReadable(in: &row).map(Self.tail(of:)))
        }
    }
}

/// What the outbox says of a message, and what is said of it.
private struct Delivery {
    var state: DeliveryState?
    var notBefore: Int64?
    var sentAt: Int64?
    var attempts: Int
    var error: String?
    var isAnswer: Bool
    var arrivedAt: Int64?
    var isWithheld: Bool

    func words(at now: Int64) -> DeliveryWords? {
        if isWithheld { return .withheld }
        guard let state else { return nil }
        let since = sentAt ?? notBefore ?? now
        switch state {
        case .queued:
            let until = Date(milliseconds: notBefore ?? now)
            if isAnswer, attempts == 0, until.milliseconds > now { return .takeBack(until: until) }
            return until.milliseconds > now ? .queued(until: until) : .sending
        case .sending: return .sending
        case .sent:
            let isLate = now - since > StoreLimits.reportPatience.inMilliseconds
            return isLate ? .noReport(since: Date(milliseconds: since)) : .accepted(at: Date(milliseconds: since))
        case .delivered: return .delivered(at: Date(milliseconds: arrivedAt ?? since))
        case .failed: return .failed(detail: error, tries: attempts)
        }
    }
}
