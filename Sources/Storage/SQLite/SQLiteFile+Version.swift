import GRDB

extension SQLiteFile {
    /// Which engine keeps the file, and how many steps its tables have gone through.
    func version() async throws -> (engine: String, steps: Int) {
        try await Self.inWords(of: path) {
            try await pool.read { db in
                let engine = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "?"
                return ("SQLite " + engine, try Migrations.migrator.appliedIdentifiers(db).count)
            }
        }
    }
}
