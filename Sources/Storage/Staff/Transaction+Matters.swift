import Conversations
import Foundation
import PublicServices

/// What staff and a villager have between them.
extension Transaction {
    /// What a person has taken over, else the newest matter that is open or that an officer answered last.
    ///
    /// One step in an index where there is none. What was closed without an answer is as good as none.
    func matter(of conversation: ConversationID) throws -> OpenMatter? {
        var newest: (matter: OpenMatter, at: Int64)?
        var looked = 0
        let held = try heldMatter(of: conversation)
        try step(
            """
            SELECT id, reason, created_at, added_at, answered_at, closed_as IS NOT NULL FROM escalation
            WHERE conversation_id = ? ORDER BY id DESC
            """,
            [conversation.number]
        ) { row in
            let (id, reason, created): (Int64, String, Int64) = (try row.next(), try row.next(), try row.next())
            let (added, answered): (Int64?, Int64?) = (row.nextIfAny(), row.nextIfAny())
            looked += 1
            let isClosed: Bool = try row.next()
            let isHeld = held?.number == id
            if held != nil, !isHeld { return looked < StoreLimits.mattersLookedAt }
            if isClosed, answered != nil { return looked < StoreLimits.mattersLookedAt }
            // That an answer did not arrive is a matter of staff alone, until somebody writes about it.
            if answered != nil || reason != EscalationReason.deliveryFailed.rawValue,
                case let at = answered ?? created, newest.map({ $0.at < at }) ?? true
            {
                let matter = OpenMatter(
                    id: EscalationID(id), reason: EscalationReason(rawValue: reason) ?? .askedForStaff,
                    raisedAt: Date(milliseconds: created), addedAt: added.map(Date.init(milliseconds:)),
                    answeredAt: answered.map(Date.init(milliseconds:)), isHeld: isHeld)
                newest = (matter, at)
            }
            return !isHeld && looked < StoreLimits.mattersLookedAt
        }
        guard var matter = newest?.matter else { return nil }
        if matter.answeredAt != nil { matter.asksSatisfaction = try asksSatisfaction(matter.id) }
        return matter
    }

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
