/// The words of messages as SQLite's FTS5 keeps them; a second engine has its own.
enum WordIndex {
    /// Keeps the words of a message, parted by spaces.
    static let insert = "INSERT INTO message_words (rowid, words) VALUES (?, ?)"

    /// Forgets them again; the index must be told the very words that it was given.
    static let delete = "INSERT INTO message_words (message_words, rowid, words) VALUES ('delete', ?, ?)"

    /// Writes so many pages of the index anew, so that words that it forgot stand in it no more; the first step of several has
    /// a negative number, see <https://sqlite.org/fts5.html#the_merge_command>.
    static let merge = "INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)"

    /// A counter by which a step shows whether it did anything: one that adds less than two had nothing left to do.
    static let changes = "SELECT total_changes()"

    /// The messages that hold all of it, from a number down to another, as what stands behind FROM; `newest` is their order.
    static let found = """
        message_words CROSS JOIN message ON message.id = message_words.rowid
        WHERE message_words MATCH ? AND message_words.rowid < ? AND message_words.rowid >= ?
        """
    static let newest = "message_words.rowid DESC"

    /// The number of the message behind so many that hold all of it.
    static let behind = """
        SELECT rowid FROM message_words WHERE message_words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?
        """

    /// What FTS5 is asked for: each item as words that stand one behind the other, all of them.
    ///
    /// The words hold letters and digits alone, so that nothing in them is a sign of its language.
    static func query(_ phrases: [[String]]) -> String {
        phrases.map { "\"" + $0.joined(separator: " ") + "\"" }.joined(separator: " AND ")
    }
}
