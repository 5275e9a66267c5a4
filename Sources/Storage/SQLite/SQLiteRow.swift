import Foundation
import GRDB
import GRDBSQLite

/// The row that a statement of SQLite stands on.
struct SQLiteRow {
    let statement: SQLiteStatement

    func isNull(_ position: Int32) -> Bool { sqlite3_column_type(statement, position) == SQLITE_NULL }

    func integer(_ position: Int32) -> Int64 { sqlite3_column_int64(statement, position) }

    /// Up to its first NUL, of which none is ever bound.
    func text(_ position: Int32) -> String {
        sqlite3_column_text(statement, position).map { String(cString: $0) } ?? ""
    }

    func bytes(_ position: Int32) -> Data {
        guard let bytes = sqlite3_column_blob(statement, position) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, position)))
    }

    func stored(_ position: Int32) -> StoredValue {
        switch sqlite3_column_type(statement, position) {
        case SQLITE_INTEGER: .integer(integer(position))
        case SQLITE_BLOB: .bytes(bytes(position))
        default: .text(text(position))
        }
    }

    /// What is thrown where a column is empty that never should be.
    func emptyColumn(_ position: Int32) -> any Error {
        DatabaseError(
            resultCode: .SQLITE_MISMATCH, message: "column \(position) is empty",
            sql: sqlite3_sql(statement).map { String(cString: $0) })
    }
}
