public import Conversations
import Foundation
import GRDB

/// Everything that was received and everything that was to be sent, row by row: for whoever counts after a storm.
public struct StoreLedger: Sendable {
    public struct Received: Sendable, Equatable {
        public var message: MessageID
        public var channel: ChannelID
        public var providerID: String
        /// pending, handled or failed.
        public var state: String
        /// How often the audit says that it was handled.
        public var timesHandled: Int
        /// The messages that its handling put into the outbox for the villager.
        public var replies: Int
        /// Whether the dialogue left it unanswered on purpose, such as a text that came a third time.
        public var isQuiet = false
    }

    public struct Sent: Sendable, Equatable {
        public var message: MessageID
        public var channel: ChannelID
        public var state: DeliveryState
    }

    public var received: [Received]
    public var sent: [Sent]
}

extension Doctor {
    /// Reads the ledger of all messages after one in one consistent view; memory grows with it, so this is for tests.
    public func ledger(after first: MessageID = MessageID(0)) async throws -> StoreLedger {
        try await queue.read { db in
            let received = try Row.fetchAll(
                db,
                sql: """
                    SELECT message.id, message.channel, message.provider_id, message.decision, incoming.state,
                        COALESCE(handled.times, 0) AS times,
                        (SELECT COUNT(*) FROM message AS reply
                            WHERE reply.conversation_id = message.conversation_id AND reply.id > message.id
                                AND reply.direction = 'out' AND reply.created_at = incoming.handled_at) AS replies
                    FROM message JOIN incoming ON incoming.message_id = message.id
                    LEFT JOIN (
                        SELECT subject, COUNT(*) AS times FROM audit WHERE action = 'turn.handled' GROUP BY subject
                    ) AS handled ON handled.subject = 'message ' || message.id
                    WHERE message.direction = 'in' AND message.id > ?
                    """,
                arguments: [first.number]
            ).map { row in
                StoreLedger.Received(
                    message: MessageID(row["id"]), channel: ChannelID(rawValue: row["channel"]),
                    providerID: row["provider_id"] ?? "", state: row["state"], timesHandled: row["times"],
                    replies: row["replies"], isQuiet: (row["decision"] as String?) == "quiet")
            }
            let sent = try Row.fetchAll(
                db,
                sql: """
                    SELECT message.id, message.channel, outgoing.state
                    FROM outgoing JOIN message ON message.id = outgoing.message_id
                    WHERE message.id > ?
                    """,
                arguments: [first.number]
            ).compactMap { row in
                DeliveryState(rawValue: row["state"]).map {
                    StoreLedger.Sent(
                        message: MessageID(row["id"]), channel: ChannelID(rawValue: row["channel"]), state: $0)
                }
            }
            return StoreLedger(received: received, sent: sent)
        }
    }

    /// The messages that are being handed to a provider; after a kill, those that may be sent a second time.
    public func inFlight() async throws -> Set<MessageID> {
        try await queue.read { db in
            let numbers = try Int64.fetchAll(db, sql: "SELECT message_id FROM outgoing WHERE state = 'sending'")
            return Set(numbers.map { MessageID($0) })
        }
    }

    /// The message with the highest number; 0 when there is none.
    public func lastMessage() async throws -> MessageID {
        try await queue.read { db in MessageID(try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM message") ?? 0) }
    }

    /// How many messages wait to be handled and to be sent.
    public func waiting() async throws -> (incoming: Int, outgoing: Int) {
        try await queue.read { db in
            (
                try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM incoming WHERE state = 'pending'") ?? 0,
                try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM outgoing WHERE due_at IS NOT NULL") ?? 0
            )
        }
    }
}
