import Foundation
import GRDB
import GRDBSQLite

/// A connection of SQLite: statements are bound and stepped without the copies of rows and values that GRDB makes.
struct SQLiteConnection {
    let db: Database

    var lastID: Int64 { db.lastInsertedRowID }
    var isInTransaction: Bool { db.isInsideTransaction }

    func run(_ sql: String, _ values: StatementValues) throws -> Int {
        try step(sql, values) { _ in true }
        return db.changesCount
    }

    /// Rows beyond those that `visit` takes are never looked for.
    func step(_ sql: String, _ values: StatementValues, visit: (inout Columns) throws -> Bool) throws {
        try step(sql, values: { _ in values }, visit: visit)
    }

    func step(
        _ sql: String, named values: [String: (any SQLValue)?], visit: (inout Columns) throws -> Bool
    ) throws {
        try step(
            sql,
            values: { statement in
                try (0..<sqlite3_bind_parameter_count(statement)).map { place in
                    let name = sqlite3_bind_parameter_name(statement, place + 1).text
                    guard let value = values[String(name.dropFirst())] else {
                        throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "no value for \(name)", sql: sql)
                    }
                    return value
                }
            }, visit: visit)
    }

    /// A statement that begins or ends a part of a transaction.
    func control(_ sql: String) throws { try db.cachedStatement(sql: sql).execute() }

    private func step(
        _ sql: String, values: (SQLiteStatement) throws -> StatementValues, visit: (inout Columns) throws -> Bool
    ) throws {
        let cached = try db.cachedStatement(sql: sql)
        let statement = cached.sqliteStatement
        defer {
            sqlite3_reset(statement)
            // Texts of villagers stay no longer than they must.
            sqlite3_clear_bindings(statement)
        }
        let values = try values(statement)
        guard values.count == sqlite3_bind_parameter_count(statement) else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "wrong number of values", sql: sql)
        }
        for (place, value) in zip(Int32(1)..., values) {
            guard let value else { continue }
            guard value.stored.bind(to: statement, at: place) == SQLITE_OK else { throw failure(of: sql) }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                var columns = Columns(of: .file(SQLiteRow(statement: statement)))
                guard try visit(&columns) else { return }
            case SQLITE_DONE:
                return
            default:
                throw failure(of: sql)
            }
        }
    }

    private func failure(of sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
            message: sqlite3_errmsg(db.sqliteConnection).text, sql: sql)
    }
}

// MARK: - Binding

extension StoredValue {
    fileprivate func bind(to statement: SQLiteStatement, at place: Int32) -> Int32 {
        switch self {
        case .integer(let number): sqlite3_bind_int64(statement, place, number)
        case .bytes(let bytes):
            bytes.withUnsafeBytes { buffer in
                // Without an address it would be NULL.
                buffer.baseAddress.map {
                    sqlite3_bind_blob64(statement, place, $0, UInt64(buffer.count), Self.copied)
                } ?? sqlite3_bind_zeroblob(statement, place, 0)
            }
        case .text(let text): Self.bind(text, to: statement, at: place)
        }
    }

    private static func bind(_ text: String, to statement: SQLiteStatement, at place: Int32) -> Int32 {
        var text = text
        let code = text.withUTF8 { buffer -> Int32? in
            // Texts are read up to their first NUL, and what stands behind it would be lost for good: it becomes U+FFFD.
            guard !buffer.contains(0) else { return nil }
            return buffer.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map {
                    sqlite3_bind_text64(
                        statement, place, $0, UInt64(characters.count), copied, UInt8(SQLITE_UTF8))
                } ?? sqlite3_bind_text(statement, place, "", 0, copied)
            }
        }
        return code ?? bind(text.replacing("\u{0}", with: "\u{FFFD}"), to: statement, at: place)
    }

    /// Makes SQLite copy what is bound, which is not ours any more when the statement runs.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension UnsafePointer<CChar>? {
    fileprivate var text: String { map { String(cString: $0) } ?? "" }
}
