import Conversations
import Foundation
import PublicServices

/// Matters as lines of lists: one statement gives all that a line shows.
extension Transaction {
    /// With the values of `Viewer.rights`.
    static let matterColumns = """
        escalation.id, escalation.conversation_id, escalation.reason, escalation.topic, escalation.unit,
        escalation.commune, escalation.via, escalation.hamlet, contact.address_index, contact.address_sealed, contact.name_sealed,
        CASE WHEN \(Viewer.seesHidden) OR (message.id IS NOT NULL AND (escalation.reason = 'emergency' OR NOT \(isHidden)))
            THEN message.text END,
        message.kind,
        CASE WHEN escalation.state = 'open' THEN (
            SELECT COUNT(*) FROM (
                SELECT 1 FROM message AS newer
                WHERE newer.conversation_id = escalation.conversation_id
                    AND newer.id > COALESCE(escalation.seen_id, escalation.message_id, 0) AND newer.direction = 'in'
                    AND (escalation.is_restricted = 1 OR NOT \(isHidden(of: "newer")))
                LIMIT \(StoreLimits.newMessages)) AS counted) ELSE 0 END,
        escalation.created_at, escalation.promised_by, escalation.snoozed_until,
        escalation.holder_id, holder.title, holder.name, escalation.held_at, escalation.is_restricted, escalation.state,
        escalation.answered_at, escalation.answered_by, escalation.closed_as, escalation.answer_id,
        escalation.urgency, escalation.due_by
        """

    static let matterTables = """
        FROM escalation
        LEFT JOIN conversation ON conversation.id = escalation.conversation_id
        LEFT JOIN contact ON contact.id = conversation.contact_id
        LEFT JOIN message ON message.id = escalation.message_id
        LEFT JOIN officer AS holder ON holder.id = escalation.holder_id
        """

    private static let oneMatter = """
        SELECT \(matterColumns) \(matterTables) WHERE escalation.id = ? AND \(Viewer.mayAll)
        """

    /// A matter that the officer may see; nil otherwise.
    func matterRow(_ id: EscalationID, for viewer: Viewer, at now: Int64) throws -> MatterRow? {
        let row = try first(Self.oneMatter, viewer.rights + [id.number] + viewer.rights) {
            try PlacedMatter(&$0, of: self, at: now).row
        }
        return row.flatMap { viewer.sees($0.commune) ? $0 : nil }
    }

    private static let mattersOfConversation = """
        SELECT \(matterColumns) \(matterTables)
        WHERE escalation.conversation_id = ? AND escalation.id <> ? AND \(Viewer.mayAll)
        ORDER BY escalation.id DESC LIMIT ?
        """

    /// The other matters of a conversation, the newest first.
    func matters(
        of conversation: ConversationID, but matter: EscalationID, for viewer: Viewer, at now: Int64
    ) throws -> [MatterRow] {
        try all(
            Self.mattersOfConversation,
            viewer.rights + [conversation.number, matter.number] + viewer.rights + [StoreLimits.earlierMatters]
        ) { try PlacedMatter(&$0, of: self, at: now).row }
        .filter { viewer.sees($0.commune) }
    }

    private static let whoIsThere = """
        SELECT presence.escalation_id, presence.officer_id, officer.title, officer.name, presence.is_typing, presence.at
        FROM presence JOIN officer ON officer.id = presence.officer_id
        WHERE presence.at > ? AND presence.officer_id <> ?
        """

    /// Who else has which matter open: one statement for a whole page.
    func presence(beside viewer: Viewer, at now: Int64) throws -> [EscalationID: [Presence]] {
        var found: [EscalationID: [Presence]] = [:]
        let since = now - StoreLimits.presence.inMilliseconds
        try step(Self.whoIsThere, [since, viewer.officer.id.number]) { row in
            let matter = EscalationID(try row.next())
            let (id, title, name): (Int64, String, String) = (try row.next(), try row.next(), try row.next())
            found[matter, default: []].append(
                Presence(
                    officer: OfficerID(id), displayName: OfficerProfile.displayName(title: title, name: name),
                    isTyping: try row.next(), at: Date(milliseconds: try row.next())))
            return true
        }
        return found
    }
}

/// A line with its place in the queue.
struct PlacedMatter {
    var row: MatterRow
    var urgency: Int64
    var dueBy: Int64

    init(_ row: inout Columns, of transaction: Transaction, at now: Int64) throws {
        let id = EscalationID(try row.next())
        let conversation: Int64? = row.nextIfAny()
        let reason: String = try row.next()
        let (topic, unit, commune, via): (String?, String?, String?, String?) =
            (row.nextIfAny(), row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        let hamlet: String? = row.nextIfAny()
        let (index, sealed, nameSealed): (Data?, Data?, Data?) = (row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        let (question, kind): (String?, String?) = (row.nextIfAny(), row.nextIfAny())
        let new: Int = try row.next()
        let (raised, promised, snoozed): (Int64, Int64?, Int64?) = (try row.next(), row.nextIfAny(), row.nextIfAny())
        let (holder, title, name): (Int64?, String?, String?) = (row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        let (held, isRestricted, state): (Int64?, Bool, String) = (row.nextIfAny(), try row.next(), try row.next())
        let (ended, by, closedAs, answer): (Int64?, String?, String?, Int64?) =
            (row.nextIfAny(), row.nextIfAny(), row.nextIfAny(), row.nextIfAny())
        urgency = try row.next()
        dueBy = try row.next()
        // One spoilt row must not close the whole list.
        let address = index.flatMap { index in sealed.flatMap { try? transaction.address($0, index: index) } }
        let villager = index.flatMap { index in
            nameSealed.flatMap { try? transaction.sealing.open($0, in: .villagerName(index: index)) }
        }
        let commonName = isRestricted ? nil : villager
        self.row = MatterRow(
            id: id, conversation: conversation.map { ConversationID($0) },
            // A reason of a later version reads as the most general one, for staff must still see the case.
            reason: EscalationReason(rawValue: reason) ?? .askedForStaff, topic: topic.map(TopicID.init(rawValue:)),
            unit: unit.map(UnitID.init(rawValue:)), commune: commune.map(CommuneID.init(rawValue:)),
            channel: via.map(ChannelID.init(rawValue:)), hamlet: hamlet,
            addressTail: address.map(Transaction.tail(of:)),
            name: commonName, question: question, questionKind: kind.flatMap(MessageKind.init(rawValue:)) ?? .text,
            newMessages: new, raisedAt: Date(milliseconds: raised), promisedBy: promised.map(Date.init(milliseconds:)),
            snoozedUntil: snoozed.flatMap { $0 > now ? Date(milliseconds: $0) : nil },
            holder: holder.flatMap { id in
                state == "open"
                    ? MatterRow.Holder(
                        id: OfficerID(id),
                        displayName: OfficerProfile.displayName(title: title ?? "", name: name ?? ""),
                        since: Date(milliseconds: held ?? raised)) : nil
            },
            presence: [], isRestricted: isRestricted,
            closed: state == "open"
                ? nil
                : MatterRow.Closing(
                    at: Date(milliseconds: ended ?? raised), by: by ?? "",
                    reason: closedAs.flatMap(ClosingReason.init(rawValue:)), answer: answer.map { MessageID($0) }))
    }
}
