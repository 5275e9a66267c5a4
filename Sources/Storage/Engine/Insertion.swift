/// An INSERT of whole rows into one table, of which one or many are put in at once.
struct Insertion: Sendable {
    let table: String
    /// How many values a row has.
    let width: Int
    /// For one row.
    let sql: String
    /// What stands before the rows.
    let beginning: String

    /// - Parameter columns: those that a row has values for, in their order.
    init(into table: String, _ columns: String...) {
        self.table = table
        width = columns.count
        beginning = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        sql = beginning + "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
    }
}
