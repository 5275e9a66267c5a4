import Conversations
import Foundation

extension Transaction {
    /// Puts one message into the log and into the outbox, due at once.
    ///
    /// - Parameters:
    ///   - isUrgent: it goes before all that waits on its channel.
    ///   - rank: within its conversation it goes after all of a lower rank, whatever came first.
    ///   - notBefore: when it may leave, in milliseconds; at once where nothing is given.
    ///   - switchedFrom: the failed message on another channel that it is sent in the place of.
    @discardableResult
    func enqueue(
        _ text: String,
        to conversation: ConversationID,
        on channel: ChannelID,
        template: String? = nil,
        facts: [String] = [],
        choices: [String] = [],
        author: String? = nil,
        isUrgent: Bool = false,
        rank: Int = 0,
        notBefore: Int64? = nil,
        switchedFrom: MessageID? = nil
    ) throws -> MessageID {
        // An alert holds the whole number of whoever calls for help, which stands nowhere in the clear.
        let guarded =
            Self.isAlert(template)
            ? try sealing.hidden(text, in: .original(conversation))
            : try sealing.guarded(text, in: .original(conversation))
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
        let id = MessageID(try lastID)
        try run(
            """
            INSERT INTO outgoing
                (message_id, conversation_id, channel, state, created_at, not_before, rank, switched_from)
            VALUES (?, ?, ?, 'queued', ?, ?, ?, ?)
            """,
            [
                id.number, conversation.number, channel.rawValue, now, notBefore ?? (isUrgent ? 0 : now), rank,
                switchedFrom?.number,
            ]
        )
        spend(text, on: channel)
        return id
    }

    /// How the names of all templates begin that are sent to the officer on duty.
    static let alertTemplates = "duty_alert"

    static func isAlert(_ template: String?) -> Bool { template?.hasPrefix(alertTemplates) == true }
}
