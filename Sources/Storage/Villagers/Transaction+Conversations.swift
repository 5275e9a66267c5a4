import Conversations
import Foundation
import PublicServices

/// Somebody with an address of a channel.
struct Villager: Hashable {
    let address: String
    let channel: ChannelID
    /// The blind index of the address.
    let index: Data

    init(_ address: String, on channel: ChannelID, index: Data) {
        self.address = address
        self.channel = channel
        self.index = index
    }

    init(_ address: String, on channel: ChannelID, _ sealing: Sealing) {
        self.init(address, on: channel, index: sealing.index(of: address, on: channel))
    }
}

extension Transaction {
    /// In SQL: whether a message is a villager's in a conversation, for those who look back by `conversation_id DESC, id DESC`.
    ///
    /// A server that has not counted the messages yet takes the index of what all villagers sent, or walks back through all
    /// numbers; so neither index fits what is asked for.
    static let isReceived = "conversation_id BETWEEN ?1 AND ?1 AND direction <> 'out'"

    /// The conversation with an address of a channel; nil when it never wrote.
    func conversation(with address: String, on channel: ChannelID) throws -> ConversationID? {
        try conversations(with: [Villager(address, on: channel, sealing)])[0]
    }

    /// The conversations with villagers, in their order; nil where one never wrote.
    func conversations(with villagers: [Villager]) throws -> [ConversationID?] {
        // A contact and its conversation are made together and so bear the same number, unless the doctor mended one. It is
        // looked at first, for the page of the conversation is needed anyhow, and that of the index is one more.
        try all(
            """
            SELECT COALESCE(
                (SELECT id FROM conversation WHERE id = contact.id AND contact_id = contact.id),
                (SELECT id FROM conversation WHERE contact_id = contact.id))
            FROM contact WHERE channel = ? AND address_index = ?
            """,
            each: villagers.map { [$0.channel.rawValue, $0.index] }
        ) { $0.nextIfAny().map(ConversationID.init) }.map { $0.first ?? nil }
    }

    /// The conversation with an address of a channel, begun now when it never wrote before.
    func conversationBegunIfNew(with address: String, on channel: ChannelID) throws -> ConversationID {
        let villager = Villager(address, on: channel, sealing)
        if let known = try conversations(with: [villager])[0] { return known }
        return try conversationsBegun(with: [villager])[0]
    }

    private static let contacts = Insertion(
        into: "contact", "channel", "address_index", "address_sealed", "created_at")
    private static let conversations = Insertion(into: "conversation", "contact_id", "updated_at")

    /// Begins the conversations with villagers who never wrote, each of them named once.
    func conversationsBegun(with villagers: [Villager]) throws -> [ConversationID] {
        // One writer: else somebody may begin it just now; the unique index then refuses, and the work must run again.
        let contacts = try inserted(
            Self.contacts,
            villagers.map {
                let sealed = try sealing.seal($0.address, in: .address(index: $0.index))
                return [$0.channel.rawValue, $0.index, sealed, now]
            })
        return try inserted(Self.conversations, contacts.map { [$0, now] }).map(ConversationID.init)
    }

    func address(_ sealed: Data, index: Data) throws -> String {
        try sealing.open(sealed, in: .address(index: index))
    }

    /// The address of the columns `address_index` and `address_sealed`; nil when it cannot be opened, for one spoilt row
    /// must not hide the others.
    func addressIfReadable(in row: inout Columns) throws -> String? {
        let (index, sealed): (Data, Data) = (try row.next(), try row.next())
        return try? address(sealed, index: index)
    }

    /// The end of an address, by which staff know a villager.
    static func tail(of address: String) -> String { String(address.suffix(StoreLimits.addressTail)) }

    /// The channel of a conversation.
    func channel(of conversation: ConversationID) throws -> ChannelID? {
        try text(
            """
            SELECT contact.channel FROM conversation JOIN contact ON contact.id = conversation.contact_id
            WHERE conversation.id = ?
            """,
            [conversation.number]
        ).map(ChannelID.init(rawValue:))
    }

    /// The commune of a conversation: the one that its villager named where a channel serves several, else the channel's.
    func commune(of conversation: ConversationID) throws -> CommuneID? {
        let found = try first(Self.stateAndChannel, [conversation.number]) { row in
            let (masked, sealed): (String?, Data?) = (row.nextIfAny(), row.nextIfAny())
            return (masked: masked, sealed: sealed, channel: ChannelID(rawValue: try row.next()))
        }
        guard let found else { return nil }
        // A state that cannot be opened keeps nobody from being handed to staff.
        let state = try? dialogueState(found.masked, sealed: found.sealed, of: conversation)
        return state?.commune ?? surroundings.channels[found.channel]?.commune
    }

    private static let stateAndChannel = """
        SELECT conversation.state, conversation.state_sealed, contact.channel FROM conversation
        JOIN contact ON contact.id = conversation.contact_id WHERE conversation.id = ?
        """

    /// The dialogue state of the columns `state` and `state_sealed`.
    func dialogueState(_ masked: String?, sealed: Data?, of conversation: ConversationID) throws -> DialogueState {
        guard let masked else { return DialogueState() }
        let json = try sealing.full(GuardedText(masked: masked, sealed: sealed), in: .state(conversation))
        // A state that an older version shaped otherwise is forgotten; it must not block the conversation for ever.
        return StoredJSON.value(DialogueState.self, from: json) ?? DialogueState()
    }

    /// The provider's time of a message, which is NULL where it tells none; so is then the lesser of the two.
    private static let sentAt = Dialect.least("sent_at", "created_at")

    private static let keepState = """
        UPDATE conversation SET state = ?1, state_sealed = ?2, updated_at = ?3,
            newest_sent_at = (
                SELECT COALESCE(\(Dialect.greatest("newest_sent_at", sentAt)), newest_sent_at, \(sentAt))
                FROM message WHERE message.id = ?4),
            answers_day = CASE WHEN ?6 IS NULL THEN answers_day ELSE ?7 END, answers = COALESCE(?6, answers)
        WHERE id = ?5
        """

    /// Keeps the dialogue state of a conversation, and how far its messages have come by the provider's clock.
    ///
    /// A time ahead of our clock counts as the arrival, or a provider that mends its clock would seem to send old messages.
    func keep(
        _ state: DialogueState, of conversation: ConversationID, after message: MessageID, answers: Int? = nil
    ) throws {
        let json = try StoredJSON.text(state)
        let guarded =
            state.holdsSentences
            ? try sealing.guarded(json, in: .state(conversation)) : GuardedText(masked: json, sealed: nil)
        try run(
            Self.keepState,
            [guarded.masked, guarded.sealed, now, message.number, conversation.number, answers, today]
        )
    }

    /// Notes that a message was handled which leaves the state as it is.
    func noteTurn(of conversation: ConversationID, answers: Int? = nil) throws {
        try run(
            """
            UPDATE conversation SET updated_at = ?1,
                answers_day = CASE WHEN ?2 IS NULL THEN answers_day ELSE ?3 END, answers = COALESCE(?2, answers)
            WHERE id = ?4
            """,
            [now, answers, today, conversation.number]
        )
    }
}
