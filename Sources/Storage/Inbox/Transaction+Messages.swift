import Conversations
import Foundation

/// What becomes of a message that arrived with others.
private enum Arrival {
    case copy
    case reusedID
    /// Kept already under another id.
    case repeated(ConversationID)
    case new(ConversationID, GuardedText)
}

/// The messages that arrived together, and what is known of them before any of them is kept.
private struct Arrivals {
    let messages: [ArrivedMessage]
    /// What is kept under their ids.
    let known: [KnownMessage?]
    var conversations: [Villager: ConversationID] = [:]
    /// Whether each is kept already under another id.
    var areRepeated: [Bool]

    func villager(_ place: Int) -> Villager {
        let arrived = messages[place]
        return Villager(arrived.message.sender, on: arrived.message.channel, index: arrived.sender)
    }
}

/// The name of a message at its provider.
private struct ProvidersName: Hashable {
    var channel: ChannelID
    var id: String

    init(_ message: InboundMessage) { (channel, id) = (message.channel, message.providerID) }
}

extension Transaction {
    /// Keeps messages in the order of their coming; the receipts stand in the same.
    ///
    /// A server is asked the same of all of them at once, and what one says of another that came with it is seen here: so it
    /// comes out as if each had been kept before the next came.
    func receive(_ messages: [InboundMessage]) throws -> [Receipt] {
        guard !messages.isEmpty else { return [] }
        var arrivals = try lookedUp(messages.map { ArrivedMessage($0, sealing) })
        let outcomes = try outcomes(of: &arrivals)
        var ids = try kept(zip(arrivals.messages, outcomes))[...]
        return try zip(messages, outcomes).map { message, outcome in
            switch outcome {
            case .copy: return .duplicate
            case .reusedID: return try receive(reusedID: message)
            case .repeated(let conversation):
                try audit("message.repeated", of: "conversation \(conversation)", detail: "under a new id")
                return .duplicate
            case .new: return .message(ids.removeFirst())
            }
        }
    }

    /// Asks what is known of messages, and begins the conversations that they begin.
    private func lookedUp(_ messages: [ArrivedMessage]) throws -> Arrivals {
        let known = try known(under: messages)
        var arrivals = Arrivals(messages: messages, known: known, areRepeated: messages.map { _ in false })
        // A copy makes no contact; those of the same batch are seen later.
        var names: Set<ProvidersName> = []
        let fresh = messages.indices.filter {
            known[$0] == nil && names.insert(ProvidersName(messages[$0].message)).inserted
        }
        var seen: Set<Villager> = []
        let villagers = fresh.map(arrivals.villager).filter { seen.insert($0).inserted }
        let found = try conversations(with: villagers)
        for (villager, conversation) in zip(villagers, found) { arrivals.conversations[villager] = conversation }
        let asked = messages.indices.compactMap { place in
            known[place] == nil ? arrivals.conversations[arrivals.villager(place)].map { (place, $0) } : nil
        }
        let areRepeated = try areRepeated(asked.map { (messages[$0.0], $0.1) })
        for ((place, _), isRepeated) in zip(asked, areRepeated) { arrivals.areRepeated[place] = isRepeated }
        let new = villagers.filter { arrivals.conversations[$0] == nil }
        for (villager, conversation) in zip(new, try conversationsBegun(with: new)) {
            arrivals.conversations[villager] = conversation
        }
        return arrivals
    }

    /// What becomes of each, in their order.
    private func outcomes(of arrivals: inout Arrivals) throws -> [Arrival] {
        var known: [ProvidersName: KnownMessage] = [:]
        var kept: [ConversationID: [KeptMessage]] = [:]
        return try arrivals.messages.enumerated().map { place, arrived in
            let (message, name) = (arrived.message, ProvidersName(arrived.message))
            if let known = arrivals.known[place] ?? known[name] { return known == arrived.known ? .copy : .reusedID }
            let villager = arrivals.villager(place)
            let conversation: ConversationID
            if let found = arrivals.conversations[villager] {
                conversation = found
            } else {
                // Nothing was asked of it, because another came before it under the same name, which was not kept.
                conversation = try conversationBegunIfNew(with: message.sender, on: message.channel)
                arrivals.conversations[villager] = conversation
                arrivals.areRepeated[place] = try areRepeated([(arrived, conversation)])[0]
            }
            // One writer: else two copies under two ids that come at once do not see each other; no index would stop them.
            let isRepeated =
                arrivals.areRepeated[place]
                || arrived.earliestOriginal(at: now) != nil
                    && kept[conversation, default: []].contains { arrived.repeats($0, in: conversation, sealing) }
            if isRepeated { return .repeated(conversation) }
            let text = try sealing.guarded(message.text, masked: arrived.masked, in: .original(conversation))
            known[name] = arrived.known
            kept[conversation, default: []].append(
                KeptMessage(sentAt: message.sentAt?.milliseconds, text: text, isUnproven: message.isUnproven))
            return .new(conversation, text)
        }
    }

    private static let received = Insertion(
        into: "message", "conversation_id", "direction", "channel", "provider_id", "text", "original_sealed", "sent_at",
        "created_at", "kind", "is_unproven", "silence", "opts_out")

    /// Keeps what is new of them with all that comes of it, and gives the numbers.
    private func kept(_ arrivals: Zip2Sequence<[ArrivedMessage], [Arrival]>) throws -> [MessageID] {
        let new = arrivals.compactMap { arrived, outcome -> (InboundMessage, ConversationID, GuardedText)? in
            if case .new(let conversation, let text) = outcome { (arrived.message, conversation, text) } else { nil }
        }
        // One writer: else a copy may be kept just now; the unique index then refuses, and the provider asks again.
        let ids = try inserted(
            Self.received,
            new.map { message, conversation, text in
                [
                    conversation.number, "in", message.channel.rawValue, message.providerID, text.masked, text.sealed,
                    message.sentAt?.milliseconds, now, message.kind.rawValue, message.isUnproven,
                    message.silence?.rawValue, message.optsOut,
                ]
            }
        ).map(MessageID.init)
        for (id, (message, conversation, _)) in zip(ids, new) {
            try keep(message.attachments, of: id, in: conversation)
            if let optsOut = message.optsOut { try setOptedOut(optsOut, of: conversation) }
            if message.kind == .follow { try noteFollow(of: conversation, at: message.sentAt) }
            if message.isUnproven { try audit("message.unproven", of: "message \(id)") }
            if message.isLate {
                try audit("message.late", of: "message \(id)", detail: "signed long before it arrived")
            }
        }
        try queue(zip(ids, new).map { QueuedMessage(message: $0, conversation: $1.1, channel: $1.0.channel) })
        return ids
    }
}
