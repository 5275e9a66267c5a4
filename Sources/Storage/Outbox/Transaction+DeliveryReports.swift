import Conversations
import Foundation

extension Transaction {
    /// Keeps the report, and says whether it moved the state of the message that it names.
    func receive(_ report: DeliveryReport) throws -> Bool {
        let message = try report.message ?? report.reference.flatMap { try sent(as: $0, on: report.channel) }
        try run(
            "INSERT INTO delivery_report (channel, message_id, reference, status, detail, at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                report.channel.rawValue, message?.number ?? 0, report.reference, report.status.rawValue,
                Self.kept(report.detail), now,
            ]
        )
        guard let message else { return false }
        return try apply(report.status, detail: report.detail, to: message, on: report.channel)
    }

    /// Learns the providers' ids of messages, and applies the reports about them that came too early.
    func learn(_ references: [(message: MessageID, reference: String)]) throws {
        guard !references.isEmpty else { return }
        for (message, reference) in references {
            try run("UPDATE message SET provider_id = ? WHERE id = ?", [reference, message.number])
        }
        let channels = try all(
            "SELECT channel FROM message WHERE id = ?", each: references.map { [$0.message.number] }
        ) { ChannelID(rawValue: try $0.next()) }
        let asked = zip(references, channels).flatMap { learnt, channel in
            let ways = channel.flatMap { [$0] + (surroundings.channels[$0]?.secondWay.map { [$0] } ?? []) }
            return ways.map { (message: learnt.message, values: [$0.rawValue, learnt.reference] as StatementValues) }
        }
        // One writer: else a report that is being kept just now sees no reference, and is not seen here.
        let early = try all(
            """
            SELECT id, channel, status, detail FROM delivery_report
            WHERE channel = ? AND reference = ? AND message_id = 0 ORDER BY id
            """,
            each: asked.map(\.values)
        ) { row -> (id: Int64, channel: String, status: String, detail: String) in
            (try row.next(), try row.next(), try row.next(), try row.next())
        }
        for (message, reports) in zip(asked.map(\.message), early) {
            for report in reports {
                try run("UPDATE delivery_report SET message_id = ? WHERE id = ?", [message.number, report.id])
                guard let status = DeliveryReport.Status(rawValue: report.status) else { continue }
                _ = try apply(status, detail: report.detail, to: message, on: ChannelID(rawValue: report.channel))
            }
        }
    }

    private func sent(as reference: String, on channel: ChannelID) throws -> MessageID? {
        for channel in [channel] + firstWays(of: channel) {
            let found = try number(
                "SELECT id FROM message WHERE direction = 'out' AND channel = ? AND provider_id = ? LIMIT 1",
                [channel.rawValue, reference])
            if let found { return MessageID(found) }
        }
        return nil
    }

    /// The channels in whose place a channel may have sent.
    private func firstWays(of channel: ChannelID) -> [ChannelID] {
        surroundings.channels.filter { $0.value.secondWay == channel }.map(\.key)
    }

    private func apply(
        _ status: DeliveryReport.Status,
        detail: String,
        to message: MessageID,
        on channel: ChannelID
    ) throws -> Bool {
        // One writer: else two reports at once may both start from the same state; the change would have to name it.
        // Without an attempt the report is about a message of another database that had the same number.
        let found: (state: String, conversation: Int64, channel: String)? = try first(
            """
            SELECT outgoing.state, outgoing.conversation_id, message.channel
            FROM outgoing JOIN message ON message.id = outgoing.message_id
            WHERE outgoing.message_id = ? AND outgoing.attempts > 0
            """,
            [message.number]
        ) { (try $0.next(), try $0.next(), try $0.next()) }
        let ways = [channel] + firstWays(of: channel)
        guard let found, ways.contains(ChannelID(rawValue: found.channel)),
            let state = DeliveryState(rawValue: found.state)
        else { return false }
        let next = state.after(status)
        guard next != state else { return false }
        guard next != .failed else {
            try giveUpChannel(message, of: ConversationID(found.conversation), reason: detail)
            return true
        }
        try run(
            """
            UPDATE outgoing SET state = ?, sent_at = COALESCE(sent_at, ?), lease_owner = NULL, lease_until = NULL
            WHERE message_id = ?
            """,
            [next.rawValue, now, message.number]
        )
        return true
    }
}
