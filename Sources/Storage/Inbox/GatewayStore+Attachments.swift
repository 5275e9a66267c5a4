package import Conversations
package import Foundation

/// An attachment that is still to be fetched from its provider.
package struct DueAttachment: Sendable, Equatable {
    package var id: Int64
    package var channel: ChannelID
    package var description: MessageAttachment
    /// How many times it was tried, this time included.
    package var attempts: Int
}

/// An attachment as staff find it with its message.
package struct StoredAttachment: Sendable, Equatable {
    package var id: Int64
    package var description: MessageAttachment
    /// Nil while the bytes are not here.
    package var fetchedAt: Date?
    /// Why the last try to fetch it failed.
    package var lastError: String?
}

extension GatewayStore {
    /// Leases attachments that are due to be fetched; a lease that ran out is open to anybody.
    package func claimAttachments(limit: Int, now: Date, lease: TimeInterval) async throws -> [DueAttachment] {
        try await write(at: now) { transaction in
            let due: [(id: Int64, attempts: Int, channel: String, description: MessageAttachment?)] =
                try transaction.all(
                    """
                    SELECT attachment.id, attachment.attempts, message.channel, attachment.conversation_id,
                        attachment.description_sealed
                    FROM attachment JOIN message ON message.id = attachment.message_id
                    WHERE attachment.due_at <= ? ORDER BY attachment.due_at LIMIT ?
                    """,
                    [now.milliseconds, limit]
                ) { (try $0.next(), try $0.next(), try $0.next(), try transaction.description(in: &$0)) }
            return try due.compactMap { due in
                let (id, attempts, description) = (due.id, due.attempts + 1, due.description)
                // Who claims at the same moment has counted a try more: then it is theirs.
                let ours = try transaction.changes(
                    "UPDATE attachment SET attempts = ?, due_at = ?, last_error = ? WHERE id = ? AND attempts = ?",
                    [
                        attempts, description == nil ? nil : now.addingTimeInterval(lease).milliseconds,
                        description == nil ? "its sealed description cannot be opened" : nil, id,
                        due.attempts,
                    ]
                )
                return ours == 0
                    ? nil
                    : description.map {
                        DueAttachment(
                            id: id,
                            channel: ChannelID(rawValue: due.channel),
                            description: $0,
                            attempts: attempts
                        )
                    }
            }
        }
    }

    /// Seals the fetched bytes away; from now on they say themselves whether they are a picture.
    package func keep(attachment id: Int64, bytes: [UInt8], now: Date) async throws {
        try await write(at: now) { transaction in
            let found: (conversation: Int64, description: MessageAttachment?)? = try transaction.first(
                "SELECT conversation_id, conversation_id, description_sealed FROM attachment WHERE id = ?", [id]
            ) { (try $0.next(), try transaction.description(in: &$0)) }
            guard let found else { return }
            let conversation = ConversationID(found.conversation)
            let sealed = try transaction.sealing.seal(bytes, in: .attachmentBytes(conversation))
            try transaction.run(
                "UPDATE attachment SET bytes_sealed = ?, fetched_at = ?, due_at = NULL, last_error = NULL WHERE id = ?",
                [sealed, now.milliseconds, id]
            )
            guard var description = found.description else { return }
            description.setType(by: bytes)
            guard description != found.description else { return }
            try transaction.run(
                "UPDATE attachment SET description_sealed = ? WHERE id = ?",
                [
                    try transaction.sealing.seal(
                        StoredJSON.text(description), in: .attachmentDescription(conversation)), id,
                ])
        }
    }

    /// Notes why an attachment was not fetched, and when it may be tried again; never, without a time.
    package func recordFetchFailure(attachment id: Int64, reason: String, retryAt: Date?, now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.run(
                "UPDATE attachment SET last_error = ?, due_at = ? WHERE id = ? AND fetched_at IS NULL",
                [Transaction.kept(reason), retryAt?.milliseconds, id]
            )
        }
    }

    /// The attachments of a message, in their order.
    package func attachments(of message: MessageID) async throws -> [StoredAttachment] {
        try await read { transaction in
            let attachments: [StoredAttachment?] = try transaction.all(
                """
                SELECT id, fetched_at, last_error, conversation_id, description_sealed FROM attachment
                WHERE message_id = ? ORDER BY id
                """,
                [message.number]
            ) { row in
                let (id, fetchedAt, lastError): (Int64, Int64?, String?) =
                    (try row.next(), row.nextIfAny(), row.nextIfAny())
                return try transaction.description(in: &row).map {
                    StoredAttachment(
                        id: id, description: $0, fetchedAt: fetchedAt.map(Date.init(milliseconds:)),
                        lastError: lastError)
                }
            }
            return attachments.compactMap { $0 }
        }
    }

    /// The bytes of an attachment; nil while they are not here.
    package func bytes(ofAttachment id: Int64) async throws -> [UInt8]? {
        try await read { transaction in
            try transaction.first(
                "SELECT conversation_id, bytes_sealed FROM attachment WHERE id = ? AND bytes_sealed IS NOT NULL", [id]
            ) { row in
                let place = SealedPlace.attachmentBytes(ConversationID(try row.next()))
                return try transaction.sealing.openBytes(try row.next(), in: place)
            }
        }
    }
}

extension Transaction {
    /// What the provider said of it, of the columns `conversation_id` and `description_sealed`.
    ///
    /// Nothing when it cannot be opened, for one spoilt row must not stop the others.
    func description(in row: inout Columns) throws -> MessageAttachment? {
        let place = SealedPlace.attachmentDescription(ConversationID(try row.next()))
        let sealed: Data = try row.next()
        guard let json = try? sealing.open(sealed, in: place) else { return nil }
        return StoredJSON.value(MessageAttachment.self, from: json)
    }
}
