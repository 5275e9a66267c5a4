import Conversations
import Foundation
import LibCrypto

/// What is taken out when texts and addresses are no longer to be kept. Rows stay, so that counts stay; what they said goes.
///
/// The connection overwrites what it frees (`secure_delete`), and the journal is cut afterwards, so it can be read from no file.
extension Transaction {
    /// Messages in a range of ids, of one channel and older than a moment; those of open matters and under way stay.
    ///
    /// - Returns: how many messages were emptied.
    func eraseMessages(_ ids: ClosedRange<Int64>, of channel: ChannelID, before: Int64) throws -> Int {
        try forgetWords(of: Self.overMessages, [ids.lowerBound, ids.upperBound, channel.rawValue, before])
        let erased = try changes(
            Self.emptyMessages + """
                 WHERE id BETWEEN ?1 AND ?2 AND channel = ?3 AND created_at < ?4
                AND (text <> '' OR original_sealed IS NOT NULL OR understanding IS NOT NULL)
                AND \(Self.isOver)
                """,
            [ids.lowerBound, ids.upperBound, channel.rawValue, before])
        try run(
            """
            UPDATE attachment SET description_sealed = x'', bytes_sealed = NULL, due_at = NULL
            WHERE message_id BETWEEN ?1 AND ?2 AND length(description_sealed) > 0
            AND EXISTS (SELECT 1 FROM message WHERE id = attachment.message_id AND text = ''
                AND original_sealed IS NULL AND channel = ?3 AND created_at < ?4)
            """,
            [ids.lowerBound, ids.upperBound, channel.rawValue, before])
        try run(
            """
            UPDATE staff_answer SET typed_sealed = x'' WHERE message_id BETWEEN ?1 AND ?2
            AND EXISTS (SELECT 1 FROM message WHERE id = staff_answer.message_id AND text = ''
                AND channel = ?3 AND created_at < ?4)
            """,
            [ids.lowerBound, ids.upperBound, channel.rawValue, before])
        try run(
            "UPDATE delivery_report SET detail = '' WHERE message_id BETWEEN ?1 AND ?2 AND channel = ?3 AND at < ?4",
            [ids.lowerBound, ids.upperBound, channel.rawValue, before])
        return erased
    }

    /// All that was said in a conversation before a moment.
    func eraseTexts(of conversation: ConversationID, before: Int64) throws -> Int {
        try forgetWords(
            of: "SELECT id FROM message WHERE conversation_id = ? AND created_at < ? AND text <> ''",
            [conversation.number, before])
        let erased = try changes(
            Self.emptyMessages + """
                 WHERE conversation_id = ?1 AND created_at < ?2
                AND (text <> '' OR original_sealed IS NOT NULL OR understanding IS NOT NULL)
                """,
            [conversation.number, before])
        let messages = "(SELECT id FROM message WHERE conversation_id = ?1 AND created_at < ?2)"
        try run(
            """
            UPDATE attachment SET description_sealed = x'', bytes_sealed = NULL, due_at = NULL
            WHERE message_id IN \(messages)
            """, [conversation.number, before])
        try run(
            "UPDATE delivery_report SET detail = '' WHERE message_id IN \(messages)", [conversation.number, before])
        try run(
            "UPDATE staff_answer SET typed_sealed = x'' WHERE conversation_id = ? AND at < ?",
            [conversation.number, before])
        try run(
            "UPDATE staff_note SET text = '', text_sealed = NULL WHERE conversation_id = ? AND at < ?",
            [conversation.number, before])
        return erased
    }

    /// Forgets who a villager is: their number, what the dialogue remembers, and what hangs on them.
    func eraseContact(_ contact: Int64, _ conversation: ConversationID) throws {
        // While the address is known: the words for search are forgotten by it.
        _ = try eraseTexts(of: conversation, before: now + 1)
        try run(
            "UPDATE contact SET address_index = ?, address_sealed = x'', name_sealed = NULL, hamlet = NULL WHERE id = ?",
            [Data(try randomBytes(16)), contact])
        try run("UPDATE escalation SET hamlet = NULL WHERE conversation_id = ?", [conversation.number])
        try run("UPDATE conversation SET state = NULL, state_sealed = NULL WHERE id = ?", [conversation.number])
        for table in ["interest", "dossier_subscription", "link_code", "link_attempt", "dossier_attempt"] {
            try run("DELETE FROM \(table) WHERE contact_id = ?", [contact])
        }
        try run("DELETE FROM contact_link WHERE contact_id = ?1 OR other_id = ?1", [contact])
        try run(
            "UPDATE dossier_followup SET digits = NULL WHERE contact_id = ? AND state <> 'waiting'", [contact])
        try run("DELETE FROM duty_alert WHERE conversation_id = ?", [conversation.number])
        try run(
            "DELETE FROM draft WHERE escalation_id IN (SELECT id FROM escalation WHERE conversation_id = ?)",
            [conversation.number])
    }

    private static let overMessages = """
        SELECT id FROM message WHERE id BETWEEN ?1 AND ?2 AND channel = ?3 AND created_at < ?4
        AND text <> '' AND \(isOver)
        """

    private static let emptyMessages = """
        UPDATE message SET text = '', original_sealed = NULL, understanding = NULL, understanding_sealed = NULL,
            choices = NULL
        """

    /// Nobody works on the message, and staff have no open matter of its villager.
    private static let isOver = """
        NOT EXISTS (SELECT 1 FROM escalation
            WHERE conversation_id = message.conversation_id AND state = 'open')
        AND NOT EXISTS (SELECT 1 FROM incoming WHERE message_id = message.id AND state = 'pending')
        AND NOT EXISTS (SELECT 1 FROM outgoing WHERE message_id = message.id AND due_at IS NOT NULL)
        """
}
