import Conversations
import Foundation
import PublicServices

extension Transaction {
    /// Hands a conversation to staff, unless it is already open with the same unit for the same reason; the number of the case.
    ///
    /// A message that would raise a matter once more is added to the open one.
    /// - Parameters:
    ///   - commune: whose staff it is for; that of the conversation or the channel where nothing is given.
    ///   - isRestricted: only the handler of denunciations may see it.
    ///   - earlier: the answered matter that it goes on with.
    @discardableResult
    func escalate(
        _ reason: EscalationReason,
        conversation: ConversationID?,
        message: MessageID? = nil,
        quarantine: Int64? = nil,
        channel: ChannelID? = nil,
        detail: String? = nil,
        unit: String? = nil,
        promisedBy: Date? = nil,
        commune: CommuneID? = nil,
        isRestricted: Bool = false,
        follows earlier: EscalationID? = nil,
        topic: TopicID? = nil
    ) throws -> EscalationID? {
        let isRestricted = isRestricted || reason == .denunciation
        let commune = try commune ?? self.commune(of: channel, conversation, quarantine)
        let added = try changes(
            """
            INSERT INTO escalation
                (conversation_id, message_id, quarantine_id, channel, reason, detail, unit, state, created_at,
                promised_by, commune, is_restricted, follows, topic, via, hamlet)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, (
                SELECT contact.hamlet FROM conversation JOIN contact ON contact.id = conversation.contact_id
                WHERE conversation.id = ?))
            ON CONFLICT DO NOTHING
            """,
            [
                conversation?.number, message?.number, quarantine, channel?.rawValue, reason.rawValue,
                detail.map(Self.kept), unit, now, promisedBy?.milliseconds, commune?.rawValue, isRestricted,
                earlier?.number, topic?.rawValue, try way(channel, conversation, quarantine)?.rawValue,
                conversation?.number,
            ]
        )
        guard added == 1 else {
            // One writer: else the open one may be ended just now, and the message would belong to no matter.
            let open = try number(
                """
                SELECT id FROM escalation
                WHERE conversation_id = ? AND reason = ? AND COALESCE(unit, '') = ? AND is_restricted = ?
                    AND state = 'open'
                """,
                [conversation?.number, reason.rawValue, unit ?? "", isRestricted]
            ).map(EscalationID.init)
            if let open, let message { try add(message, to: open) }
            return open
        }
        let id = EscalationID(try lastID)
        try audit("escalation.opened", of: "escalation \(id)", detail: reason.rawValue)
        if isRestricted, let message { try barNamed(in: message, of: id) }
        return id
    }

    /// Ends the open matters of which the condition holds, as answered; how many those were.
    @discardableResult
    func endMatters(by whom: String, where condition: String, _ values: StatementValues = []) throws -> Int {
        try changes(Self.ending(condition), [now, whom] + values)
    }

    /// Ends the matter that a channel itself is.
    @discardableResult
    func endMatters(_ reason: EscalationReason, of channel: ChannelID, by whom: String) throws -> Int {
        try changes(Self.endingOfChannel, [now, whom, channel.rawValue, reason.rawValue])
    }

    private static let endingOfChannel = ending("channel = ? AND reason = ?")

    private static func ending(_ condition: String) -> String {
        "UPDATE escalation SET state = 'answered', answered_at = ?, answered_by = ? WHERE state = 'open' AND \(condition)"
    }

    /// Links a message to an open matter, which it does not raise anew.
    func add(_ message: MessageID, to matter: EscalationID) throws {
        let added = try changes(
            """
            INSERT INTO escalation_message (escalation_id, message_id)
            SELECT id, ? FROM escalation WHERE id = ? AND (message_id IS NULL OR message_id <> ?)
            ON CONFLICT DO NOTHING
            """,
            [message.number, matter.number, message.number]
        )
        guard added == 1 else { return }
        try run("UPDATE escalation SET added_at = ? WHERE id = ?", [now, matter.number])
        try audit("escalation.added", of: "escalation \(matter)", detail: "message \(message)")
        if try exists("SELECT 1 FROM escalation WHERE id = ? AND is_restricted = 1", [matter.number]) {
            try barNamed(in: message, of: matter)
        }
    }

    /// The commune of a matter: that of its conversation, else the one whose channel it came by.
    private func commune(
        of channel: ChannelID?, _ conversation: ConversationID?, _ quarantine: Int64?
    ) throws -> CommuneID? {
        if let conversation, let own = try commune(of: conversation) { return own }
        return try way(channel, conversation, quarantine).flatMap { surroundings.channels[$0]?.commune }
    }

    /// The channel on which a matter came.
    private func way(
        _ channel: ChannelID?, _ conversation: ConversationID?, _ quarantine: Int64?
    ) throws -> ChannelID? {
        if let channel { return channel }
        if let conversation { return try self.channel(of: conversation) }
        guard let quarantine else { return nil }
        return try text("SELECT channel FROM quarantine WHERE id = ?", [quarantine]).map(ChannelID.init(rawValue:))
    }
}
