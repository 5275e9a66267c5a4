import Conversations
import Foundation

/// What is kept of one villager on one channel, as it is given to them: in full, and in words of the domain.
///
/// What officers note for one another is not in it.
package struct PersonalData: Sendable, Codable, Equatable {
    package struct Message: Sendable, Codable, Equatable {
        package var at: String
        /// `in` from the villager, `out` to them.
        package var direction: String
        package var text: String
    }

    package struct Matter: Sendable, Codable, Equatable {
        package var number: Int64
        package var reason: String
        package var state: String
        package var at: String
    }

    /// A picture, a voice message, a file or a place.
    package struct Attachment: Sendable, Codable, Equatable {
        package var number: Int64
        package var at: String
        package var kind: String
        package var name: String?
        package var type: String?
        package var description: String?
        package var latitude: String?
        package var longitude: String?
        /// Where its bytes were written; nil until they were, and where they are not kept.
        package var file: String?
    }

    package var channel: String
    package var address: String
    package var knownSince: String
    package var wantsSilence: Bool
    package var messages: [Message]
    package var matters: [Matter]
    /// Topics in which they said they want to take part.
    package var interests: [String]
    /// Codes of the dossiers whose news they follow.
    package var followedDossiers: [String]
    package var attachments: [Attachment]
}

extension Transaction {
    func personalData(of address: String, on channel: ChannelID) throws -> PersonalData? {
        let index = sealing.index(of: address, on: channel)
        let contact: (id: Int64, created: Int64, out: Int64?)? = try first(
            "SELECT id, created_at, opted_out_at FROM contact WHERE channel = ? AND address_index = ?",
            [channel.rawValue, index]
        ) { (try $0.next(), try $0.next(), $0.nextIfAny()) }
        guard let contact, let conversation = try conversation(with: address, on: channel) else { return nil }
        let messages = try all(
            """
            SELECT created_at, direction, text, original_sealed FROM message
            WHERE conversation_id = ? AND \(Self.isShown) ORDER BY id
            """,
            [conversation.number]
        ) { row in
            let (at, direction): (Int64, String) = (try row.next(), try row.next())
            let text = GuardedText(masked: try row.next(), sealed: row.nextIfAny())
            return PersonalData.Message(
                at: Self.moment(at), direction: direction,
                text: try sealing.full(text, in: .original(conversation)))
        }
        let matters = try all(
            "SELECT id, reason, state, created_at FROM escalation WHERE conversation_id = ? ORDER BY id",
            [conversation.number]
        ) { row in
            PersonalData.Matter(
                number: try row.next(), reason: try row.next(), state: try row.next(), at: Self.moment(try row.next()))
        }
        return PersonalData(
            channel: channel.rawValue, address: address, knownSince: Self.moment(contact.created),
            wantsSilence: contact.out != nil, messages: messages, matters: matters,
            interests: try all("SELECT topic FROM interest WHERE contact_id = ? ORDER BY topic", [contact.id]) {
                try $0.next()
            },
            followedDossiers: try all(
                """
                SELECT dossier.code FROM dossier_subscription
                JOIN dossier ON dossier.id = dossier_subscription.dossier_id WHERE contact_id = ? ORDER BY dossier.code
                """, [contact.id]
            ) { try $0.next() },
            attachments: try attachments(of: conversation))
    }

    private static let attachments = """
        SELECT attachment.id, message.created_at, attachment.conversation_id, attachment.description_sealed FROM attachment
        JOIN message ON message.id = attachment.message_id
        WHERE attachment.conversation_id = ? AND length(attachment.description_sealed) > 0 ORDER BY attachment.id
        """

    private func attachments(of conversation: ConversationID) throws -> [PersonalData.Attachment] {
        let found: [PersonalData.Attachment?] = try all(Self.attachments, [conversation.number]) { row in
            let (number, at): (Int64, Int64) = (try row.next(), try row.next())
            return try description(in: &row).map {
                PersonalData.Attachment(
                    number: number, at: Self.moment(at), kind: $0.kind.rawValue, name: $0.name, type: $0.contentType,
                    description: $0.description, latitude: $0.latitude, longitude: $0.longitude)
            }
        }
        return found.compactMap { $0 }
    }

    private static func moment(_ milliseconds: Int64) -> String {
        Date(milliseconds: milliseconds).formatted(.iso8601)
    }
}
