/// One connection of the database, of either engine: all that verbs and checks see of it.
///
/// A statement is prepared once for a connection; its text is the key under which it is kept, so texts do not change from
/// call to call. Statements are written as SQLite reads them; what PostgreSQL says otherwise stands in its own folder.
struct Connection {
    private enum Engine {
        case file(SQLiteConnection)
        #if PostgreSQL
        case server(PostgreSQLSession)
        #endif
    }

    /// How many of a statement's rows are wanted.
    enum Wanted {
        case all
        /// The first; an engine that makes all rows before it shows one is asked for no more.
        case first
        /// As many as `visit` takes.
        case some
    }

    private let engine: Engine

    init(_ connection: SQLiteConnection) { engine = .file(connection) }

    #if PostgreSQL
    init(_ session: PostgreSQLSession) { engine = .server(session) }
    #endif

    /// The number that the last INSERT gave to its row.
    var lastID: Int64 {
        get throws {
            switch engine {
            case .file(let connection): connection.lastID
            #if PostgreSQL
            case .server(let session): try session.lastID
            #endif
            }
        }
    }

    /// Whether a transaction is open that can still be committed or rolled back to a savepoint.
    var isInTransaction: Bool {
        switch engine {
        case .file(let connection): connection.isInTransaction
        #if PostgreSQL
        case .server(let session): session.isInTransaction
        #endif
        }
    }

    /// How this engine keeps the words of messages.
    var words: WordIndex {
        switch engine {
        case .file: .fts5
        #if PostgreSQL
        case .server: .vectors
        #endif
        }
    }

    /// Whether it is a file of SQLite, which has promises of its own to keep.
    var isFile: Bool {
        if case .file = engine { true } else { false }
    }

    /// The highest numbers that tables have given out.
    func counters() throws -> [(table: String, number: Int64)] {
        try all("SELECT name, seq FROM sqlite_sequence") { (try $0.next(), try $0.next()) }
    }

    /// Sets the highest number that a table has given out.
    func setCounter(of table: String, to number: Int64) throws {
        if isFile {
            try run("DELETE FROM sqlite_sequence WHERE name = ?", [table])
            try run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, number])
        } else {
            _ = try self.number("SELECT setval(CAST(? AS regclass), ?)", ["\(table)_id_seq", number])
        }
    }

    /// Runs one statement of which nothing is asked back; a server's refusal may come later, with `settle` at the latest.
    func run(_ sql: String, _ values: StatementValues) throws {
        switch engine {
        case .file(let connection): _ = try connection.run(sql, values)
        #if PostgreSQL
        case .server(let session): try session.run(sql, values)
        #endif
        }
    }

    /// The same with values by name, such as `:row`; those that the statement does not name are passed over.
    func run(_ sql: String, named values: [String: (any SQLValue)?]) throws {
        switch engine {
        case .file(let connection): try connection.step(sql, named: values) { _ in true }
        #if PostgreSQL
        case .server(let session): try session.run(sql, named: values)
        #endif
        }
    }

    /// Runs one statement with each of some sets of values, and says how many rows each changed.
    func changes(_ sql: String, each values: [StatementValues]) throws -> [Int] {
        switch engine {
        case .file(let connection): return try values.map { try connection.run(sql, $0) }
        #if PostgreSQL
        case .server(let session): return try session.changes(sql, each: values)
        #endif
        }
    }

    /// Puts rows in, of which nothing is asked back.
    func insert(_ insertion: Insertion, _ rows: [StatementValues]) throws {
        switch engine {
        case .file(let connection): for row in rows { _ = try connection.run(insertion.sql, row) }
        #if PostgreSQL
        case .server(let session): try session.insert(insertion, rows)
        #endif
        }
    }

    /// Puts rows in, and gives the numbers that they were given, in their order.
    func inserted(_ insertion: Insertion, _ rows: [StatementValues]) throws -> [Int64] {
        switch engine {
        case .file(let connection):
            return try rows.map { row in
                _ = try connection.run(insertion.sql, row)
                return connection.lastID
            }
        #if PostgreSQL
        case .server(let session): return try session.inserted(insertion, rows)
        #endif
        }
    }

    /// Throws what has been refused of the statements so far.
    func settle() throws {
        #if PostgreSQL
        if case .server(let session) = engine { try session.settle() }
        #endif
    }

    /// Shows each row to `visit`, until there are no more or it says false.
    func step(
        _ sql: String, _ values: StatementValues, wanted: Wanted, visit: (inout Columns) throws -> Bool
    ) throws {
        switch engine {
        case .file(let connection): try connection.step(sql, values, visit: visit)
        #if PostgreSQL
        case .server(let session): try session.step(sql, values, wanted: wanted, visit: visit)
        #endif
        }
    }

    /// Shows the rows of a statement with each of some sets of values to `visit`, with the place of the set.
    func step(
        _ sql: String, each values: [StatementValues], visit: (Int, inout Columns) throws -> Void
    ) throws {
        switch engine {
        case .file(let connection):
            for (place, values) in values.enumerated() {
                try connection.step(sql, values) { columns in
                    try visit(place, &columns)
                    return true
                }
            }
        #if PostgreSQL
        case .server(let session): try session.step(sql, each: values, visit: visit)
        #endif
        }
    }

    /// Shows the rows of each of some sets of values to `visit`, with the place of the set, until there are no more of that set or
    /// it says false.
    func steps(
        _ sql: String, each values: [StatementValues], visit: (Int, inout Columns) throws -> Bool
    ) throws {
        switch engine {
        case .file(let connection):
            for (place, values) in values.enumerated() {
                try connection.step(sql, values) { try visit(place, &$0) }
            }
        #if PostgreSQL
        case .server(let session): try session.steps(sql, each: values, visit: visit)
        #endif
        }
    }

    /// The same with values by name, such as `:row`; those that the statement does not name are passed over.
    func step(
        _ sql: String, named values: [String: (any SQLValue)?], visit: (inout Columns) throws -> Bool
    ) throws {
        switch engine {
        case .file(let connection): try connection.step(sql, named: values, visit: visit)
        #if PostgreSQL
        case .server(let session): try session.step(sql, named: values, visit: visit)
        #endif
        }
    }
}

// MARK: - Parts of a transaction

extension Connection {
    /// Does the work in a savepoint of its own; what it throws is undone and given back as its result.
    ///
    /// Throws what has undone the whole transaction around it.
    func undoneAlone<Value>(_ work: () throws -> Value) throws -> Result<Value, any Error> {
        try control("SAVEPOINT alone")
        do {
            let value = try work()
            try control("RELEASE alone")
            return .success(value)
        } catch {
            guard isInTransaction else { throw error }
            try control("ROLLBACK TO alone")
            try control("RELEASE alone")
            return .failure(error)
        }
    }

    /// Does the work and keeps it, or undoes it when it was only to be seen what it would do.
    func tried(isKept: Bool, _ work: () throws -> Void) throws {
        try control("SAVEPOINT tried")
        do {
            try work()
            try settle()
        } catch {
            if isInTransaction {
                try control("ROLLBACK TO tried")
                try control("RELEASE tried")
            }
            throw error
        }
        if !isKept { try control("ROLLBACK TO tried") }
        try control("RELEASE tried")
    }

    private func control(_ sql: String) throws {
        switch engine {
        case .file(let connection): try connection.control(sql)
        #if PostgreSQL
        case .server(let session): try session.control(sql)
        #endif
        }
    }
}
