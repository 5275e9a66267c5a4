import Conversations
import Foundation

/// What a provider tells of its own account: who follows it, and what was sent past the gateway.
extension Transaction {
    func noteFollow(of conversation: ConversationID, at time: Date?) throws {
        let time = time?.milliseconds ?? now
        try run(
            """
            UPDATE contact SET followed_at = ?
            WHERE id = (SELECT contact_id FROM conversation WHERE id = ?) AND COALESCE(followed_at, 0) <= ?
            """,
            [time, conversation.number, time]
        )
    }

    /// Notes when a known villager left; both times are kept, so that events in any order tell whether he follows now.
    func receive(_ event: Unfollowing) throws -> Receipt {
        guard let conversation = try conversation(with: event.address, on: event.channel) else {
            return .ignored("unfollow of somebody who never wrote")
        }
        let changed = try changes(
            """
            UPDATE contact SET unfollowed_at = ?
            WHERE id = (SELECT contact_id FROM conversation WHERE id = ?) AND COALESCE(unfollowed_at, 0) < ?
            """,
            [event.at?.milliseconds ?? now, conversation.number, event.at?.milliseconds ?? now]
        )
        guard changed == 1 else { return .duplicate }
        try audit("contact.unfollowed", of: "conversation \(conversation)")
        return .unfollowed
    }

    /// Keeps what an officer wrote in the provider's own console, as an answer that is already sent.
    ///
    /// The echo of a message of ours is known by the provider's id; before we know that id, by the missing author.
    func receive(_ message: StaffMessage) throws -> Receipt {
        // One writer: else the echo of a message may be read while its id is being learnt, and be kept a second time.
        let known = try number(
            "SELECT id FROM message WHERE direction = 'out' AND channel = ? AND provider_id = ? LIMIT 1",
            [message.channel.rawValue, message.providerID]
        )
        guard known == nil else { return .duplicate }
        guard let writer = message.author else { return .ignored("sent by a program") }
        let conversation = try conversationBegunIfNew(with: message.recipient, on: message.channel)
        let text = try sealing.guarded(message.text, in: .original(conversation))
        let author = Self.kept(writer)
        try run(
            """
            INSERT INTO message
                (conversation_id, direction, channel, provider_id, text, original_sealed, created_at, author, kind)
            VALUES (?, 'out', ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                conversation.number, message.channel.rawValue, message.providerID, text.masked, text.sealed, now,
                author, message.kind.rawValue,
            ]
        )
        let id = MessageID(try lastID)
        try run(
            """
            INSERT INTO outgoing
                (message_id, conversation_id, channel, state, attempts, created_at, not_before, sent_at)
            VALUES (?, ?, ?, 'sent', 1, ?, ?, ?)
            """,
            [id.number, conversation.number, message.channel.rawValue, now, now, now]
        )
        // Its report may have come before it.
        try learn([(id, message.providerID)])
        try closeAnswered(conversation, by: author, with: id)
        return .staffMessage(id)
    }

    /// Ends the questions of a conversation that an answer to the villager settles; erasing data takes more than words.
    ///
    /// A restricted one stays open: whoever writes in the console may know nothing of it.
    private func closeAnswered(_ conversation: ConversationID, by author: String, with message: MessageID) throws {
        let open: [Int64] = try all(
            """
            SELECT id FROM escalation
            WHERE conversation_id = ? AND state = 'open' AND is_restricted = 0 AND reason <> ? ORDER BY id
            """,
            [conversation.number, EscalationReason.erasureRequest.rawValue]
        ) { try $0.next() }
        for id in open.map({ EscalationID($0) }) {
            try endMatters(by: author, where: "id = ?", [id.number])
            try audit("escalation.answered", of: "escalation \(id)", by: author, detail: "message \(message)")
        }
    }
}
