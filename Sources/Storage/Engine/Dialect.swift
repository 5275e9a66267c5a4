/// What SQLite says in words of its own, in the texts of statements that are made once; in a database of PostgreSQL two
/// functions of the same names say the same.
enum Dialect {
    /// The greater of two; NULL where one of them is.
    static func greatest(_ one: String, _ other: String) -> String { "MAX(\(one), \(other))" }

    /// The lesser of two; NULL where one of them is.
    static func least(_ one: String, _ other: String) -> String { "MIN(\(one), \(other))" }
}
