import Conversations
import Foundation
import PublicServices

/// What staff and a villager have between them.
extension Transaction {
    /// The newest matter that is open, or that an officer answered last; one step in an index where there is none.
    func matter(of conversation: ConversationID) throws -> OpenMatter? {
        var newest: (matter: OpenMatter, at: Int64)?
        var looked = 0
        try step(
            """
            SELECT id, reason, created_at, added_at, answered_at FROM escalation
            WHERE conversation_id = ? ORDER BY id DESC
            """,
            [conversation.number]
        ) { row in
            let (id, reason, created): (Int64, String, Int64) = (try row.next(), try row.next(), try row.next())
            let (added, answered): (Int64?, Int64?) = (row.nextIfAny(), row.nextIfAny())
            looked += 1
            // That an answer did not arrive is a matter of staff alone, until somebody writes about it.
            if answered != nil || reason != EscalationReason.deliveryFailed.rawValue,
                case let at = answered ?? created, newest.map({ $0.at < at }) ?? true
            {
                let matter = OpenMatter(
                    id: EscalationID(id), reason: EscalationReason(rawValue: reason) ?? .askedForStaff,
                    raisedAt: Date(milliseconds: created), addedAt: added.map(Date.init(milliseconds:)),
                    answeredAt: answered.map(Date.init(milliseconds:)))
                newest = (matter, at)
            }
            return looked < StoreLimits.mattersLookedAt
        }
        return newest?.matter
    }

    /// Adds a message to the matter that its turn names: an open one, or a new one that goes on with an answered one.
    func join(_ matter: EscalationID, with origin: EffectOrigin) throws -> EscalationID? {
        let found: (isOpen: Bool, unit: String?, commune: String?, isRestricted: Bool)? = try first(
            """
            SELECT state = 'open', unit, commune, is_restricted FROM escalation WHERE id = ? AND conversation_id = ?
            """,
            [matter.number, origin.conversation.number]
        ) { (try $0.next(), $0.nextIfAny(), $0.nextIfAny(), try $0.next()) }
        guard let found else { return nil }
        if found.isOpen {
            try add(origin.message, to: matter)
            return matter
        }
        return try escalate(
            .villagerReply, conversation: origin.conversation, message: origin.message, unit: found.unit,
            commune: found.commune.map(CommuneID.init(rawValue:)) ?? origin.commune, isRestricted: found.isRestricted,
            follows: matter)
    }
}
