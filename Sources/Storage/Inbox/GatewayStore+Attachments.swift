public import Conversations
public import Foundation
import GRDB

/// An attachment that is still to be fetched from its provider.
public struct DueAttachment: Sendable, Equatable {
    public var id: Int64
    public var channel: ChannelID
    public var description: MessageAttachment
    /// How many times it was tried, this time included.
    public var attempts: Int
}

/// An attachment as staff find it with its message.
public struct StoredAttachment: Sendable, Equatable {
    public var id: Int64
    public var description: MessageAttachment
    /// Nil while the bytes are not here.
    public var fetchedAt: Date?
    /// Why the last try to fetch it failed.
    public var lastError: String?
}

extension GatewayStore {
    /// Leases attachments that are due to be fetched; a lease that ran out is open to anybody.
    public func claimAttachments(limit: Int, now: Date, lease: TimeInterval) async throws -> [DueAttachment] {
        try await write(at: now) { transaction in
            let due = try transaction.rows(
                """
                SELECT attachment.id, attachment.conversation_id, attachment.attempts, attachment.description_sealed,
                    message.channel
                FROM attachment JOIN message ON message.id = attachment.message_id
                WHERE attachment.due_at <= ? ORDER BY attachment.due_at LIMIT ?
                """,
                [now.milliseconds, limit]
            )
            return try due.compactMap { row in
                let id: Int64 = row["id"]
                let attempts: Int = row["attempts"] + 1
                let description = transaction.description(in: row)
                try transaction.run(
                    "UPDATE attachment SET attempts = ?, due_at = ?, last_error = ? WHERE id = ?",
                    [
                        attempts, description == nil ? nil : now.addingTimeInterval(lease).milliseconds,
                        description == nil ? "its sealed description cannot be opened" : nil, id,
                    ]
                )
                return description.map {
                    DueAttachment(
                        id: id,
                        channel: ChannelID(rawValue: row["channel"]),
                        description: $0,
                        attempts: attempts
                    )
                }
            }
        }
    }

    /// Seals the fetched bytes away.
    public func keep(attachment id: Int64, bytes: [UInt8], now: Date) async throws {
        try await write(at: now) { transaction in
            let conversation = try transaction.number("SELECT conversation_id FROM attachment WHERE id = ?", [id])
            guard let conversation else { return }
            let sealed = try transaction.sealing.seal(bytes, in: .attachmentBytes(ConversationID(conversation)))
            try transaction.run(
                "UPDATE attachment SET bytes_sealed = ?, fetched_at = ?, due_at = NULL, last_error = NULL WHERE id = ?",
                [sealed, now.milliseconds, id]
            )
        }
    }

    /// Notes why an attachment was not fetched, and when it may be tried again; never, without a time.
    public func recordFetchFailure(attachment id: Int64, reason: String, retryAt: Date?, now: Date) async throws {
        try await write(at: now) { transaction in
            _ = try transaction.run(
                "UPDATE attachment SET last_error = ?, due_at = ? WHERE id = ? AND fetched_at IS NULL",
                [Transaction.kept(reason), retryAt?.milliseconds, id]
            )
        }
    }

    /// The attachments of a message, in their order.
    public func attachments(of message: MessageID) async throws -> [StoredAttachment] {
        try await read { transaction in
            try transaction.rows("SELECT * FROM attachment WHERE message_id = ? ORDER BY id", [message.number])
                .compactMap { row in
                    transaction.description(in: row).map {
                        StoredAttachment(
                            id: row["id"],
                            description: $0,
                            fetchedAt: (row["fetched_at"] as Int64?).map(Date.init(milliseconds:)),
                            lastError: row["last_error"]
                        )
                    }
                }
        }
    }

    /// The bytes of an attachment; nil while they are not here.
    public func bytes(ofAttachment id: Int64) async throws -> [UInt8]? {
        try await read { transaction in
            let row = try transaction.row(
                "SELECT conversation_id, bytes_sealed FROM attachment WHERE id = ?",
                [id]
            )
            guard let row, let sealed = row["bytes_sealed"] as Data? else { return nil }
            return try transaction.sealing.openBytes(
                sealed,
                in: .attachmentBytes(ConversationID(row["conversation_id"]))
            )
        }
    }
}

extension Transaction {
    /// What the provider said of it; nothing when it cannot be opened, for one spoilt row must not stop the others.
    fileprivate func description(in row: Row) -> MessageAttachment? {
        let place = SealedPlace.attachmentDescription(ConversationID(row["conversation_id"]))
        guard let json = try? sealing.open(row["description_sealed"], in: place) else { return nil }
        return StoredJSON.value(MessageAttachment.self, from: json)
    }
}
