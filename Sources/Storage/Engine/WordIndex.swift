/// How an engine keeps the words of messages, without marks and parted by spaces, so that a search finds them.
///
/// Words hold letters and digits alone, so that nothing in them is a sign of the engine's language.
enum WordIndex: CaseIterable {
    /// FTS5 of SQLite.
    case fts5
    #if PostgreSQL
    /// Vectors of PostgreSQL, in the configuration `simple`, which leaves words as they are.
    case vectors
    #endif

    /// Keeps the words of a message.
    func insert(_ message: Int64, _ words: String) -> (sql: String, values: StatementValues) {
        switch self {
        case .fts5: ("INSERT INTO message_words (rowid, words) VALUES (?, ?)", [message, words])
        #if PostgreSQL
        case .vectors:
            ("INSERT INTO message_words (rowid, words) VALUES (?, to_tsvector('simple', ?))", [message, words])
        #endif
        }
    }

    /// Forgets them again; FTS5 must be told the very words that it was given.
    func delete(_ message: Int64, _ words: String) -> (sql: String, values: StatementValues) {
        switch self {
        case .fts5:
            ("INSERT INTO message_words (message_words, rowid, words) VALUES ('delete', ?, ?)", [message, words])
        #if PostgreSQL
        case .vectors: ("DELETE FROM message_words WHERE rowid = ?", [message])
        #endif
        }
    }

    /// Forgets those of all messages that a statement finds; nil where they are forgotten one by one.
    func delete(of found: String) -> String? {
        switch self {
        case .fts5: nil
        #if PostgreSQL
        case .vectors: "DELETE FROM message_words WHERE rowid IN (\(found))"
        #endif
        }
    }

    /// Forgets all of them.
    var clear: String {
        switch self {
        case .fts5: "INSERT INTO message_words (message_words) VALUES ('delete-all')"
        #if PostgreSQL
        case .vectors: "DELETE FROM message_words"
        #endif
        }
    }

    /// Writes so many pages of the index anew, so that words that it forgot stand in it no more.
    ///
    /// The first step of several has a negative number, see <https://sqlite.org/fts5.html#the_merge_command>. Nil where the
    /// engine clears up by itself.
    var merge: String? {
        switch self {
        case .fts5: "INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)"
        #if PostgreSQL
        case .vectors: nil
        #endif
        }
    }

    /// A counter by which a step shows whether it did anything: one that adds less than two had nothing left to do.
    static let changes = "SELECT total_changes()"

    /// The messages that hold all of it, from a number down to another, as what stands behind FROM; `newest` is their order.
    var found: String {
        switch self {
        case .fts5:
            """
            message_words CROSS JOIN message ON message.id = message_words.rowid
            WHERE message_words MATCH ? AND message_words.rowid < ? AND message_words.rowid >= ?
            """
        #if PostgreSQL
        case .vectors:
            """
            message_words JOIN message ON message.id = message_words.rowid
            WHERE message_words.words @@ to_tsquery('simple', ?) AND message_words.rowid < ? AND message_words.rowid >= ?
            """
        #endif
        }
    }

    static let newest = "message_words.rowid DESC"

    /// The number of the message behind so many that hold all of it.
    var behind: String {
        switch self {
        case .fts5: "SELECT rowid FROM message_words WHERE message_words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
        #if PostgreSQL
        case .vectors:
            """
            SELECT rowid FROM message_words WHERE words @@ to_tsquery('simple', ?) ORDER BY rowid DESC LIMIT 1 OFFSET ?
            """
        #endif
        }
    }

    /// What is asked for: each item as words that stand one behind the other, all of them.
    func query(_ phrases: [[String]]) -> String {
        switch self {
        case .fts5: phrases.map { "\"" + $0.joined(separator: " ") + "\"" }.joined(separator: " AND ")
        #if PostgreSQL
        case .vectors: phrases.map { "(" + $0.joined(separator: " <-> ") + ")" }.joined(separator: " & ")
        #endif
        }
    }

    /// What holds one of the two.
    func either(_ one: String, _ other: String) -> String {
        switch self {
        case .fts5: "(\(one) OR \(other))"
        #if PostgreSQL
        case .vectors: "(\(one) | \(other))"
        #endif
        }
    }
}
