import Conversations
import Foundation

/// A message that goes into the outbox.
struct NewOutgoing {
    var text: String
    var conversation: ConversationID
    var channel: ChannelID
    var template: String?
    var facts: [String] = []
    var choices: [String] = []
    var author: String?
    /// It goes before all that waits on its channel.
    var isUrgent = false
    /// Within its conversation it goes after all of a lower rank, whatever came first.
    var rank = 0
    /// When it may leave, in milliseconds; at once where nothing is given.
    var notBefore: Int64?
    /// The failed message on another channel that it is sent in the place of.
    var switchedFrom: MessageID?
}

extension Transaction {
    private static let sentMessages = Insertion(
        into: "message", "conversation_id", "direction", "channel", "text", "original_sealed", "created_at", "template",
        "facts", "choices", "author")
    private static let outbox = Insertion(
        into: "outgoing", "message_id", "conversation_id", "channel", "state", "created_at", "not_before", "rank",
        "switched_from")

    /// Puts messages into the log and into the outbox, due at once, in their order; a server is waited for once.
    ///
    /// They have been counted as spent.
    @discardableResult
    func enqueue(_ messages: [NewOutgoing]) throws -> [MessageID] {
        let rows = try messages.map { new -> StatementValues in
            // An alert holds the whole number of whoever calls for help, which stands nowhere in the clear.
            let guarded =
                Self.isAlert(new.template)
                ? try sealing.hidden(new.text, in: .original(new.conversation))
                : try sealing.guarded(new.text, in: .original(new.conversation))
            return [
                new.conversation.number, "out", new.channel.rawValue, guarded.masked, guarded.sealed, now, new.template,
                try StoredJSON.text(new.facts), new.choices.isEmpty ? nil : try StoredJSON.text(new.choices),
                new.author,
            ]
        }
        let ids = try inserted(Self.sentMessages, rows).map(MessageID.init)
        try insert(
            Self.outbox,
            zip(ids, messages).map { id, new in
                [
                    id.number, new.conversation.number, new.channel.rawValue, "queued", now,
                    new.notBefore ?? (new.isUrgent ? 0 : now), new.rank, new.switchedFrom?.number,
                ]
            })
        return ids
    }

    /// Puts one message into the log and into the outbox; see ``NewOutgoing``.
    @discardableResult
    func enqueue(
        _ text: String,
        to conversation: ConversationID,
        on channel: ChannelID,
        template: String? = nil,
        facts: [String] = [],
        author: String? = nil,
        isUrgent: Bool = false,
        rank: Int = 0,
        notBefore: Int64? = nil,
        switchedFrom: MessageID? = nil
    ) throws -> MessageID {
        spend(text, on: channel)
        return try enqueue([
            NewOutgoing(
                text: text, conversation: conversation, channel: channel, template: template, facts: facts,
                author: author, isUrgent: isUrgent, rank: rank, notBefore: notBefore, switchedFrom: switchedFrom)
        ])[0]
    }

    /// How the names of all templates begin that are sent to the officer on duty.
    static let alertTemplates = "duty_alert"

    static func isAlert(_ template: String?) -> Bool { template?.hasPrefix(alertTemplates) == true }
}
