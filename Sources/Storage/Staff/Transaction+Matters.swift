import Conversations
import Foundation
import PublicServices

/// What staff and a villager have between them.
extension Transaction {
    /// Of each conversation what a person has taken over, else the newest matter that is open or that an officer answered last.
    ///
    /// One step in an index where there is none. What was closed without an answer is as good as none.
    func matters(of conversations: [ConversationID]) throws -> [OpenMatter?] {
        let values: [StatementValues] = conversations.map { [holdBeginning, $0.number] }
        return try all(Self.newestMatters, each: values, read: { try FoundMatter(&$0) }).map {
            guard var matter = FoundMatter.last(of: $0) else { return nil }
            if matter.answeredAt != nil { matter.asksSatisfaction = try asksSatisfaction(matter.id) }
            return matter
        }
    }

    private static let newestMatters = """
        SELECT id, reason, created_at, added_at, answered_at, closed_as IS NOT NULL,
            \(isHeld(since: "?1"))
        FROM escalation WHERE conversation_id = ?2 ORDER BY id DESC LIMIT \(StoreLimits.mattersLookedAt)
        """

    /// Adds a message to the matter that its turn names: an open one, or a new one that goes on with an answered one.
    ///
    /// The new one is at once with the officer who answered the earlier.
    func join(
        _ matter: EscalationID, promisedBy: Date?, with origin: EffectOrigin
    ) throws -> EscalationID? {
        let found: (isOpen: Bool, unit: String?, commune: String?, isRestricted: Bool, topic: String?, by: Int64?)? =
            try first(
                """
                SELECT state = 'open', unit, commune, is_restricted, topic, closer_id
                FROM escalation WHERE id = ? AND conversation_id = ?
                """,
                [matter.number, origin.conversation.number]
            ) { (try $0.next(), $0.nextIfAny(), $0.nextIfAny(), try $0.next(), $0.nextIfAny(), $0.nextIfAny()) }
        guard let found else { return nil }
        if found.isOpen {
            try add(origin.message, to: matter)
            return matter
        }
        let reply = try escalate(
            .villagerReply, conversation: origin.conversation, message: origin.message, unit: found.unit,
            promisedBy: promisedBy, commune: found.commune.map(CommuneID.init(rawValue:)) ?? origin.commune,
            isRestricted: found.isRestricted, follows: matter, topic: found.topic.map(TopicID.init(rawValue:)))
        if let reply, let officer = found.by { try give(reply, to: OfficerID(officer)) }
        return reply
    }
}

/// A matter of a conversation, as its row tells it.
private struct FoundMatter {
    var matter: OpenMatter
    var isClosed: Bool

    init(_ row: inout Columns) throws {
        let (id, reason, created): (Int64, String, Int64) = (try row.next(), try row.next(), try row.next())
        let (added, answered): (Int64?, Int64?) = (row.nextIfAny(), row.nextIfAny())
        isClosed = try row.next()
        matter = OpenMatter(
            id: EscalationID(id), reason: EscalationReason(rawValue: reason) ?? .askedForStaff,
            raisedAt: Date(milliseconds: created), addedAt: added.map(Date.init(milliseconds:)),
            answeredAt: answered.map(Date.init(milliseconds:)), isHeld: row.nextIfAny() ?? false)
    }

    /// Whether a villager who writes may mean it: what was closed has no answer, and that an answer did not arrive is a
    /// matter of staff alone, until somebody writes about it.
    private var isMeant: Bool {
        matter.answeredAt == nil ? matter.reason != .deliveryFailed : !isClosed
    }

    private var at: Date { matter.answeredAt ?? matter.raisedAt }

    /// Of the newest matters of a conversation the one that a person has, else the one of which something was heard last.
    static func last(of newest: [FoundMatter]) -> OpenMatter? {
        let held = newest.first { $0.matter.isHeld }
        return (held ?? newest.filter(\.isMeant).max { $0.at < $1.at })?.matter
    }
}
