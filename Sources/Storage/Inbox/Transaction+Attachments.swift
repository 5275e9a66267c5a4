import Conversations
import Foundation

extension Transaction {
    /// Seals what the provider says of attachments; what lies at an address is due to be fetched at once.
    func keep(_ attachments: [MessageAttachment], of message: MessageID, in conversation: ConversationID) throws {
        for attachment in attachments {
            let description = try sealing.seal(
                StoredJSON.text(attachment),
                in: .attachmentDescription(conversation)
            )
            try run(
                """
                INSERT INTO attachment (message_id, conversation_id, kind, description_sealed, due_at)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    message.number, conversation.number, attachment.kind.rawValue, description,
                    attachment.isFetched ? now : nil,
                ]
            )
        }
    }
}

extension MessageAttachment {
    /// Whether the bytes behind the address are the villager's own; the page behind a link is not.
    fileprivate var isFetched: Bool {
        switch kind {
        case .image, .voice, .video, .file: url != nil
        default: false
        }
    }
}
