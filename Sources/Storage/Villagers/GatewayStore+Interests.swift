package import Conversations
package import Foundation
package import PublicServices

extension GatewayStore {
    /// Who wishes to take part, the newest first, with the ends of the addresses only.
    package func interests(of topic: TopicID?, limit: Int) async throws -> [InterestEntry] {
        try await read { transaction in
            try transaction.interests(of: topic, limit: limit).map { entry in
                var entry = entry
                entry.address = entry.address.map(Transaction.tail(of:))
                return entry
            }
        }
    }

    /// The whole list with whole addresses, for the officer who calls the villagers; the audit keeps who opened it.
    ///
    /// - Parameter channels: those of one commune; nil for all.
    package func openedInterests(
        of topic: TopicID?, on channels: Set<ChannelID>? = nil, by officer: String, now: Date
    ) async throws -> [InterestEntry] {
        try await write(at: now) { transaction in
            let entries = try transaction.interests(of: topic, limit: nil)
                .filter { channels?.contains($0.channel) ?? true }
            try transaction.audit(
                "interest.exported", of: topic?.rawValue ?? "all", by: officer, detail: "\(entries.count) entries")
            return entries
        }
    }
}

extension Transaction {
    /// Puts the contact of a conversation on a list; a second time changes nothing.
    func note(interest topic: TopicID, of conversation: ConversationID) throws {
        let added = try changes(
            """
            INSERT INTO interest (contact_id, topic, at) SELECT contact_id, ?, ? FROM conversation WHERE id = ?
            ON CONFLICT DO NOTHING
            """,
            [topic.rawValue, now, conversation.number]
        )
        guard added == 1 else { return }
        try audit("interest.noted", of: "conversation \(conversation)", detail: topic.rawValue)
    }

    private static let interests = """
        SELECT interest.topic, interest.at, contact.channel, contact.address_index, contact.address_sealed
        FROM interest JOIN contact ON contact.id = interest.contact_id
        """

    /// The newest of the list with whole addresses.
    fileprivate func interests(of topic: TopicID?, limit: Int?) throws -> [InterestEntry] {
        let (condition, values): (String, StatementValues) =
            if let topic { ("interest.topic = ?", [topic.rawValue]) } else { ("interest.id > 0", []) }
        return try all(
            "\(Self.interests) WHERE \(condition) ORDER BY interest.id DESC LIMIT ?", values + [limit ?? Int.max]
        ) { row in
            let (topic, at, channel): (String, Int64, String) = (try row.next(), try row.next(), try row.next())
            return InterestEntry(
                topic: TopicID(rawValue: topic), channel: ChannelID(rawValue: channel),
                address: try addressIfReadable(in: &row), at: Date(milliseconds: at))
        }
    }
}
