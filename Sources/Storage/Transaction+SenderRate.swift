import Conversations
import Foundation
import GRDB

extension Transaction {
    /// How fast a villager writes, as of one message; nothing is counted in a table of its own.
    ///
    /// So many messages back, was it within the time? Arrivals from the future, when the clock was wrong, do not count.
    func rate(
        of message: MessageID,
        in conversation: ConversationID,
        receivedAt: Int64,
        burstSince: Int64?,
        limit: SenderLimit?
    ) throws -> SenderRate {
        guard let limit else { return burstSince == nil ? .calm : .calmAgain }
        let allowed = burstSince == nil ? limit.messages : max(1, limit.messages / 2)
        let earlier = try number(
            """
            SELECT created_at FROM message
            WHERE conversation_id = ? AND id < ? AND direction = 'in' ORDER BY id DESC LIMIT 1 OFFSET ?
            """,
            [conversation.number, message.number, allowed - 1]
        )
        let start = receivedAt - Int64(limit.seconds * 1000)
        let isOver = earlier.map { $0 > start && $0 <= receivedAt } ?? false
        switch (isOver, burstSince == nil) {
        case (true, true): return .burstBegins
        case (true, false): return .burst
        case (false, true): return .calm
        case (false, false): return .calmAgain
        }
    }

    func note(_ change: BurstChange, of conversation: ConversationID) throws {
        try run(
            "UPDATE conversation SET burst_since = ? WHERE id = ?",
            [change == .begins ? now : nil, conversation.number]
        )
        try audit(
            change == .begins ? "conversation.burst" : "conversation.calm",
            of: "conversation \(conversation)"
        )
    }
}
