package import Conversations
package import Foundation

extension GatewayStore {
    /// Leases waiting messages to a worker: the oldest of each conversation, and none whose conversation is being handled.
    ///
    /// Communes take turns, see ``Transaction/queue(_:of:on:)``; within a commune the oldest goes first.
    ///
    /// A lease that ran out is open to anybody. A message that was cut off before is claimed alone, so that whatever
    /// ends the program takes no others with it; when it was cut off too often, it goes to staff instead.
    package func claimIncoming(
        limit: Int,
        owner: String,
        now: Date,
        lease: TimeInterval,
        senderLimit: SenderLimit? = nil
    ) async throws -> [IncomingTurn] {
        let (turns, beginning) = try await write(at: now) { transaction -> ([IncomingTurn], Int64?) in
            let waiting = try transaction.waitingIncoming(limit: limit)
            let fresh = waiting.prefix { $0.attempts == 0 }
            let turns = try transaction.claim(
                fresh.isEmpty ? waiting.prefix(1) : fresh,
                owner: owner,
                until: now.addingTimeInterval(lease).milliseconds,
                senderLimit: senderLimit
            )
            return (turns, waiting.first?.place)
        }
        if let beginning { inbox.moved(to: beginning) }
        return turns
    }

    /// Notes that handling failed and frees the message for another try after a rest; the third failure hands it to staff.
    ///
    /// Gives the number of attempts so far. Nothing changes when the worker no longer holds the lease.
    @discardableResult
    package func recordHandlingFailure(
        _ message: MessageID,
        owner: String,
        error: String,
        now: Date
    ) async throws -> Int {
        try await write(at: now) { transaction in
            // One writer: else the lease may end between this look and the change, which would have to name the owner.
            let found: (conversation: Int64, attempts: Int, isHeld: Bool)? = try transaction.first(
                """
                SELECT conversation_id, attempts, state = 'pending' AND lease_owner IS NOT NULL AND lease_owner = ?
                FROM incoming
                WHERE message_id = ?
                """,
                [owner, message.number]
            ) { (try $0.next(), try $0.next(), try $0.next()) }
            guard let found else { return 0 }
            let attempts = found.attempts
            guard found.isHeld else { return attempts }
            guard attempts < StoreLimits.handlingAttempts else {
                try transaction.giveUpHandling(message, of: ConversationID(found.conversation), error: error)
                return attempts
            }
            let rests = StoreLimits.handlingRests
            let rest = rests[max(0, min(attempts, rests.count) - 1)]
            try transaction.run(
                """
                UPDATE incoming SET lease_owner = NULL, lease_until = ?, last_error = ? WHERE message_id = ?
                """,
                [now.addingTimeInterval(rest).milliseconds, Transaction.kept(error), message.number]
            )
            return attempts
        }
    }
}

/// A message in the inbox, with what its tables say of the villager.
private struct WaitingMessage {
    var message: MessageID
    var conversation: ConversationID
    var attempts: Int
    var channel: ChannelID
    var kind: MessageKind
    var text: GuardedText
    var receivedAt: Int64
    var sentAt: Int64?
    var state: String?
    var stateSealed: Data?
    var lastTurn: Int64
    var newestSentAt: Int64?
    var burstSince: Int64?
    var addressIndex: Data
    var addressSealed: Data
    var optedOutAt: Int64?
    var crashes: Int
    var place: Int64
    var silence: String?
    var optsOut: Bool?
    var answersDay: Int64
    var answers: Int

    var rated: RatedMessage {
        RatedMessage(
            message: message, conversation: conversation, receivedAt: receivedAt, lastTurn: lastTurn,
            burstSince: burstSince)
    }

    static let columns = """
        incoming.message_id, incoming.conversation_id, incoming.attempts,
        message.channel, message.kind, message.text, message.original_sealed, message.created_at, message.sent_at,
        conversation.state, conversation.state_sealed, conversation.updated_at, conversation.newest_sent_at,
        conversation.burst_since, contact.address_index, contact.address_sealed, contact.opted_out_at,
        incoming.crashes, incoming.place, message.silence, message.opts_out, conversation.answers_day, conversation.answers
        """

    init(_ row: inout Columns) throws {
        message = MessageID(try row.next())
        conversation = ConversationID(try row.next())
        attempts = try row.next()
        channel = ChannelID(rawValue: try row.next())
        kind = MessageKind(rawValue: try row.next()) ?? .unsupported
        text = GuardedText(masked: try row.next(), sealed: row.nextIfAny())
        receivedAt = try row.next()
        sentAt = row.nextIfAny()
        state = row.nextIfAny()
        stateSealed = row.nextIfAny()
        lastTurn = try row.next()
        newestSentAt = row.nextIfAny()
        burstSince = row.nextIfAny()
        addressIndex = try row.next()
        addressSealed = try row.next()
        optedOutAt = row.nextIfAny()
        crashes = try row.next()
        place = try row.next()
        silence = row.nextIfAny()
        optsOut = row.nextIfAny()
        answersDay = try row.next()
        answers = try row.next()
    }
}

extension Transaction {
    // One writer: numbers are given in the order of commits. Where a lower one may come into sight later, a message may be
    // claimed before an earlier one of its conversation; its turn must then look again.
    //
    // A server counts what waits when mostly nothing does, and would read all of it for each message: OFFSET keeps the inner
    // statement by itself, and the bound of places keeps the other indexes away from it.
    static let waitingMessages = """
        SELECT \(WaitingMessage.columns)
        FROM incoming
        JOIN message ON message.id = incoming.message_id
        JOIN conversation ON conversation.id = incoming.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE incoming.state = 'pending' AND incoming.place > 0
            AND (incoming.lease_until IS NULL OR incoming.lease_until <= ?)
            AND NOT EXISTS (
                SELECT 1 FROM incoming AS earlier
                WHERE earlier.state = 'pending' AND earlier.conversation_id = incoming.conversation_id
                    AND earlier.message_id < incoming.message_id LIMIT 1 OFFSET 0)
        ORDER BY incoming.place, incoming.message_id
        LIMIT ?
        """

    fileprivate func waitingIncoming(limit: Int) throws -> [WaitingMessage] {
        try all(Self.waitingMessages, [now, limit]) { try WaitingMessage(&$0) }
    }

    fileprivate func claim(
        _ waiting: ArraySlice<WaitingMessage>,
        owner: String,
        until end: Int64,
        senderLimit: SenderLimit?
    ) throws -> [IncomingTurn] {
        let matters = try matters(of: waiting.map(\.conversation))
        let rates = try rates(of: waiting.map(\.rated), limit: senderLimit)
        let turns = try zip(waiting, zip(matters, rates)).compactMap { waiting, known in
            try turn(of: waiting, matter: known.0, rate: known.1)
        }
        // Who claims at the same moment has counted a try more: then it is theirs.
        let ours = try changes(
            """
            UPDATE incoming SET attempts = ?, lease_owner = ?, lease_until = ?
            WHERE message_id = ? AND state = 'pending' AND attempts = ?
            """,
            each: turns.map { [$0.attempts, owner, end, $0.message.number, $0.attempts - 1] }
        )
        return zip(turns, ours).filter { $0.1 == 1 }.map(\.0)
    }

    /// What a worker is given of a message; nil of one that is given up.
    private func turn(
        of waiting: WaitingMessage, matter: OpenMatter?, rate: SenderRate
    ) throws -> IncomingTurn? {
        let (message, conversation) = (waiting.message, waiting.conversation)
        let attempts = waiting.attempts + 1
        guard waiting.crashes < StoreLimits.crashes else {
            try giveUpHandling(message, of: conversation, error: StaffSentences.crashed)
            return nil
        }
        guard attempts <= StoreLimits.cutOffAttempts else {
            try giveUpHandling(message, of: conversation, error: "The gateway ended in the middle of each try.")
            return nil
        }
        do {
            return IncomingTurn(
                message: message,
                conversation: conversation,
                channel: waiting.channel,
                sender: try address(waiting.addressSealed, index: waiting.addressIndex),
                kind: waiting.kind,
                text: try sealing.full(waiting.text, in: .original(conversation)),
                receivedAt: Date(milliseconds: waiting.receivedAt),
                sentAt: waiting.sentAt.map(Date.init(milliseconds:)),
                isOvertaken: Self.isOvertaken(sentAt: waiting.sentAt, newest: waiting.newestSentAt),
                rate: rate,
                attempts: attempts,
                state: try dialogueState(waiting.state, sealed: waiting.stateSealed, of: conversation),
                optedOut: waiting.optedOutAt != nil,
                silence: waiting.silence.flatMap(Silence.init(rawValue:)),
                isWishKept: waiting.optsOut != nil,
                answersToday: waiting.answersDay == today ? waiting.answers : 0,
                matter: matter
            )
        } catch let error as StorageError where error.kind == .unreadableSeal {
            // One spoilt row must not stop everybody else.
            try giveUpHandling(message, of: conversation, error: error.what)
            return nil
        }
    }

    /// By the provider's clock alone, for it cannot be held against ours; without its times the order is that of arrival.
    private static func isOvertaken(sentAt: Int64?, newest: Int64?) -> Bool {
        guard let sentAt, let newest else { return false }
        return sentAt < newest - StoreLimits.sentTimeGrain
    }

    fileprivate func giveUpHandling(_ message: MessageID, of conversation: ConversationID, error: String) throws {
        try run(
            """
            UPDATE incoming SET state = 'failed', last_error = ?, lease_owner = NULL, lease_until = NULL
            WHERE message_id = ?
            """,
            [Self.kept(error), message.number]
        )
        try audit("message.unhandled", of: "message \(message)", detail: error)
        try escalate(.handlingFailed, conversation: conversation, message: message, detail: error)
    }
}
