import Foundation
import GRDB
import GRDBSQLite

/// One column of the row that a statement stands on; it is not NULL.
struct Column {
    fileprivate let statement: SQLiteStatement
    fileprivate let position: Int32

    var integer: Int64 { sqlite3_column_int64(statement, position) }

    /// Up to its first NUL, of which none is ever bound.
    var text: String { sqlite3_column_text(statement, position).map { String(cString: $0) } ?? "" }

    var bytes: Data {
        guard let bytes = sqlite3_column_blob(statement, position) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, position)))
    }
}

/// The row that a statement stands on; its columns are taken in the order of the SELECT.
struct Columns {
    private let statement: SQLiteStatement
    private var position: Int32 = 0

    init(of statement: SQLiteStatement) { self.statement = statement }

    /// The next column, which is never NULL.
    mutating func next<Value: SQLValue>() throws -> Value {
        guard let value: Value = nextIfAny() else {
            throw DatabaseError(
                resultCode: .SQLITE_MISMATCH, message: "column \(position) is empty",
                sql: sqlite3_sql(statement).map { String(cString: $0) })
        }
        return value
    }

    /// The next column; nil when it is NULL.
    mutating func nextIfAny<Value: SQLValue>() -> Value? {
        defer { position += 1 }
        guard sqlite3_column_type(statement, position) != SQLITE_NULL else { return nil }
        return Value(Column(statement: statement, position: position))
    }
}
