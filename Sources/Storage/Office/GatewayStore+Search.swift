package import Conversations
package import Foundation
package import PublicServices

/// One message that a search found.
package struct SearchHit: Sendable, Equatable {
    package var message: MessageID
    package var conversation: ConversationID
    /// The newest matter of its conversation that the officer may see.
    package var matter: EscalationID?
    /// Whether that matter waits.
    package var isOpen: Bool
    /// Whether it belongs to what is kept private, so that a list shows neither words nor name.
    package var isPrivate: Bool
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
    /// Up to when messages were looked through; nil where that is the moment in which it was asked for.
    package var upTo: Date?
}

/// Which messages a search found, before anything of them is shown.
private struct FoundMessages: Sendable {
    var shown: [Int64] = []
    var total = 0
    var isTotalExact = true
    var next: MessageID?
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
        let late = try await readLate { transaction in
            try transaction.search(
                text, on: Set(channels), before: before, limit: min(max(limit, 1), StoreLimits.pageRows), for: viewer)
        }
        let found = late.value
        let hits = try await read { transaction in
            let words = Set(Transaction.words(of: text))
            return try found.shown.compactMap {
                try transaction.hit($0, on: Set(channels), words: words, for: viewer)
            }
        }
        let page = SearchPage(
            hits: hits, total: found.total, isTotalExact: found.isTotalExact, next: found.next, upTo: late.upTo)
        try await write(at: now) {
            try $0.audit("search.done", of: "messages", by: officer.id, detail: "\(page.total) found")
        }
        return page
    }
}

extension Transaction {
    fileprivate func search(
        _ text: String, on channels: Set<String>, before: MessageID?, limit: Int, for viewer: Viewer
    ) throws -> FoundMessages {
        let words = Self.words(of: text)
        guard !words.isEmpty, !channels.isEmpty else { return FoundMessages() }
        let sources: [(sql: String, what: any SQLValue)]
        var oldest: Int64 = 0
        if let number = PhoneNumber(text.trimmingCharacters(in: .whitespacesAndNewlines)) {
            sources = try channels.sorted().compactMap { channel in
                try conversation(with: number.e164, on: ChannelID(rawValue: channel)).map {
                    (Self.foundByAddress, $0.number)
                }
            }
        } else {
            let (index, query) = (connection.words, Self.query(words, of: connection.words))
            sources = [(Self.foundByWords[index] ?? "", query)]
            oldest = try self.number(index.behind, [query, StoreLimits.searchedHits]) ?? 0
        }
        let readable = Self.readable(channels)
        func found(before: Int64, limit: Int) throws -> [Int64] {
            try sources.flatMap { source -> [Int64] in
                try all(
                    source.sql,
                    [source.what, before, oldest, readable] + viewer.rights + [limit]
                ) { try $0.next() }
            }.sorted(by: >)
        }
        // Counted among what may be seen, so that a number tells nothing of what may not.
        let counted = try found(before: .max, limit: StoreLimits.countedHits + 1)
        let next = before == nil ? counted : try found(before: before?.number ?? .max, limit: limit + 1)
        let shown = Array(next.prefix(limit))
        return FoundMessages(
            shown: shown, total: min(counted.count, StoreLimits.countedHits),
            isTotalExact: counted.count <= StoreLimits.countedHits,
            next: next.count > limit ? shown.last.map { MessageID($0) } : nil)
    }

    fileprivate static func words(of text: String) -> [String] {
        Array(FoldedWords(text).words.prefix(StoreLimits.searchWords))
    }

    private static func readable(_ channels: Set<String>) -> String {
        "|" + channels.sorted().map { $0 + "|" }.joined()
    }

    /// What the officer may see; its values are the channels and the officer's rights.
    private static let mayRead = """
        instr(?, '|' || message.channel || '|') > 0 AND \(isShown) AND (
            (? AND NOT EXISTS (
                SELECT 1 FROM matter_barred JOIN escalation AS named ON named.id = matter_barred.escalation_id
                WHERE matter_barred.officer_id = ? AND named.conversation_id = message.conversation_id))
            OR NOT \(isHidden))
        """

    /// What the officer may see of what is found: asked in the statement, so that others' messages do not stand in the way.
    private static func visible(of found: String, order: String) -> String {
        "SELECT message.id FROM \(found) AND \(mayRead) ORDER BY \(order) LIMIT ?"
    }

    /// Made once for each engine.
    private static let foundByWords = Dictionary(
        uniqueKeysWithValues: WordIndex.allCases.map { ($0, visible(of: $0.found, order: WordIndex.newest)) })
    private static let foundByAddress = visible(
        of: "message WHERE message.conversation_id = ? AND message.id < ? AND message.id >= ?",
        order: "message.id DESC")

    /// All words; three digits alone may also be the end of a number.
    private static func query(_ words: [String], of index: WordIndex) -> String {
        if words.count == 1, words[0].count == StoreLimits.addressTail, words[0].allSatisfy(\.isNumber) {
            return index.either(index.query([words]), index.query([[word(ofTail: words[0])]]))
        }
        // A code of a dossier is digits and letters in groups, one behind the other.
        let isCode = words.count > 2 && words.filter { $0.contains(where: \.isNumber) }.count >= words.count - 1
        return index.query(isCode ? [words] : words.map { [$0] })
    }

    /// Of the newest matter of the conversation that the officer may see.
    private static func newest(_ column: String) -> String {
        """
        (SELECT escalation.\(column) FROM escalation
            WHERE escalation.conversation_id = message.conversation_id AND \(Viewer.mayAll)
            ORDER BY escalation.id DESC LIMIT 1)
        """
    }

    private static let found = """
        SELECT message.conversation_id, message.direction, message.author, message.text, message.created_at,
            message.channel,
            \(newest("id")), \(newest("state")),
            \(isHidden), contact.name_sealed, contact.address_index, contact.address_sealed
        FROM message
        JOIN conversation ON conversation.id = message.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE message.id = ? AND \(mayRead)
        """

    /// What is shown of a message that was found, as far as the officer may still see it.
    fileprivate func hit(
        _ message: Int64, on channels: Set<String>, words: Set<String>, for viewer: Viewer
    ) throws -> SearchHit? {
        let values: StatementValues =
            viewer.rights + viewer.rights + [message, Self.readable(channels)] + viewer.rights
        return try first(Self.found, values) { row in
            let (conversation, direction, author): (Int64, String, String?) =
                (try row.next(), try row.next(), row.nextIfAny())
            let (text, at, channel): (String, Int64, String) = (try row.next(), try row.next(), try row.next())
            let (matter, state): (Int64?, String?) = (row.nextIfAny(), row.nextIfAny())
            let (isPrivate, name): (Bool, Data?) = (try row.next(), row.nextIfAny())
            let (index, sealed): (Data, Data) = (try row.next(), try row.next())
            return SearchHit(
                message: MessageID(message), conversation: ConversationID(conversation),
                matter: matter.map { EscalationID($0) },
                isOpen: state == "open", isPrivate: isPrivate,
                direction: MessageDirection(rawValue: direction) ?? .incoming, author: author,
                snippet: Highlight(text, words: words, limit: StoreLimits.snippet), at: Date(milliseconds: at),
                channel: ChannelID(rawValue: channel),
                addressTail: (try? address(sealed, index: index)).map(Self.tail(of:)),
                name: name.flatMap { try? sealing.open($0, in: .villagerName(index: index)) })
        }
    }
}
