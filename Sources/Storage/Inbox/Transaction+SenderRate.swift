import Conversations
import Foundation

/// A message of which it is asked how fast its villager writes.
struct RatedMessage {
    var message: MessageID
    var conversation: ConversationID
    var receivedAt: Int64
    /// When a message of the conversation was handled last; all that came earlier came before.
    var lastTurn: Int64
    var burstSince: Int64?

    fileprivate func rate(isOver: Bool) -> SenderRate {
        switch (isOver, burstSince == nil) {
        case (true, true): .burstBegins
        case (true, false): .burst
        case (false, true): .calm
        case (false, false): .calmAgain
        }
    }

    fileprivate func allowed(by limit: SenderLimit) -> Int {
        burstSince == nil ? limit.messages : max(1, limit.messages / 2)
    }
}

extension Transaction {
    /// How fast villagers write, as of one message of each; nothing is counted in a table of its own.
    ///
    /// So many messages back, were all within the time? The look back ends at the first that was not, so that a long
    /// history costs nothing. Nor does an arrival from the future count, when the clock was wrong.
    func rates(of messages: [RatedMessage], limit: SenderLimit?) throws -> [SenderRate] {
        guard let limit else { return messages.map { $0.rate(isOver: false) } }
        let span = Int64(limit.seconds * 1000)
        let asked = messages.indices.filter { messages[$0].lastTurn > messages[$0].receivedAt - span }
        var within = messages.map { _ in 0 }
        try steps(
            """
            SELECT created_at FROM message
            WHERE \(Self.isReceived) AND id < ?2 ORDER BY conversation_id DESC, id DESC
            """,
            each: asked.map { [messages[$0].conversation.number, messages[$0].message.number] }
        ) { number, row in
            let (place, rated) = (asked[number], messages[asked[number]])
            let time: Int64 = try row.next()
            guard time > rated.receivedAt - span, time <= rated.receivedAt else { return false }
            within[place] += 1
            return within[place] < rated.allowed(by: limit)
        }
        return zip(messages, within).map { $0.rate(isOver: $1 == $0.allowed(by: limit)) }
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
