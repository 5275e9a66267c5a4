import Conversations

/// A villager from whom nothing has come since a moment.
struct SilentVillager: Sendable {
    var contact: Int64
    var conversation: ConversationID
    var channel: ChannelID
    /// In milliseconds.
    var since: Int64
}

/// What the end of the time that texts are kept looks at.
extension Transaction {
    /// The villagers with a matter that was answered since a moment and none that is open.
    func villagers(answeredSince: Int64) throws -> [(conversation: ConversationID, channel: ChannelID)] {
        try all(
            """
            SELECT DISTINCT escalation.conversation_id, contact.channel FROM escalation
            JOIN conversation ON conversation.id = escalation.conversation_id
            JOIN contact ON contact.id = conversation.contact_id
            WHERE escalation.answered_at >= ?
            AND NOT EXISTS (SELECT 1 FROM escalation AS other
                WHERE other.conversation_id = escalation.conversation_id AND other.state = 'open')
            """,
            [answeredSince]
        ) { (ConversationID(try $0.next()), ChannelID(rawValue: try $0.next())) }
    }

    func hasOpenMatter(_ conversation: ConversationID) throws -> Bool {
        try exists("SELECT 1 FROM escalation WHERE conversation_id = ? AND state = 'open'", [conversation.number])
    }

    /// Of the next villagers by their number those who have been silent since before a moment, and the last number that was looked at; nil
    /// where no more come behind it.
    ///
    /// A number that asked for silence is kept, or the wish would be forgotten with it.
    func silent(before: Int64, above: Int64) throws -> (villagers: [SilentVillager], end: Int64?) {
        let next = try first(
            "SELECT MAX(id), COUNT(*) FROM (SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?) AS next",
            [above, StoreLimits.contactsPerLook]
        ) { row -> (end: Int64?, count: Int) in (row.nextIfAny(), try row.next()) }
        guard let next, let end = next.end else { return ([], nil) }
        let villagers = try all(
            """
            SELECT contact.id, conversation.id, contact.channel, conversation.updated_at FROM contact
            JOIN conversation ON conversation.contact_id = contact.id
            WHERE contact.id > ?1 AND contact.id <= ?2 AND contact.opted_out_at IS NULL
            AND length(contact.address_sealed) > 0 AND conversation.updated_at < ?3
            AND NOT EXISTS (SELECT 1 FROM escalation
                WHERE conversation_id = conversation.id AND state = 'open')
            ORDER BY contact.id
            """,
            [above, end, before]
        ) { row in
            SilentVillager(
                contact: try row.next(), conversation: ConversationID(try row.next()),
                channel: ChannelID(rawValue: try row.next()),
                since: try row.next())
        }
        return (villagers, next.count < StoreLimits.contactsPerLook ? nil : end)
    }

    func isForgettable(_ conversation: ConversationID, before: Int64) throws -> Bool {
        try exists(
            """
            SELECT 1 FROM conversation WHERE id = ?1 AND updated_at < ?2
            AND NOT EXISTS (SELECT 1 FROM incoming WHERE conversation_id = ?1 AND state = 'pending')
            AND NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = ?1 AND created_at >= ?2)
            """, [conversation.number, before])
    }
}
