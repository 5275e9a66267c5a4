/// What runs statements: a piece of writing or reading work, or a check.
///
/// Every statement of the store is run in one of these ways, with its values in the order of its question marks.
protocol Statements {
    var connection: Connection { get }
}

extension Statements {
    /// The number that the last INSERT gave to its row.
    var lastID: Int64 { get throws { try connection.lastID } }

    /// Runs one statement of which nothing is asked back.
    ///
    /// Every later statement of the transaction finds it done. A server is not waited for, so its refusal may come with a later
    /// statement or the end of the work; a transaction in which anything was refused is never committed.
    func run(_ sql: String, _ values: StatementValues = []) throws { try connection.run(sql, values) }

    /// Runs one statement and says how many rows it changed.
    func changes(_ sql: String, _ values: StatementValues = []) throws -> Int {
        try connection.changes(sql, each: [values]).first ?? 0
    }

    /// Runs one statement with each of some sets of values, and says how many rows each changed.
    func changes(_ sql: String, each values: [StatementValues]) throws -> [Int] {
        try connection.changes(sql, each: values)
    }

    /// Puts rows in, of which nothing is asked back; on a server they share a statement, so none sees another.
    func insert(_ insertion: Insertion, _ rows: [StatementValues]) throws { try connection.insert(insertion, rows) }

    /// The same, and gives the numbers that the rows were given, in their order; a server is waited for once.
    func inserted(_ insertion: Insertion, _ rows: [StatementValues]) throws -> [Int64] {
        try connection.inserted(insertion, rows)
    }

    /// What `read` makes of each row.
    func all<Value>(
        _ sql: String, _ values: StatementValues = [], read: (inout Columns) throws -> Value
    ) throws -> [Value] {
        var all: [Value] = []
        try connection.step(sql, values, wanted: .all) { columns in
            all.append(try read(&columns))
            return true
        }
        return all
    }

    /// The same of each of some sets of values, in their order; a server is asked for all of them at once.
    func all<Value>(
        _ sql: String, each values: [StatementValues], read: (inout Columns) throws -> Value
    ) throws -> [[Value]] {
        var all: [[Value]] = values.map { _ in [] }
        try connection.step(sql, each: values) { place, columns in all[place].append(try read(&columns)) }
        return all
    }

    /// What `read` makes of the first row; nil when there is none.
    func first<Value>(
        _ sql: String, _ values: StatementValues = [], read: (inout Columns) throws -> Value
    ) throws -> Value? {
        var first: Value?
        try connection.step(sql, values, wanted: .first) { columns in
            first = try read(&columns)
            return false
        }
        return first
    }

    /// The first column of the first row; nil when there is no row, or when it is NULL.
    func number(_ sql: String, _ values: StatementValues = []) throws -> Int64? {
        try first(sql, values) { $0.nextIfAny() } ?? nil
    }

    /// The same for a text.
    func text(_ sql: String, _ values: StatementValues = []) throws -> String? {
        try first(sql, values) { $0.nextIfAny() } ?? nil
    }

    /// Whether there is a row.
    func exists(_ sql: String, _ values: StatementValues = []) throws -> Bool {
        try first(sql, values) { _ in true } ?? false
    }

    /// Runs one statement with values by name, such as `:row`; those that it does not name are passed over.
    func run(_ sql: String, named values: [String: (any SQLValue)?]) throws {
        try connection.run(sql, named: values)
    }

    /// What `read` makes of each row of a statement with values by name.
    func all<Value>(
        _ sql: String, named values: [String: (any SQLValue)?], read: (inout Columns) throws -> Value
    ) throws -> [Value] {
        var all: [Value] = []
        try connection.step(sql, named: values) { columns in
            all.append(try read(&columns))
            return true
        }
        return all
    }

    /// Shows each row to `visit`, until there are no more or it says false; rows beyond are never looked for.
    func step(_ sql: String, _ values: StatementValues = [], visit: (inout Columns) throws -> Bool) throws {
        try connection.step(sql, values, wanted: .some, visit: visit)
    }

    /// Shows the rows of each of some sets of values to `visit`, with the place of the set, until there are no more of that set
    /// or it says false; a server is asked for the first few of all of them at once.
    func steps(
        _ sql: String, each values: [StatementValues], visit: (Int, inout Columns) throws -> Bool
    ) throws {
        try connection.steps(sql, each: values, visit: visit)
    }
}

extension Connection: Statements {
    var connection: Connection { self }
}
