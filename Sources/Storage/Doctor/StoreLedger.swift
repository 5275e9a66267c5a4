package import Conversations
package import Foundation

/// Everything that was received and everything that was to be sent, row by row: for whoever counts after a storm.
package struct StoreLedger: Sendable {
    package struct Received: Sendable, Equatable {
        package var message: MessageID
        package var channel: ChannelID
        package var providerID: String
        /// pending, handled or failed.
        package var state: String
        /// How often the audit says that it was handled.
        package var timesHandled: Int
        /// The messages that its handling put into the outbox for the villager.
        package var replies: Int
        /// Whether the dialogue left it unanswered on purpose: a text that came a third time, or one more for a matter that staff
        /// have, of which the villager was told minutes ago.
        package var isQuiet = false
    }

    package struct Sent: Sendable, Equatable {
        package var message: MessageID
        package var channel: ChannelID
        package var state: DeliveryState
    }

    package var received: [Received]
    package var sent: [Sent]
}

/// Of all matters with a promise.
package struct PromiseCount: Sendable, Equatable {
    package var kept = 0
    package var broken = 0

    package init(kept: Int = 0, broken: Int = 0) {
        self.kept = kept
        self.broken = broken
    }
}

extension Doctor {
    /// Reads the ledger of all messages after one in one consistent view; memory grows with it, so this is for tests.
    package func ledger(after first: MessageID = MessageID(0)) async throws -> StoreLedger {
        try await file.read { connection in
            let received = try connection.all(StoreLedger.Received.select, [first.number]) {
                try StoreLedger.Received(&$0)
            }
            let sent = try connection.all(StoreLedger.Sent.select, [first.number]) { try StoreLedger.Sent(&$0) }
            return StoreLedger(received: received, sent: sent.compactMap { $0 })
        }
    }

    /// How many promises to villagers were kept until a moment, and how many passed.
    package func promises(until now: Date) async throws -> PromiseCount {
        try await file.read { connection in
            try connection.first(
                """
                SELECT COUNT(CASE WHEN answered_at <= promised_by THEN 1 END),
                    COUNT(CASE WHEN ifnull(answered_at, ?1) > promised_by THEN 1 END)
                FROM escalation WHERE promised_by IS NOT NULL
                """, [now.milliseconds]
            ) { PromiseCount(kept: try $0.next(), broken: try $0.next()) } ?? PromiseCount()
        }
    }

    /// The messages that are being handed to a provider; after a kill, those that may be sent a second time.
    package func inFlight() async throws -> Set<MessageID> {
        try await file.read { connection in
            Set(
                try connection.all("SELECT message_id FROM outgoing WHERE state = 'sending'") {
                    MessageID(try $0.next())
                })
        }
    }

    /// The message with the highest number; 0 when there is none.
    package func lastMessage() async throws -> MessageID {
        try await file.read { MessageID(try $0.number("SELECT MAX(id) FROM message") ?? 0) }
    }

    /// How many messages up to one still have their texts.
    package func texts(until last: MessageID) async throws -> Int {
        try await file.read { connection in
            Int(
                try connection.number(
                    "SELECT COUNT(*) FROM message WHERE id <= ? AND length(text) > 0", [last.number]) ?? 0)
        }
    }

    /// How many messages wait to be handled and to be sent.
    package func waiting() async throws -> (incoming: Int, outgoing: Int) {
        try await file.read { connection in
            let incoming = try connection.number("SELECT COUNT(*) FROM incoming WHERE state = 'pending'")
            let outgoing = try connection.number("SELECT COUNT(*) FROM outgoing WHERE due_at IS NOT NULL")
            return (Int(incoming ?? 0), Int(outgoing ?? 0))
        }
    }
}

extension StoreLedger.Received {
    fileprivate static let select = """
        SELECT message.id, message.channel, message.provider_id, incoming.state, COALESCE(handled.times, 0),
            (SELECT COUNT(*) FROM message AS reply
                WHERE reply.conversation_id = message.conversation_id AND reply.id > message.id
                    AND reply.direction = 'out' AND reply.created_at = incoming.handled_at),
            CASE WHEN message.decision = 'quiet' OR message.decision = 'addition' AND EXISTS (
                SELECT 1 FROM escalation_message WHERE escalation_message.message_id = message.id) THEN 1 ELSE 0 END
        FROM message JOIN incoming ON incoming.message_id = message.id
        LEFT JOIN (
            SELECT subject, COUNT(*) AS times FROM audit WHERE action = 'turn.handled' GROUP BY subject
        ) AS handled ON handled.subject = 'message ' || message.id
        WHERE message.direction = 'in' AND message.id > ?
        """

    fileprivate init(_ row: inout Columns) throws {
        message = MessageID(try row.next())
        channel = ChannelID(rawValue: try row.next())
        providerID = row.nextIfAny() ?? ""
        state = try row.next()
        timesHandled = try row.next()
        replies = try row.next()
        isQuiet = try row.next() == 1
    }
}

extension StoreLedger.Sent {
    fileprivate static let select = """
        SELECT message.id, message.channel, outgoing.state
        FROM outgoing JOIN message ON message.id = outgoing.message_id
        WHERE message.id > ?
        """

    /// Nil for a state of a later version.
    fileprivate init?(_ row: inout Columns) throws {
        let (message, channel): (Int64, String) = (try row.next(), try row.next())
        guard let state = DeliveryState(rawValue: try row.next()) else { return nil }
        self.init(message: MessageID(message), channel: ChannelID(rawValue: channel), state: state)
    }
}
