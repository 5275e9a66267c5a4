import Foundation

/// The row that a statement stands on, of either engine.
enum EngineRow {
    case file(SQLiteRow)
    #if PostgreSQL
    case server(PostgreSQLRow)
    #endif
}

/// One column of it; it is not NULL.
struct Column {
    fileprivate let row: EngineRow
    fileprivate let position: Int32

    /// As the kind of which it is.
    var stored: StoredValue {
        switch row {
        case .file(let row): row.stored(position)
        #if PostgreSQL
        case .server(let row): row.stored(position)
        #endif
        }
    }

    var integer: Int64 {
        switch row {
        case .file(let row): row.integer(position)
        #if PostgreSQL
        case .server(let row): row.integer(position)
        #endif
        }
    }

    var text: String {
        switch row {
        case .file(let row): row.text(position)
        #if PostgreSQL
        case .server(let row): row.text(position)
        #endif
        }
    }

    var bytes: Data {
        switch row {
        case .file(let row): row.bytes(position)
        #if PostgreSQL
        case .server(let row): row.bytes(position)
        #endif
        }
    }
}

/// The row that a statement stands on; its columns are taken in the order of the SELECT.
struct Columns {
    private let row: EngineRow
    private var position: Int32 = 0

    init(of row: EngineRow) { self.row = row }

    /// The next column, which is never NULL.
    mutating func next<Value: SQLValue>() throws -> Value {
        guard let value: Value = nextIfAny() else { throw emptyColumn }
        return value
    }

    /// The next column; nil when it is NULL.
    mutating func nextIfAny<Value: SQLValue>() -> Value? {
        defer { position += 1 }
        return isNull ? nil : Value(Column(row: row, position: position))
    }

    private var isNull: Bool {
        switch row {
        case .file(let row): row.isNull(position)
        #if PostgreSQL
        case .server(let row): row.isNull(position)
        #endif
        }
    }

    private var emptyColumn: any Error {
        switch row {
        case .file(let row): row.emptyColumn(position)
        #if PostgreSQL
        case .server(let row): row.emptyColumn(position)
        #endif
        }
    }
}
