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

extension Transaction {
    // One writer: else two messages that come at once may be given one place, and their communes' turns come out a little uneven.
    static let queued = """
        INSERT INTO incoming (message_id, conversation_id, state, line, place)
        VALUES (?1, ?2, 'pending', ?3, max(
            ifnull((SELECT place + 1 FROM incoming
                WHERE state = 'pending' AND line = ?3 AND line > '' AND place >= ?4 ORDER BY place DESC LIMIT 1), 0),
            ifnull((SELECT place FROM incoming
                WHERE state = 'pending' AND place > 0 AND place >= ?4 ORDER BY place LIMIT 1), ?1)))
        """

    /// Puts a message into the inbox, where communes take turns.
    ///
    /// It stands one place behind the last waiting message of its commune, and beside the first of all that waits where its
    /// commune has none. So a message waits for at most as many of any other commune as wait before it of its own, and the
    /// order within a commune stays that of arrival.
    func queue(_ message: MessageID, of conversation: ConversationID, on channel: ChannelID) throws {
        let line = surroundings.channels[channel]?.commune.rawValue ?? channel.rawValue
        try run(Self.queued, [message.number, conversation.number, line, inboxBeginning])
    }
}
