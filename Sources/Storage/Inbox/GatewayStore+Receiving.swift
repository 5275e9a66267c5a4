package import Conversations
package import Foundation

extension GatewayStore {
    /// Keeps everything that a webhook brought, in one transaction; when this returns, a power cut loses nothing of it.
    ///
    /// The receipts stand in the order of the events. A copy of what is already kept changes nothing.
    package func receive(_ events: [InboundEvent], at now: Date) async throws -> [Receipt] {
        guard !events.isEmpty else { return [] }
        return try await write(at: now) { transaction in
            try events.map(transaction.receive)
        }
    }
}

extension Transaction {
    /// Keeps one event.
    func receive(_ event: InboundEvent) throws -> Receipt {
        switch event {
        case .message(let message): try receive(message)
        case .deliveryReport(let report): .report(applied: try receive(report))
        case .staffMessage(let message): try receive(message)
        case .unfollowed(let event): try receive(event)
        case .unreadable(let message): try quarantine(message)
        case .unproven(let call): try receive(call)
        case .ignored(let reason): .ignored(reason)
        }
    }

    fileprivate func receive(_ message: InboundMessage) throws -> Receipt {
        let index = sealing.index(of: message.sender, on: message.channel)
        // Looked up first, so that a copy makes no contact either.
        if let isCopy = try isCopy(message, from: index) {
            return try isCopy ? .duplicate : receive(reusedID: message)
        }
        let conversation = try conversationBegunIfNew(with: message.sender, index: index, on: message.channel)
        // One writer: else two copies under two ids that come at once do not see each other; no index would stop them.
        guard try !isRepeated(message, in: conversation) else {
            try audit("message.repeated", of: "conversation \(conversation)", detail: "under a new id")
            return .duplicate
        }
        let text = try sealing.guarded(message.text, in: .original(conversation))
        let added = try changes(
            """
            INSERT INTO message
                (conversation_id, direction, channel, provider_id, text, original_sealed, sent_at, created_at, kind,
                is_unproven, silence, opts_out)
            VALUES (?, 'in', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                conversation.number, message.channel.rawValue, message.providerID, text.masked, text.sealed,
                message.sentAt?.milliseconds, now, message.kind.rawValue, message.isUnproven,
                message.silence?.rawValue, message.optsOut,
            ]
        )
        guard added == 1 else { return .duplicate }
        let id = MessageID(try lastID)
        try keep(message.attachments, of: id, in: conversation)
        if let optsOut = message.optsOut { try setOptedOut(optsOut, of: conversation) }
        if message.kind == .follow { try noteFollow(of: conversation, at: message.sentAt) }
        try queue(id, of: conversation, on: message.channel)
        if message.isUnproven { try audit("message.unproven", of: "message \(id)") }
        if message.isLate { try audit("message.late", of: "message \(id)", detail: "signed long before it arrived") }
        return .message(id)
    }

    /// Whether the message of this id says the same to the letter; nil when there is none.
    private func isCopy(_ message: InboundMessage, from sender: Data) throws -> Bool? {
        try first(
            """
            SELECT message.text, message.kind, contact.address_index FROM message
            JOIN conversation ON conversation.id = message.conversation_id
            JOIN contact ON contact.id = conversation.contact_id
            WHERE message.direction = 'in' AND message.channel = ? AND message.provider_id = ?
            """,
            [message.channel.rawValue, message.providerID]
        ) { row in
            let (text, kind, index): (String, String, Data) = (try row.next(), try row.next(), try row.next())
            return text == PersonalNumbers.masked(message.text) && kind == message.kind.rawValue && index == sender
        }
    }

    /// A provider that uses an id for a second message would make the gateway forget that one: staff get it instead.
    private func receive(reusedID message: InboundMessage) throws -> Receipt {
        let bytes = Array("\(message.kind.rawValue)\u{0}\(message.sender)\u{0}\(message.text)".utf8)
        return try quarantine(
            UnreadableMessage(
                channel: message.channel,
                providerID: UnreadableMessage.again
                    + sealing.name(of: Array(message.providerID.utf8) + [0] + bytes, on: message.channel),
                sender: message.sender,
                reason: "The provider gave it the id of another message, so it was not answered.",
                bytes: bytes
            )
        )
    }

    /// Whether the entry of this id holds the very bytes; a provider may use an id twice, also one like our own names.
    private func isKept(_ message: UnreadableMessage) throws -> Bool {
        let sealed: Data? =
            try first(
                "SELECT bytes_sealed FROM quarantine WHERE channel = ? AND provider_id = ?",
                [message.channel.rawValue, message.providerID]
            ) { $0.nextIfAny() } ?? nil
        guard let sealed else { return true }
        let bytes = try? sealing.openBytes(sealed, in: .quarantinedBytes)
        return bytes == nil || bytes == message.bytes
    }

    fileprivate func quarantine(_ message: UnreadableMessage) throws -> Receipt {
        let reason = Self.kept(message.reason)
        let added = try changes(
            """
            INSERT INTO quarantine (channel, provider_id, sender_sealed, reason, bytes_sealed, received_at, size)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                message.channel.rawValue, message.providerID,
                try message.sender.map { try sealing.seal($0, in: .quarantinedSender) }, reason,
                try sealing.seal(message.bytes, in: .quarantinedBytes), now,
                message.bytes.count,
            ]
        )
        guard added == 1 else {
            return try isKept(message) ? .duplicate : quarantine(message.underAnotherName(sealing))
        }
        let id = try lastID
        let conversation = try message.sender.map { try conversationBegunIfNew(with: $0, on: message.channel) }
        try audit("message.quarantined", of: "quarantine \(id)", detail: reason)
        try escalate(.unreadableMessage, conversation: conversation, quarantine: id, detail: reason)
        return .quarantined
    }
}

extension UnreadableMessage {
    /// Begins the names of entries whose provider used an id a second time.
    fileprivate static let again = "again:"

    /// The same under a name that its bytes give it.
    fileprivate func underAnotherName(_ sealing: Sealing) -> UnreadableMessage {
        var other = self
        other.providerID = Self.again + sealing.name(of: Array(providerID.utf8) + [0] + bytes, on: channel)
        return other
    }
}
