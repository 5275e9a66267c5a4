package import Conversations
package import Foundation
import PublicServices

/// How a channel is, for whoever keeps it: numbers and times, no text, no address.
package struct ChannelState: Sendable, Equatable {
    /// When something was seen last; of what is long ago the day alone is known.
    package struct Seen: Sendable, Equatable {
        package var at: Date
        package var isDayOnly: Bool
    }

    package var channel: ChannelID
    package var lastIn: Seen?
    package var lastOut: Seen?
    package var waiting = StoreStatus.Queue()
    /// Messages of today that will not be sent any more.
    package var failedToday = 0
    /// Since when staff are told that it does not work; nil while it does.
    package var brokenSince: Date?
}

/// What came of asking for a message that tries a channel.
package enum TestSending: Sendable, Equatable {
    case queued(MessageID)
    /// The same number was written to within the last minute: a second click sends no second SMS.
    case justSent
    /// Its owner wants no messages.
    case optedOut
    /// No channel that the officer keeps.
    case unknown
}

extension GatewayStore {
    package func channelStates(_ channels: [ChannelID], now: Date) async throws -> [ChannelState] {
        let oldest = try await oldestOutgoing()
        return try await read { transaction in
            let recent = try transaction.recentMessages()
            let failed = try transaction.failedMessages(since: now.milliseconds)
            return try channels.map { channel in
                var state = ChannelState(channel: channel)
                state.lastIn = try transaction.lastSeen(.incoming, on: channel, recent)
                state.lastOut = try transaction.lastSeen(.outgoing, on: channel, recent)
                state.waiting.waiting = Int(
                    try transaction.number(
                        "SELECT COUNT(*) FROM outgoing WHERE channel = ? AND due_at IS NOT NULL", [channel.rawValue])
                        ?? 0)
                state.waiting.oldest = oldest[channel]
                state.failedToday = failed[channel] ?? 0
                state.brokenSince = try transaction.number(
                    """
                    SELECT created_at FROM escalation
                    WHERE channel = ? AND reason = ? AND state = 'open' AND conversation_id IS NULL
                    """,
                    [channel.rawValue, EscalationReason.channelBroken.rawValue]
                ).map(Date.init(milliseconds:))
                return state
            }
        }
    }

    /// Sends a message to a phone that an administrator names, in the way of any answer of staff.
    package func sendTest(
        _ text: String, to address: String, on channel: ChannelID, by officer: Officer, now: Date
    ) async throws -> TestSending {
        guard officer.profile.role == .administrator, let facts = surroundings.value.channels[channel],
            Viewer(officer: officer).sees(facts.commune)
        else { return .unknown }
        return try await write(at: now) { transaction in
            // One writer: else two clicks at once may both find nothing sent.
            let conversation = try transaction.conversationBegunIfNew(with: address, on: channel)
            let isOut = try transaction.exists(
                """
                SELECT 1 FROM contact JOIN conversation ON conversation.contact_id = contact.id
                WHERE conversation.id = ? AND contact.opted_out_at IS NOT NULL
                """,
                [conversation.number])
            if isOut { return .optedOut }
            let last: (text: String, at: Int64)? = try transaction.first(
                "SELECT text, created_at FROM message WHERE conversation_id = ? ORDER BY id DESC LIMIT 1",
                [conversation.number]
            ) { (try $0.next(), try $0.next()) }
            if let last, last.text == text, transaction.now - last.at < StoreLimits.testPause.inMilliseconds {
                return .justSent
            }
            let message = try transaction.enqueue(
                text, to: conversation, on: channel, author: officer.displayName, rank: 1)
            try transaction.audit(
                "channel.tested", of: "channel \(channel)", by: officer.id, detail: "message \(message)")
            return .queued(message)
        }
    }
}

extension Transaction {
    fileprivate struct Place: Hashable {
        var channel: String
        var direction: String
    }

    private static let recent = """
        SELECT channel, direction, MAX(created_at) FROM message
        WHERE id > (SELECT COALESCE(MAX(id), 0) FROM message) - ? GROUP BY channel, direction
        """

    fileprivate func recentMessages() throws -> [Place: Int64] {
        var last: [Place: Int64] = [:]
        try step(Self.recent, [StoreLimits.recentMessages]) { row in
            last[Place(channel: try row.next(), direction: try row.next())] = try row.next()
            return true
        }
        return last
    }

    private static let lastDay = """
        SELECT day FROM day_sum
        WHERE channel = ? AND (measure = ? OR measure = ?) ORDER BY day DESC LIMIT 1
        """

    fileprivate func lastSeen(
        _ direction: MessageDirection, on channel: ChannelID, _ recent: [Place: Int64]
    ) throws -> ChannelState.Seen? {
        if let at = recent[Place(channel: channel.rawValue, direction: direction.rawValue)] {
            return ChannelState.Seen(at: Date(milliseconds: at), isDayOnly: false)
        }
        let measures: [DayMeasure] =
            switch direction {
            case .incoming: [.received, .received]
            case .outgoing: [.sentByMachine, .sentByStaff]
            }
        return try number(Self.lastDay, [channel.rawValue, measures[0].rawValue, measures[1].rawValue]).map { day in
            ChannelState.Seen(at: Date(milliseconds: Self.midnight(of: day)), isDayOnly: true)
        }
    }

    fileprivate func failedMessages(since now: Int64) throws -> [ChannelID: Int] {
        var failed: [ChannelID: Int] = [:]
        try step(
            """
            SELECT outgoing.channel, COUNT(*) FROM outgoing
            WHERE outgoing.message_id >= ? AND outgoing.state = 'failed' GROUP BY outgoing.channel
            """,
            [try firstMessage(since: Self.midnight(of: Self.day(of: now)))]
        ) { row in
            failed[ChannelID(rawValue: try row.next())] = try row.next()
            return true
        }
        return failed
    }
}
