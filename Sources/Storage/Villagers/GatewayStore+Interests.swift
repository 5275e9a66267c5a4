import Conversations
public import Foundation
import GRDB
public import PublicServices

extension GatewayStore {
    /// Who wishes to take part, the newest first, with the ends of the addresses only.
    public func interests(of topic: TopicID?, limit: Int) async throws -> [InterestEntry] {
        try await read { transaction in
            try transaction.interests(of: topic, limit: limit).map { row in
                InterestEntry(row, address: transaction.addressTail(in: row))
            }
        }
    }

    /// The whole list with whole addresses, for the officer who calls the villagers; the audit keeps who opened it.
    public func openedInterests(of topic: TopicID?, by officer: String, now: Date) async throws -> [InterestEntry] {
        try await write(at: now) { transaction in
            let entries = try transaction.interests(of: topic, limit: nil).map { row in
                InterestEntry(row, address: try? transaction.address(in: row))
            }
            try transaction.audit(
                "interest.exported", of: topic?.rawValue ?? "all", by: officer, detail: "\(entries.count) entries")
            return entries
        }
    }
}

extension Transaction {
    /// Puts the contact of a conversation on a list; a second time changes nothing.
    func note(interest topic: TopicID, of conversation: ConversationID) throws {
        let added = try run(
            """
            INSERT INTO interest (contact_id, topic, at) SELECT contact_id, ?, ? FROM conversation WHERE id = ?
            ON CONFLICT DO NOTHING
            """,
            [topic.rawValue, now, conversation.number]
        )
        guard added == 1 else { return }
        try audit("interest.noted", of: "conversation \(conversation)", detail: topic.rawValue)
    }

    fileprivate func interests(of topic: TopicID?, limit: Int?) throws -> [Row] {
        // To SQLite a limit of -1 is none.
        let columns = """
            SELECT interest.topic, interest.at, contact.channel, contact.address_index, contact.address_sealed
            FROM interest JOIN contact ON contact.id = interest.contact_id
            """
        guard let topic else {
            return try rows(columns + " WHERE interest.id > 0 ORDER BY interest.id DESC LIMIT ?", [limit ?? -1])
        }
        return try rows(
            columns + " WHERE interest.topic = ? ORDER BY interest.id DESC LIMIT ?",
            [topic.rawValue, limit ?? -1]
        )
    }
}

extension InterestEntry {
    fileprivate init(_ row: Row, address: String?) {
        self.init(
            topic: TopicID(rawValue: row["topic"]),
            channel: ChannelID(rawValue: row["channel"]),
            address: address,
            at: Date(milliseconds: row["at"])
        )
    }
}
