import GRDB

/// A table of the schema of today, which both engines have alike, as a copy must know it.
struct SchemaTable: Sendable {
    var name: String
    /// Those that hold a value of their own, in their order.
    var columns: [String]
    /// What the rows are told apart by and read in the order of.
    var key: [String]

    /// All of them but the index of words: each behind those that its rows refer to, and last what triggers write.
    static func all() throws -> [SchemaTable] {
        let queue = try DatabaseQueue()
        defer { try? queue.close() }
        try Migrations.migrator.migrate(queue)
        return try queue.read { db in
            let names = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                        AND name NOT LIKE 'message_words%' AND name <> 'grdb_migrations' ORDER BY name
                    """)
            var left = try names.map { name in
                (table: try SchemaTable(name, db), parents: Set(try parents(of: name, db)))
            }
            var ordered: [SchemaTable] = []
            while !left.isEmpty {
                let free = left.filter { $0.parents.isSubset(of: Set(ordered.map(\.name)).union([$0.table.name])) }
                guard !free.isEmpty else { throw DatabaseError(message: "tables refer to each other in a circle") }
                ordered += free.map(\.table)
                left.removeAll { item in free.contains { $0.table.name == item.table.name } }
            }
            let last = ["desk_count", "desk_change", "matter_sum", "day_sum", "week_sum", "setting"]
            return ordered.filter { !last.contains($0.name) }
                + last.compactMap { name in ordered.first { $0.name == name } }
        }
    }

    private init(_ name: String, _ db: Database) throws {
        let columns = try Row.fetchAll(
            db, sql: "SELECT name, pk FROM pragma_table_xinfo(?) WHERE hidden = 0", arguments: [name])
        self.name = name
        self.columns = columns.map { $0["name"] }
        let keyed: [(place: Int, name: String)] = columns.map { ($0["pk"], $0["name"]) }
        key = keyed.filter { $0.place > 0 }.sorted { $0.place < $1.place }.map(\.name)
    }

    private static func parents(of name: String, _ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?)", arguments: [name])
    }
}
