#if PostgreSQL
import Testing

@testable import Storage

@Suite struct PostgreSQLSchemaTests {
    /// The columns of each table, in their order.
    private func tables(_ fixture: StoreFixture) async throws -> [String: [String]] {
        let sql =
            fixture.server == nil
            ? """
            SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_xinfo(t.name) AS c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'message_words%'
                AND t.name <> 'grdb_migrations' ORDER BY t.name, c.cid
            """
            : """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name NOT IN ('schema_step', 'message_words', 'table_counter')
            ORDER BY table_name, ordinal_position
            """
        return try await fixture.store.engine.read { connection in
            let rows: [(String, String)] = try connection.all(sql) { (try $0.next(), try $0.next()) }
            return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
        }
    }

    /// Indexes and triggers, which a step may make in one engine alone by mistake.
    private func names(_ fixture: StoreFixture) async throws -> Set<String> {
        let sql =
            fixture.server == nil
            ? "SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite%'"
            : """
            SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%_pkey'
                AND indexname NOT LIKE '%_key' AND indexname <> 'message_words_words'
            UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
            """
        return try await fixture.store.engine.read { connection in
            Set(try connection.all(sql) { try $0.next() })
        }
    }

    @Test func `both engines have the same tables, columns, indexes and triggers`() async throws {
        var seen: [([String: [String]], Set<String>)] = []
        try await withStore { seen.append((try await tables($0), try await names($0))) }
        guard seen.count == 2 else { return }
        #expect(seen[0].0.count > 40)
        #expect(seen[0].0 == seen[1].0)
        #expect(seen[0].1 == seen[1].1)
    }

    @Test func `settings of the queues' tables are a step, also for a database made before it`() async throws {
        try await withStore { fixture in
            guard let server = fixture.server else { return }
            let tables = ["conversation", "incoming", "outgoing"]
            func kept() async throws -> [String] {
                try await fixture.store.engine.read { connection in
                    try connection.all(
                        """
                        SELECT relname FROM pg_class WHERE 'autovacuum_vacuum_threshold=500' = ANY (reloptions)
                            AND 'autovacuum_vacuum_scale_factor=0' = ANY (reloptions) ORDER BY relname
                        """
                    ) { try $0.next() }
                }
            }
            #expect(try await kept() == tables)
            for table in tables {
                try server.execute(
                    "ALTER TABLE \(table) RESET (autovacuum_vacuum_threshold, autovacuum_vacuum_scale_factor)")
            }
            try server.execute("DELETE FROM schema_step WHERE name LIKE 'server %'")
            #expect(try await kept() == [])
            try fixture.openAgain().close()
            #expect(try await kept() == tables)
        }
    }

    @Test(arguments: [
        ("SELECT a FROM t WHERE b = ? AND c = ?", "SELECT a FROM t WHERE b = $1 AND c = $2"),
        ("UPDATE t SET a = ?2 WHERE b = ?1 OR c = ?1", "UPDATE t SET a = $1 WHERE b = $2 OR c = $2"),
        ("SELECT a FROM t WHERE ? IS NULL OR a = ?", "SELECT a FROM t WHERE CAST($1 AS TEXT) IS NULL OR a = $2"),
        (
            "SELECT CASE WHEN ?1 IS NULL THEN a ELSE ?1 END FROM t",
            "SELECT CASE WHEN CAST($1 AS TEXT) IS NULL THEN a ELSE $2 END FROM t"
        ),
        (
            "SELECT a FROM t WHERE (? AND b) AND c BETWEEN ? AND ? AND d",
            "SELECT a FROM t WHERE (($1 <> 0) AND b) AND c BETWEEN $2 AND $3 AND d"
        ),
        (
            "SELECT ifnull(a, '?') FROM t WHERE instr(b, ?) > 0",
            "SELECT coalesce(a, '?') FROM t WHERE strpos(b, $1) > 0"
        ),
        ("UPDATE t SET a = x'' WHERE id = :row AND b < :now", "UPDATE t SET a = '\\x'::bytea WHERE id = $1 AND b < $2"),
        (
            "SELECT a FROM t CROSS JOIN s ON s.id = t.id GROUP BY +t.a",
            "SELECT a FROM t  JOIN s ON s.id = t.id GROUP BY t.a"
        ),
        ("SELECT CAST(substr(a, 9) AS INTEGER) FROM t", "SELECT CAST(substr(a, 9) AS BIGINT) FROM t"),
    ])
    func `a statement is said in the words of the server`(ours: String, theirs: String) {
        #expect(PostgreSQLStatement(ours, wanted: .all, numbered: []).text == theirs)
    }

    @Test func `a first row is asked for by a limit, and a number by what is returned`() {
        func text(_ sql: String, _ wanted: Connection.Wanted = .first) -> String {
            PostgreSQLStatement(sql, wanted: wanted, numbered: ["message"]).text
        }
        #expect(text("SELECT a FROM t") == "SELECT a FROM t\nLIMIT 1")
        #expect(text("SELECT a FROM t LIMIT 5") == "SELECT a FROM t LIMIT 5")
        #expect(text("SELECT (SELECT b FROM s LIMIT 1) FROM t") == "SELECT (SELECT b FROM s LIMIT 1) FROM t\nLIMIT 1")
        #expect(text("INSERT INTO message (a) VALUES (?)", .all) == "INSERT INTO message (a) VALUES ($1)\nRETURNING id")
        #expect(text("INSERT INTO audit_of (a) VALUES (?)", .all) == "INSERT INTO audit_of (a) VALUES ($1)")
    }
}
#endif
