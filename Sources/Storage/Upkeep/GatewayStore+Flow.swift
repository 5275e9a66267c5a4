package import Conversations
package import Foundation

extension GatewayStore {
    /// Since when the oldest message of each channel is due to be sent.
    package func oldestOutgoing() async throws -> [ChannelID: Date] {
        try await read { transaction in
            var oldest: [ChannelID: Date] = [:]
            for channel in try transaction.channelsWithOutgoing() {
                let due = try transaction.first(
                    """
                    SELECT due_at, created_at FROM outgoing
                    WHERE channel = ? AND channel > '' AND due_at IS NOT NULL ORDER BY due_at LIMIT 1
                    """,
                    [channel.rawValue]
                ) { row in
                    // What is urgent is due since 1970, so the time of its making counts too.
                    let (due, made): (Int64, Int64) = (try row.next(), try row.next())
                    return Date(milliseconds: max(due, made))
                }
                oldest[channel] = due
            }
            return oldest
        }
    }

    /// Since when the oldest message waits that is still to be handled; nil when none does.
    package func oldestIncoming() async throws -> Date? {
        try await read { transaction in
            try transaction.first(
                """
                SELECT created_at FROM message
                WHERE id = (SELECT MIN(+message_id) FROM incoming WHERE state = 'pending')
                """, []
            ) { Date(milliseconds: try $0.next()) }
        }
    }

    /// Tells staff once that messages do not move: those of a channel, or those that villagers sent when it is nil.
    package func raiseStall(of channel: ChannelID?, minutes: Int, now: Date) async throws {
        try await write(at: now) { transaction in
            guard let channel else {
                let open = try transaction.number(
                    "SELECT id FROM escalation WHERE state = 'open' AND reason = 'stalled' AND channel IS NULL")
                guard open == nil else { return }
                try transaction.escalate(
                    .stalled, conversation: nil, detail: StaffSentences.inboxStalled(minutes: minutes))
                return
            }
            try transaction.escalate(
                .stalled, conversation: nil, channel: channel, detail: StaffSentences.stalled(minutes: minutes))
        }
    }

    /// Closes the matter of ``raiseStall(of:minutes:now:)`` since messages move again.
    package func endStall(of channel: ChannelID?, now: Date) async throws {
        try await write(at: now) { transaction in
            let ended =
                try channel.map { try transaction.endMatters(.stalled, of: $0, by: "gateway") }
                ?? transaction.endMatters(by: "gateway", where: "reason = 'stalled' AND channel IS NULL")
            guard ended > 0 else { return }
            try transaction.audit("stall.ended", of: channel.map { "channel \($0)" } ?? "inbox")
        }
    }

    /// Notes that the program ended by itself while it worked on these messages.
    package func noteCrashes(of messages: [MessageID], now: Date) async throws {
        guard !messages.isEmpty else { return }
        try await write(at: now) { transaction in
            for message in messages {
                let changed = try transaction.changes(
                    "UPDATE incoming SET crashes = crashes + 1 WHERE message_id = ? AND state = 'pending'",
                    [message.number])
                guard changed == 1 else { continue }
                try transaction.audit("message.crashed", of: "message \(message)")
            }
        }
    }
}
