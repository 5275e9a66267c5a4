package import Conversations
package import Foundation

extension GatewayStore {
    /// Leases due messages to a worker: at most one of each conversation, and in the order of their making.
    ///
    /// A later message waits for an earlier one that is not sent yet, but not for ever.
    /// - Parameters:
    ///   - channel: the channel whose queue is read; all of them when it is nil.
    ///   - pace: what is beyond it stays in the queue. It is kept in the database, so it holds for all processes.
    package func claimOutgoing(
        limit: Int,
        owner: String,
        now: Date,
        lease: TimeInterval,
        of channel: ChannelID? = nil,
        pace: SendingPace? = nil
    ) async throws -> [OutgoingMessage] {
        try await write(at: now) { transaction in
            let channels = try channel.map { [$0] } ?? transaction.channelsWithOutgoing()
            let claim = OutgoingClaim(owner: owner, until: now.addingTimeInterval(lease).milliseconds, pace: pace)
            var claimed: [OutgoingMessage] = []
            for channel in channels where claimed.count < limit {
                claimed += try transaction.claim(claim, of: channel, limit: limit - claimed.count)
            }
            return claimed
        }
    }

    /// The channels whose messages still wait, whether they are configured or not.
    package func channelsWithOutgoing() async throws -> [ChannelID] {
        try await read { try $0.channelsWithOutgoing() }
    }

    /// Keeps what came of sending, in one transaction.
    ///
    /// - Parameters:
    ///   - channel: the channel that sent; that it works ends its alarm.
    ///   - alarm: why the channel cannot send at all; staff are told once.
    package func recordSending(
        _ results: [SendResult],
        now: Date,
        of channel: ChannelID? = nil,
        alarm: String? = nil
    ) async throws {
        guard !results.isEmpty else { return }
        try await write(at: now) { transaction in
            for result in results { try transaction.record(result) }
            try transaction.learn(results.compactMap(\.learnt))
            guard let channel else { return }
            if results.contains(where: \.isSent) {
                try transaction.endAlarm(of: channel)
            } else if let alarm {
                try transaction.escalate(.channelBroken, conversation: nil, channel: channel, detail: alarm)
            }
        }
    }
}

extension GatewayStore {
    /// Tells staff once that another channel sends in the place of one; it ends with the first message that this one sends again.
    package func noteTakeOver(of channel: ChannelID, by other: ChannelID, isSlow: Bool, now: Date) async throws {
        try await write(at: now) { transaction in
            // The alarm that tells of the same failure gives way to this one, which says more.
            try transaction.endAlarm(of: channel)
            try transaction.escalate(
                .channelBroken, conversation: nil, channel: channel,
                detail: StaffSentences.takenOver(channel.rawValue, by: other.rawValue, isSlow: isSlow))
            try transaction.audit("channel.taken_over", of: "channel \(channel)", detail: "by \(other)")
        }
    }

    /// Tells staff that a channel sends by itself again.
    package func noteReturn(of channel: ChannelID, now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.endAlarm(of: channel)
            try transaction.audit("channel.went_back", of: "channel \(channel)")
        }
    }
}

/// A message in the outbox, with what its tables say of the villager.
private struct DueMessage {
    var message: MessageID
    var conversation: ConversationID
    var attempts: Int
    var channel: ChannelID
    var text: GuardedText
    var choices: String?
    var addressIndex: Data
    var addressSealed: Data
    var author: String?
    var template: String?

    /// Whether the gateway says it of itself, so that it does not leave while a person has the conversation.
    var isMachineTalk: Bool { author == nil && !ReplyTemplate.mayLeaveWhileHeld(template) }

    /// Whether it answers without anybody else: not an officer's text, an alert, or news and findings about a dossier.
    var answersAtOnce: Bool {
        author == nil && !Transaction.isAlert(template) && template?.hasPrefix("dossier_") != true
    }

    static let columns = """
        outgoing.message_id, outgoing.conversation_id, outgoing.attempts,
        message.channel, message.text, message.original_sealed, message.choices,
        contact.address_index, contact.address_sealed, message.author, message.template
        """

    init(_ row: inout Columns) throws {
        message = MessageID(try row.next())
        conversation = ConversationID(try row.next())
        attempts = try row.next()
        channel = ChannelID(rawValue: try row.next())
        text = GuardedText(masked: try row.next(), sealed: row.nextIfAny())
        choices = row.nextIfAny()
        addressIndex = try row.next()
        addressSealed = try row.next()
        author = row.nextIfAny()
        template = row.nextIfAny()
    }
}

/// What the newest messages of a villager tell providers that bind answers to them.
private struct LastReceived {
    /// When the villager last did something that lets a provider take our answer.
    var interaction: Date?
    /// The provider's id of the newest message older than the answer.
    var providerID: String?
    /// When that message was kept.
    var keptAt: Date?
}

/// Who claims, until when, and how fast.
private struct OutgoingClaim: Sendable {
    var owner: String
    var until: Int64
    var pace: SendingPace?
}

extension Transaction {
    /// Each by one step through the index, however long the queues are.
    func channelsWithOutgoing() throws -> [ChannelID] {
        var channels: [ChannelID] = []
        var last = ""
        while let next: String = try first(
            "SELECT channel FROM outgoing WHERE due_at IS NOT NULL AND channel > '' AND channel > ? ORDER BY channel LIMIT 1",
            [last], read: { try $0.next() })
        {
            last = next
            channels.append(ChannelID(rawValue: last))
        }
        return channels
    }

    fileprivate func claim(_ claim: OutgoingClaim, of channel: ChannelID, limit: Int) throws -> [OutgoingMessage] {
        let due = try dueOutgoing(of: channel, limit: limit)
        guard !due.isEmpty else { return [] }
        let held = try heldMatters(of: due.map(\.conversation))
        let last = try lastReceived(before: due)
        let known = zip(due, zip(held, last))
        guard let pace = claim.pace else {
            return try taken(known.compactMap { try outgoing($0, held: $1.0, last: $1.1) }, for: claim)
        }
        let horizon = now + Int64(StoreLimits.paceHorizon * 1000)
        // One writer: else two who claim at once would both take this moment; the row of the channel would have to be
        // locked from here to `keep`.
        var free = try freeAt(of: channel)
        var paced: [OutgoingMessage] = []
        for (due, (held, last)) in known where free < horizon {
            guard var message = try outgoing(due, held: held, last: last) else { continue }
            message.wait = Double(free - now) / 1000
            free += Int64((Double(pace.cost(of: message.text)) / pace.perSecond * 1000).rounded(.up))
            paced.append(message)
        }
        if !paced.isEmpty { try keep(freeAt: free, of: channel) }
        return try taken(paced, for: claim)
    }

    /// Those that nobody else has claimed at the same moment: who did has counted a try more, then it is theirs.
    private func taken(_ messages: [OutgoingMessage], for claim: OutgoingClaim) throws -> [OutgoingMessage] {
        let ours = try changes(
            """
            UPDATE outgoing SET state = 'sending', attempts = attempts + 1, lease_owner = ?, lease_until = ?
            WHERE message_id = ? AND due_at IS NOT NULL AND attempts = ?
            """,
            each: messages.map { [claim.owner, claim.until, $0.id.number, $0.earlierAttempts] }
        )
        return zip(messages, ours).filter { $0.1 == 1 }.map(\.0)
    }

    /// When the channel may send next, not before now.
    private func freeAt(of channel: ChannelID) throws -> Int64 {
        try first("SELECT free_at, set_at FROM channel_pace WHERE channel = ?", [channel.rawValue]) { row in
            let (free, set): (Int64, Int64) = (try row.next(), try row.next())
            // A clock that went back since then must not stop the channel until that time comes again.
            return set > now ? now + max(free - set, 0) : max(free, now)
        } ?? now
    }

    private func keep(freeAt free: Int64, of channel: ChannelID) throws {
        try run(
            """
            INSERT INTO channel_pace (channel, free_at, set_at) VALUES (?, ?, ?)
            ON CONFLICT (channel) DO UPDATE SET free_at = excluded.free_at, set_at = excluded.set_at
            """,
            [channel.rawValue, free, now]
        )
    }

    // One writer: numbers are given in the order of commits, so no earlier message comes into sight after a later one.
    // OFFSET and the bounds of channel and rank are for servers, as with the claims of the inbox.
    static let dueMessages = """
        SELECT \(DueMessage.columns)
        FROM outgoing
        JOIN message ON message.id = outgoing.message_id
        JOIN conversation ON conversation.id = outgoing.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE outgoing.channel = ? AND outgoing.channel > '' AND outgoing.due_at <= ?
            AND NOT EXISTS (
                SELECT 1 FROM outgoing AS earlier
                WHERE earlier.due_at IS NOT NULL AND earlier.conversation_id = outgoing.conversation_id
                    AND earlier.message_id < outgoing.message_id
                    AND earlier.rank >= 0 AND earlier.rank <= outgoing.rank
                    AND (earlier.created_at > ? OR earlier.due_at <= ?) LIMIT 1 OFFSET 0)
            AND (outgoing.rank = 0 OR NOT EXISTS (
                SELECT 1 FROM outgoing AS other
                WHERE other.due_at IS NOT NULL AND other.conversation_id = outgoing.conversation_id
                    AND other.rank >= 0 AND other.rank < outgoing.rank AND other.due_at <= ? LIMIT 1 OFFSET 0))
        ORDER BY outgoing.due_at, outgoing.message_id
        LIMIT ?
        """

    private func dueOutgoing(of channel: ChannelID, limit: Int) throws -> [DueMessage] {
        // A later message is held back by an earlier one that is young, and by one that is due, for that goes first:
        // so no two messages of a conversation are ever in one claim.
        let impatient = now - Int64(StoreLimits.orderPatience * 1000)
        return try all(Self.dueMessages, [channel.rawValue, now, impatient, now, now, limit]) {
            try DueMessage(&$0)
        }
    }

    /// What is sent; nil where it is withheld, because a person has the conversation by a matter, or given up.
    private func outgoing(_ due: DueMessage, held: EscalationID?, last: LastReceived) throws -> OutgoingMessage? {
        let (message, conversation) = (due.message, due.conversation)
        do {
            if due.isMachineTalk, let held {
                try withhold(message, sealing.full(due.text, in: .original(conversation)), in: held, on: due.channel)
                return nil
            }
            var outgoing = OutgoingMessage(
                id: message,
                channel: due.channel,
                recipient: try address(due.addressSealed, index: due.addressIndex),
                text: try sealing.full(due.text, in: .original(conversation)),
                earlierAttempts: due.attempts,
                choices: StoredJSON.list(due.choices),
                lastInteraction: last.interaction,
                receivedID: last.providerID
            )
            if due.answersAtOnce { outgoing.askedAt = last.keptAt }
            return outgoing
        } catch let error as StorageError where error.kind == .unreadableSeal {
            // One spoilt row must not stop everybody else.
            try giveUpSending(message, of: conversation, reason: error.what)
            return nil
        }
    }

    /// Looks back only until both are found: mostly at one message of each.
    private func lastReceived(before due: [DueMessage]) throws -> [LastReceived] {
        var last = due.map { _ in LastReceived() }
        try steps(
            """
            SELECT id, provider_id, kind, COALESCE(sent_at, created_at), created_at FROM message
            WHERE \(Self.isReceived) ORDER BY conversation_id DESC, id DESC
            """,
            each: due.map { [$0.conversation.number] }
        ) { place, row in
            let (id, providerID, kind): (Int64, String?, String) = (try row.next(), row.nextIfAny(), try row.next())
            let interaction = Date(milliseconds: try row.next())
            if last[place].keptAt == nil, id < due[place].message.number {
                last[place].providerID = providerID
                last[place].keptAt = Date(milliseconds: try row.next())
            }
            if last[place].interaction == nil, kind != MessageKind.erasureRequest.rawValue {
                last[place].interaction = interaction
            }
            return last[place].keptAt == nil || last[place].interaction == nil
        }
        return last
    }
}
