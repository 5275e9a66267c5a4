import Conversations
import Foundation
import GRDB

extension Transaction {
    /// Puts one message into the log and into the outbox, due at once.
    @discardableResult
    func enqueue(
        _ text: String,
        to conversation: ConversationID,
        on channel: ChannelID,
        template: String? = nil,
        facts: [String] = [],
        choices: [String] = [],
        author: String? = nil
    ) throws -> MessageID {
        let guarded = try sealing.guarded(text, in: .original(conversation))
        try run(
            """
            INSERT INTO message
                (conversation_id, direction, channel, text, original_sealed, created_at, template, facts, choices,
                author)
            VALUES (?, 'out', ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                conversation.number, channel.rawValue, guarded.masked, guarded.sealed, now, template,
                try StoredJSON.text(facts), choices.isEmpty ? nil : try StoredJSON.text(choices), author,
            ]
        )
        let id = MessageID(db.lastInsertedRowID)
        try run(
            """
            INSERT INTO outgoing (message_id, conversation_id, state, created_at, not_before)
            VALUES (?, ?, 'queued', ?, ?)
            """,
            [id.number, conversation.number, now, now]
        )
        return id
    }

    /// Ends the sending of a message for good and tells staff.
    func giveUpSending(_ message: MessageID, of conversation: ConversationID, reason: String) throws {
        try run(
            """
            UPDATE outgoing SET state = 'failed', last_error = ?, lease_owner = NULL, lease_until = NULL
            WHERE message_id = ?
            """,
            [Self.kept(reason), message.number]
        )
        try audit("message.undeliverable", of: "message \(message)", detail: reason)
        try escalate(.deliveryFailed, conversation: conversation, message: message, detail: reason)
    }
}
