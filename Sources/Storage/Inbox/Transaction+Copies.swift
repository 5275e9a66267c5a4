import Conversations
import Foundation

/// What tells of a message whether another is its copy under the same id.
struct KnownMessage: Equatable {
    /// Masked.
    var text: String
    var kind: String
    /// The blind index of its sender.
    var sender: Data
}

/// What tells of a message that is kept whether another is its copy under a new id.
struct KeptMessage {
    var sentAt: Int64?
    var text: GuardedText
    var isUnproven: Bool
}

/// A message with what is kept of it in the clear.
struct ArrivedMessage {
    let message: InboundMessage
    /// The blind index of its sender.
    let sender: Data
    let masked: String

    init(_ message: InboundMessage, _ sealing: Sealing) {
        self.message = message
        sender = sealing.index(of: message.sender, on: message.channel)
        masked = PersonalNumbers.masked(message.text)
    }

    /// The same to the letter under the same id are copies.
    var known: KnownMessage { KnownMessage(text: masked, kind: message.kind.rawValue, sender: sender) }

    /// By which a copy under a new id is known: its words and the provider's time of it.
    ///
    /// Nobody writes the same twice in that time, to the last unit. Where the provider tells no time, or where there are no
    /// words, nothing is assumed.
    private var repeatable: Int64? {
        message.kind == .text && !message.text.isEmpty ? message.sentAt?.milliseconds : nil
    }

    /// When a message arrived at the earliest that this one may be a copy of; nil where it is none of any.
    ///
    /// A time on the whole minute may be of a clock that knows no seconds, and a villager may well write "1" twice in a minute: so
    /// such copies are known only when they arrive together.
    func earliestOriginal(at now: Int64) -> Int64? {
        repeatable.map { sentAt in
            now - (sentAt % 60_000 == 0 ? StoreLimits.coarseCopyWindow : StoreLimits.copyWindow).inMilliseconds
        }
    }

    /// Whether it is a copy of a message of the same conversation.
    func repeats(_ kept: KeptMessage, in conversation: ConversationID, _ sealing: Sealing) -> Bool {
        // What proves nothing must not take the place of what does.
        guard let repeatable, kept.sentAt == repeatable, kept.text.masked == masked,
            !kept.isUnproven || message.isUnproven
        else { return false }
        return (try? sealing.full(kept.text, in: .original(conversation))) == message.text
    }
}

extension Transaction {
    /// What is kept under the ids of messages; nil where nothing is.
    func known(under messages: [ArrivedMessage]) throws -> [KnownMessage?] {
        try all(
            """
            SELECT message.text, message.kind, contact.address_index FROM message
            JOIN conversation ON conversation.id = message.conversation_id
            JOIN contact ON contact.id = conversation.contact_id
            WHERE message.direction = 'in' AND message.channel = ? AND message.provider_id = ?
            """,
            each: messages.map { [$0.message.channel.rawValue, $0.message.providerID] }
        ) { KnownMessage(text: try $0.next(), kind: try $0.next(), sender: try $0.next()) }.map(\.first)
    }

    /// Whether each message is kept already that its provider gives once more under a new id, as an SMS centre does that
    /// did not hear our answer in time.
    func areRepeated(_ messages: [(arrived: ArrivedMessage, conversation: ConversationID)]) throws -> [Bool] {
        var areRepeated = messages.map { _ in false }
        let asked = messages.indices.compactMap { place in
            messages[place].arrived.earliestOriginal(at: now).map { (place: place, earliest: $0) }
        }
        guard !asked.isEmpty else { return areRepeated }
        var looked = asked.map { _ in 0 }
        // Back from the newest, and only as far as a copy may lie: mostly one row.
        try steps(
            """
            SELECT created_at, sent_at, text, original_sealed, is_unproven FROM message
            WHERE \(Self.isReceived) ORDER BY conversation_id DESC, id DESC
            """,
            each: asked.map { [messages[$0.place].conversation.number] }
        ) { number, row in
            let (place, earliest) = asked[number]
            looked[number] += 1
            guard looked[number] <= StoreLimits.copiesLookedAt, try row.next() >= earliest else { return false }
            let kept = KeptMessage(
                sentAt: row.nextIfAny(), text: GuardedText(masked: try row.next(), sealed: row.nextIfAny()),
                isUnproven: try row.next())
            let (arrived, conversation) = messages[place]
            areRepeated[place] = arrived.repeats(kept, in: conversation, sealing)
            return !areRepeated[place]
        }
        return areRepeated
    }
}
