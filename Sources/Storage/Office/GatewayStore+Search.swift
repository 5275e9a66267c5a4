package import Conversations
package import Foundation
package import PublicServices

/// One message that a search found.
package struct SearchHit: Sendable, Equatable {
    package var message: MessageID
    package var conversation: ConversationID
    /// The newest matter of its conversation that the officer may see.
    package var matter: EscalationID?
    package var direction: MessageDirection
    package var author: String?
    /// What is shown of it, with personal numbers masked.
    package var snippet: Highlight
    package var at: Date
    package var channel: ChannelID
    package var addressTail: String?
    package var name: String?
}

package struct SearchPage: Sendable, Equatable {
    package var hits: [SearchHit]
    package var total: Int
    /// False where there are more than `total`.
    package var isTotalExact: Bool
    /// Where the next page begins; nil on the last.
    package var next: MessageID?
}

extension GatewayStore {
    /// Messages that hold all words of a text, in either spelling, the newest first.
    ///
    /// A whole phone number finds what was written from and to it, by its blind index; its last three digits do so too. Of
    /// private conversations nothing is found by those who may not read them. The audit keeps that somebody searched, and not
    /// for what.
    package func search(
        _ text: String, in commune: CommuneID? = nil, before: MessageID? = nil, limit: Int = 20, by officer: Officer,
        now: Date
    ) async throws -> SearchPage {
        let viewer = Viewer(officer: officer)
        let channels = surroundings.value.channels.filter {
            viewer.sees($0.value.commune) && (commune == nil || commune == $0.value.commune)
        }.map(\.key.rawValue)
        let page = try await read { transaction in
            try transaction.search(
                text, on: Set(channels), before: before, limit: min(max(limit, 1), StoreLimits.pageRows), for: viewer)
        }
        try await write(at: now) {
            try $0.audit("search.done", of: "messages", by: officer.id, detail: "\(page.total) found")
        }
        return page
    }
}

extension Transaction {
    fileprivate func search(
        _ text: String, on channels: Set<String>, before: MessageID?, limit: Int, for viewer: Viewer
    ) throws -> SearchPage {
        let empty = SearchPage(hits: [], total: 0, isTotalExact: true, next: nil)
        let words = Array(FoldedWords(text).words.prefix(StoreLimits.searchWords))
        guard !words.isEmpty, !channels.isEmpty else { return empty }
        let ids: [Int64]
        if let number = PhoneNumber(text.trimmingCharacters(in: .whitespacesAndNewlines)) {
            ids = try messages(withAddress: number.e164, on: channels)
        } else {
            ids = try all(WordIndex.found, [Self.query(words), Int64.max, StoreLimits.countedHits + 1]) {
                try $0.next()
            }
        }
        // Counted among what may be seen, so that a number tells nothing of what may not.
        let visible = try ids.filter { try isFindable($0, on: channels, by: viewer) }
        let shown = visible.filter { $0 < before?.number ?? .max }.prefix(limit)
        let hits = try shown.compactMap { try hit($0, words: Set(words), for: viewer) }
        return SearchPage(
            hits: hits, total: min(visible.count, StoreLimits.countedHits),
            isTotalExact: ids.count <= StoreLimits.countedHits,
            next: shown.last.flatMap { last in visible.last.map { $0 < last } == true ? MessageID(last) : nil })
    }

    /// All words; three digits alone may also be the end of a number.
    private static func query(_ words: [String]) -> String {
        if words.count == 1, words[0].count == StoreLimits.addressTail, words[0].allSatisfy(\.isNumber) {
            return "(\(WordIndex.query([words])) OR \(WordIndex.query([[word(ofTail: words[0])]])))"
        }
        // A code of a dossier is digits and letters in groups, one behind the other.
        let isCode = words.count > 2 && words.filter { $0.contains(where: \.isNumber) }.count >= words.count - 1
        return WordIndex.query(isCode ? [words] : words.map { [$0] })
    }

    private func messages(withAddress address: String, on channels: Set<String>) throws -> [Int64] {
        try channels.sorted().flatMap { channel -> [Int64] in
            guard let conversation = try conversation(with: address, on: ChannelID(rawValue: channel)) else {
                return []
            }
            return try all(
                "SELECT id FROM message WHERE conversation_id = ? ORDER BY id DESC LIMIT ?",
                [conversation.number, StoreLimits.countedHits + 1]
            ) { try $0.next() }
        }.sorted(by: >)
    }

    private static let findable = """
        SELECT message.channel,
            (? AND NOT EXISTS (
                SELECT 1 FROM matter_barred JOIN escalation AS named ON named.id = matter_barred.escalation_id
                WHERE matter_barred.officer_id = ? AND named.conversation_id = message.conversation_id))
            OR NOT \(isHidden)
        FROM message WHERE message.id = ? AND \(isShown)
        """

    private func isFindable(_ message: Int64, on channels: Set<String>, by viewer: Viewer) throws -> Bool {
        try first(Self.findable, viewer.rights + [message]) { row in
            let channel: String = try row.next()
            return try row.next() && channels.contains(channel)
        } ?? false
    }

    private static let found = """
        SELECT message.conversation_id, message.direction, message.author, message.text, message.created_at,
            message.channel,
            (SELECT escalation.id FROM escalation
                WHERE escalation.conversation_id = message.conversation_id AND \(Viewer.mayAll)
                ORDER BY escalation.id DESC LIMIT 1),
            contact.name_sealed, contact.address_index, contact.address_sealed
        FROM message
        JOIN conversation ON conversation.id = message.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE message.id = ?
        """

    private func hit(_ message: Int64, words: Set<String>, for viewer: Viewer) throws -> SearchHit? {
        try first(Self.found, viewer.rights + [message]) { row in
            let (conversation, direction, author): (Int64, String, String?) =
                (try row.next(), try row.next(), row.nextIfAny())
            let (text, at, channel): (String, Int64, String) = (try row.next(), try row.next(), try row.next())
            let (matter, name): (Int64?, Data?) = (row.nextIfAny(), row.nextIfAny())
            let (index, sealed): (Data, Data) = (try row.next(), try row.next())
            return SearchHit(
                message: MessageID(message), conversation: ConversationID(conversation),
                matter: matter.map { EscalationID($0) },
                direction: MessageDirection(rawValue: direction) ?? .incoming, author: author,
                snippet: Highlight(text, words: words, limit: StoreLimits.snippet), at: Date(milliseconds: at),
                channel: ChannelID(rawValue: channel),
                addressTail: (try? address(sealed, index: index)).map(Self.tail(of:)),
                name: name.flatMap { try? sealing.open($0, in: .villagerName(index: index)) })
        }
    }
}
