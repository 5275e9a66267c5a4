package import Conversations
package import Foundation
import LibCrypto

/// The same villager on two channels, proved by a code that went out on one and came back on the other.
extension GatewayStore {
    /// Makes a code for the contact of a conversation; an older one of his is good no more.
    package func makeLinkCode(for conversation: ConversationID, now: Date) async throws -> LinkOutcome {
        try await write(at: now) { transaction in
            let code = try Transaction.randomDigits(StoreLimits.linkCodeDigits)
            try transaction.run(
                """
                INSERT INTO link_code (contact_id, code_index, ends_at)
                SELECT contact_id, ?, ? FROM conversation WHERE id = ?
                ON CONFLICT (contact_id) DO UPDATE SET
                    code_index = excluded.code_index, ends_at = excluded.ends_at, used_by = NULL
                """,
                [
                    transaction.codeIndex(code), transaction.now + Int64(StoreLimits.linkCodeLife * 1000),
                    conversation.number,
                ]
            )
            try transaction.audit("contact.link_code", of: "conversation \(conversation)")
            return .code(code)
        }
    }

    /// Links the contact of a conversation with the one whose code its message brought.
    ///
    /// The same message has the same outcome, however often it is handled. A code works on another channel only, once,
    /// and a contact that sent too many wrong ones is refused even the right one.
    package func link(
        _ conversation: ConversationID,
        by code: String,
        in message: MessageID,
        now: Date
    ) async throws -> LinkOutcome {
        try await write(at: now) { try $0.link(conversation, by: code, in: message) }
    }

    /// Takes the link of a conversation's contact away, if there is one.
    package func unlink(_ conversation: ConversationID, now: Date) async throws -> LinkOutcome {
        try await write(at: now) { transaction in
            if let contact = try transaction.contact(of: conversation), try transaction.unlink(contact) > 0 {
                try transaction.audit("contact.unlinked", of: "conversation \(conversation)")
            }
            return .ended
        }
    }
}

extension Transaction {
    /// No channel can bear this id, for ids hold no space.
    private static let codeScope: ChannelID = "link code"

    fileprivate func codeIndex(_ code: String) -> Data { sealing.index(of: code, on: Self.codeScope) }

    static func randomDigits(_ count: Int) throws -> String {
        // 250 is a multiple of ten, so that no digit is likelier than another.
        var digits = ""
        while digits.count < count {
            for byte in try randomBytes(count) where byte < 250 && digits.count < count { digits += "\(byte % 10)" }
        }
        return digits
    }

    fileprivate func contact(of conversation: ConversationID) throws -> Int64? {
        try number("SELECT contact_id FROM conversation WHERE id = ?", [conversation.number])
    }

    /// The conversation on the villager's other channel, and how he reads there.
    func linkedConversation(
        of conversation: ConversationID
    ) throws -> (id: ConversationID, channel: ChannelID, spelling: Spelling, isOptedOut: Bool)? {
        try first(
            """
            SELECT conversation.id, contact.channel, contact.opted_out_at IS NOT NULL, conversation.state,
                conversation.state_sealed
            FROM conversation AS own
            JOIN contact_link ON contact_link.contact_id = own.contact_id
            JOIN contact ON contact.id = contact_link.other_id
            JOIN conversation ON conversation.contact_id = contact.id
            WHERE own.id = ?
            """,
            [conversation.number]
        ) { row in
            let (id, channel, isOptedOut): (Int64, String, Bool) = (try row.next(), try row.next(), try row.next())
            let state = try dialogueState(row.nextIfAny(), sealed: row.nextIfAny(), of: ConversationID(id))
            return (ConversationID(id), ChannelID(rawValue: channel), state.spelling ?? .unmarked, isOptedOut)
        }
    }

    fileprivate func link(_ conversation: ConversationID, by code: String, in message: MessageID) throws -> LinkOutcome
    {
        guard let own = try contact(of: conversation) else { return .refused }
        let used = "SELECT contact_id FROM link_code WHERE code_index = ? AND used_by = ?"
        if try number(used, [codeIndex(code), message.number]) != nil { return .linked }
        let other = try number(
            """
            SELECT link_code.contact_id FROM link_code
            JOIN contact ON contact.id = link_code.contact_id
            WHERE link_code.code_index = ? AND link_code.ends_at > ? AND link_code.ends_at <= ? AND used_by IS NULL
                AND contact.channel <> (SELECT channel FROM contact WHERE id = ?)
            """,
            // A code of before a clock went back would else be good for hours.
            [codeIndex(code), now, now + Int64(StoreLimits.linkCodeLife * 1000), own]
        )
        // One writer: else a code may be used twice, and wrong ones tried at once may be more than were allowed.
        let wrong = try number(
            "SELECT COUNT(*) FROM link_attempt WHERE contact_id = ? AND at > ? AND message_id <> ?",
            [own, now - Int64(StoreLimits.linkTriesWithin * 1000), message.number]
        )
        guard let other, (wrong ?? 0) < StoreLimits.linkTries else {
            try run(
                "INSERT INTO link_attempt (message_id, contact_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [message.number, own, now]
            )
            try audit("contact.link_refused", of: "conversation \(conversation)")
            return .refused
        }
        for contact in [own, other] { try unlink(contact) }
        for (contact, other) in [(own, other), (other, own)] {
            try run("INSERT INTO contact_link (contact_id, other_id, at) VALUES (?, ?, ?)", [contact, other, now])
        }
        try run("UPDATE link_code SET used_by = ? WHERE contact_id = ?", [message.number, other])
        try audit("contact.linked", of: "conversation \(conversation)", detail: "contact \(own) and contact \(other)")
        return .linked
    }

    @discardableResult
    fileprivate func unlink(_ contact: Int64) throws -> Int {
        let own = try changes("DELETE FROM contact_link WHERE contact_id = ?", [contact])
        return try own + changes("DELETE FROM contact_link WHERE other_id = ?", [contact])
    }
}
