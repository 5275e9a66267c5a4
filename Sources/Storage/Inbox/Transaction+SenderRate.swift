import Conversations
import Foundation

extension Transaction {
    /// How fast a villager writes, as of one message; nothing is counted in a table of its own.
    ///
    /// So many messages back, were all within the time? The look back ends at the first that was not, so that a long
    /// history costs nothing. Nor does an arrival from the future count, when the clock was wrong.
    /// - Parameter lastTurn: when a message of the conversation was handled last; all that came earlier came before.
    func rate(
        of message: MessageID,
        in conversation: ConversationID,
        receivedAt: Int64,
        lastTurn: Int64,
        burstSince: Int64?,
        limit: SenderLimit?
    ) throws -> SenderRate {
        guard let limit else { return burstSince == nil ? .calm : .calmAgain }
        let allowed = burstSince == nil ? limit.messages : max(1, limit.messages / 2)
        let start = receivedAt - Int64(limit.seconds * 1000)
        var within = 0
        if lastTurn > start {
            try step(
                """
                SELECT created_at FROM message
                WHERE conversation_id = ? AND id < ? AND direction = 'in' ORDER BY id DESC
                """,
                [conversation.number, message.number]
            ) { row in
                let time: Int64 = try row.next()
                guard time > start, time <= receivedAt else { return false }
                within += 1
                return within < allowed
            }
        }
        let isOver = within == allowed
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
