package import Conversations
package import Foundation

extension GatewayStore {
    /// Keeps everything that a webhook brought, in one transaction; when this returns, a power cut loses nothing of it.
    ///
    /// The receipts stand in the order of the events. A copy of what is already kept changes nothing.
    package func receive(_ events: [InboundEvent], at now: Date) async throws -> [Receipt] {
        guard !events.isEmpty else { return [] }
        return try await write(at: now) { transaction in
            try transaction.receive(events)
        }
    }
}

extension Transaction {
    /// Keeps events; the receipts stand in their order.
    ///
    /// Messages between which nothing but delivery reports stand are kept together, and those reports after them.
    func receive(_ events: [InboundEvent]) throws -> [Receipt] {
        var receipts: [Receipt?] = events.map { _ in nil }
        var messages: [(place: Int, message: InboundMessage)] = []
        var reports: [(place: Int, report: DeliveryReport)] = []
        func keepTogether() throws {
            for (place, receipt) in zip(messages.map(\.place), try receive(messages.map(\.message))) {
                receipts[place] = receipt
            }
            for (place, report) in reports { receipts[place] = .report(applied: try receive(report)) }
            (messages, reports) = ([], [])
        }
        for (place, event) in events.enumerated() {
            switch event {
            case .message(let message): messages.append((place, message))
            case .deliveryReport(let report): reports.append((place, report))
            default:
                try keepTogether()
                receipts[place] = try receive(event)
            }
        }
        try keepTogether()
        return receipts.compactMap { $0 }
    }

    /// Keeps one event.
    func receive(_ event: InboundEvent) throws -> Receipt {
        switch event {
        case .message(let message): try receive([message])[0]
        case .deliveryReport(let report): .report(applied: try receive(report))
        case .staffMessage(let message): try receive(message)
        case .unfollowed(let event): try receive(event)
        case .unreadable(let message): try quarantine(message)
        case .unproven(let call): try receive(call)
        case .ignored(let reason): .ignored(reason)
        }
    }

    /// A provider that uses an id for a second message would make the gateway forget that one: staff get it instead.
    func receive(reusedID message: InboundMessage) throws -> Receipt {
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
