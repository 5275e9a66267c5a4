import GRDB
import GRDBSQLite

/// What stands for the question marks of a statement, in their order.
typealias StatementValues = [(any StatementBinding)?]

/// The row that a statement stands on; its columns are taken in the order of the SELECT.
struct Columns {
    private let statement: SQLiteStatement
    private var position: Int32 = 0

    fileprivate init(of statement: SQLiteStatement) { self.statement = statement }

    /// The next column, which is never NULL.
    mutating func next<Value: StatementColumnConvertible>() throws -> Value {
        guard let value: Value = nextIfAny() else {
            throw DatabaseError(
                resultCode: .SQLITE_MISMATCH, message: "column \(position) is empty", sql: sqlite3_sql(statement).text)
        }
        return value
    }

    /// The next column; nil when it is NULL.
    mutating func nextIfAny<Value: StatementColumnConvertible>() -> Value? {
        defer { position += 1 }
        guard sqlite3_column_type(statement, position) != SQLITE_NULL else { return nil }
        return Value(sqliteStatement: statement, index: position)
    }
}

/// Statements of the way that every message takes: bound and stepped without the copies of rows and values that GRDB makes.
extension Transaction {
    /// Runs one statement and says how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: StatementValues = []) throws -> Int {
        try step(sql, values) { _ in true }
        return db.changesCount
    }

    /// What `read` makes of each row.
    func all<Value>(_ sql: String, _ values: StatementValues, read: (inout Columns) throws -> Value) throws -> [Value] {
        var all: [Value] = []
        try step(sql, values) { columns in
            all.append(try read(&columns))
            return true
        }
        return all
    }

    /// What `read` makes of the first row; nil when there is none.
    func first<Value>(_ sql: String, _ values: StatementValues, read: (inout Columns) throws -> Value) throws -> Value?
    {
        var first: Value?
        try step(sql, values) { columns in
            first = try read(&columns)
            return false
        }
        return first
    }

    func number(_ sql: String, _ values: StatementValues = []) throws -> Int64? {
        try first(sql, values) { $0.nextIfAny() } ?? nil
    }

    /// Shows each row to `visit`, until there are no more or it says false; rows beyond are never looked for.
    func step(_ sql: String, _ values: StatementValues, visit: (inout Columns) throws -> Bool) throws {
        let cached = try db.cachedStatement(sql: sql)
        let statement = cached.sqliteStatement
        defer {
            sqlite3_reset(statement)
            // Texts of villagers stay no longer than they must.
            sqlite3_clear_bindings(statement)
        }
        guard values.count == sqlite3_bind_parameter_count(statement) else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "wrong number of values", sql: sql)
        }
        for (index, value) in zip(Int32(1)..., values) {
            guard let value else { continue }
            guard Self.withoutNUL(value).bind(to: statement, at: index) == SQLITE_OK else { throw failure(of: sql) }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                var columns = Columns(of: statement)
                guard try visit(&columns) else { return }
            case SQLITE_DONE:
                return
            default:
                throw failure(of: sql)
            }
        }
    }

    /// Texts are bound up to their first NUL, and what stands behind it would be lost for good: it becomes U+FFFD.
    private static func withoutNUL(_ value: any StatementBinding) -> any StatementBinding {
        // The type is compared first, which costs less than a cast that fails.
        guard type(of: value) == String.self, let text = value as? String, text.utf8.contains(0) else { return value }
        return text.replacing("\u{0}", with: "\u{FFFD}")
    }

    private func failure(of sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
            message: sqlite3_errmsg(db.sqliteConnection).text, sql: sql)
    }
}

extension UnsafePointer<CChar>? {
    fileprivate var text: String { map { String(cString: $0) } ?? "" }
}
