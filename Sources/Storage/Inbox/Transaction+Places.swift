import Conversations
import PublicServices
import Synchronization

/// Where the inbox began when this process last claimed of it; looks for the ends of lines go no further down.
///
/// It only saves steps: a server finds places that are free again until it has cleared them away. A lower one is right too.
final class InboxBeginning: Sendable {
    private let kept = Mutex<Int64>(0)

    var place: Int64 { kept.withLock { $0 } }

    func moved(to place: Int64) { kept.withLock { $0 = max($0, place) } }
}

/// A message that goes into the inbox.
struct QueuedMessage {
    var message: MessageID
    var conversation: ConversationID
    var channel: ChannelID
}

extension Transaction {
    // One writer: else two messages that come at once may be given one place, and their communes' turns come out a little uneven.
    static let lastPlace = """
        SELECT place FROM incoming
        WHERE state = 'pending' AND line = ? AND line > '' AND place >= ? ORDER BY place DESC LIMIT 1
        """
    static let firstPlace = """
        SELECT place FROM incoming WHERE state = 'pending' AND place > 0 AND place >= ? ORDER BY place LIMIT 1
        """

    private static let queued = Insertion(into: "incoming", "message_id", "conversation_id", "state", "line", "place")

    /// Puts messages into the inbox, where communes take turns.
    ///
    /// Each stands one place behind the last waiting message of its commune, and beside the first of all that waits where its
    /// commune has none. So a message waits for at most as many of any other commune as wait before it of its own, and the
    /// order within a commune stays that of arrival.
    func queue(_ messages: [QueuedMessage]) throws {
        let lines = messages.map { surroundings.channels[$0.channel]?.commune.rawValue ?? $0.channel.rawValue }
        let asked = Set(lines).sorted()
        let found: [[Int64]] = try all(Self.lastPlace, each: asked.map { [$0, inboxBeginning] }) { try $0.next() }
        var last = Dictionary(zip(asked, found.map(\.first)), uniquingKeysWith: { $1 }).compactMapValues { $0 }
        var first = messages.isEmpty ? nil : try number(Self.firstPlace, [inboxBeginning])
        let rows = zip(messages, lines).map { queued, line -> StatementValues in
            let place = max(last[line].map { $0 + 1 } ?? 0, first ?? queued.message.number)
            (last[line], first) = (place, first ?? place)
            return [queued.message.number, queued.conversation.number, "pending", line, place]
        }
        try insert(Self.queued, rows)
    }
}
