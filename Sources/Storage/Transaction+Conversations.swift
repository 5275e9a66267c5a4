import Conversations
import Foundation
import GRDB

extension Transaction {
    /// The conversation with an address of a channel; nil when it never wrote.
    func conversation(with address: String, on channel: ChannelID) throws -> ConversationID? {
        try number(
            """
            SELECT conversation.id FROM contact
            JOIN conversation ON conversation.contact_id = contact.id
            WHERE contact.channel = ? AND contact.address_index = ?
            """,
            [channel.rawValue, sealing.index(of: address, on: channel)]
        ).map(ConversationID.init)
    }

    /// The conversation with an address of a channel, begun now when it never wrote before.
    func conversationBegunIfNew(with address: String, on channel: ChannelID) throws -> ConversationID {
        if let known = try conversation(with: address, on: channel) { return known }
        let index = sealing.index(of: address, on: channel)
        try run(
            "INSERT INTO contact (channel, address_index, address_sealed, created_at) VALUES (?, ?, ?, ?)",
            [channel.rawValue, index, try sealing.seal(address, in: .address(index: index)), now]
        )
        try run(
            "INSERT INTO conversation (contact_id, updated_at) VALUES (?, ?)",
            [db.lastInsertedRowID, now]
        )
        return ConversationID(db.lastInsertedRowID)
    }

    /// The address in a row that has the columns `address_index` and `address_sealed`.
    func address(in row: Row) throws -> String {
        try sealing.open(row["address_sealed"], in: .address(index: row["address_index"]))
    }

    /// The whole text in a row that has the columns `text` and `original_sealed`.
    func text(in row: Row, of conversation: ConversationID) throws -> String {
        try sealing.full(
            GuardedText(masked: row["text"], sealed: row["original_sealed"]),
            in: .original(conversation)
        )
    }

    /// The dialogue state in a row that has the columns `state` and `state_sealed`.
    func dialogueState(in row: Row, of conversation: ConversationID) throws -> DialogueState {
        guard let masked = row["state"] as String? else { return DialogueState() }
        let json = try sealing.full(
            GuardedText(masked: masked, sealed: row["state_sealed"]),
            in: .state(conversation)
        )
        // A state that an older version shaped otherwise is forgotten; it must not block the conversation for ever.
        return StoredJSON.value(DialogueState.self, from: json) ?? DialogueState()
    }

    /// Keeps the dialogue state of a conversation, and how far its messages have come by the provider's clock.
    ///
    /// A time ahead of our clock counts as the arrival, or a provider that mends its clock would seem to send old messages.
    func keep(_ state: DialogueState, of conversation: ConversationID, after message: MessageID) throws {
        let guarded = try sealing.guarded(StoredJSON.text(state), in: .state(conversation))
        try run(
            """
            UPDATE conversation SET state = ?1, state_sealed = ?2, updated_at = ?3,
                newest_sent_at = (
                    SELECT COALESCE(MAX(newest_sent_at, MIN(sent_at, created_at)), newest_sent_at,
                        MIN(sent_at, created_at))
                    FROM message WHERE message.id = ?4)
            WHERE id = ?5
            """,
            [guarded.masked, guarded.sealed, now, message.number, conversation.number]
        )
    }
}
