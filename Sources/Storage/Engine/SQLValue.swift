import Foundation

/// A value as every engine stores it.
enum StoredValue: Sendable {
    case integer(Int64)
    case text(String)
    case bytes(Data)
}

/// What statements bind and columns hold.
protocol SQLValue {
    var stored: StoredValue { get }
    init(_ column: Column)
}

/// What stands for the question marks of a statement, in their order.
typealias StatementValues = [(any SQLValue)?]

/// Whatever stands there, for those who copy it.
extension StoredValue: SQLValue {
    var stored: StoredValue { self }
    init(_ column: Column) { self = column.stored }
}

extension Int64: SQLValue {
    var stored: StoredValue { .integer(self) }
    init(_ column: Column) { self = column.integer }
}

extension Int: SQLValue {
    var stored: StoredValue { .integer(Int64(self)) }
    init(_ column: Column) { self.init(clamping: column.integer) }
}

extension Bool: SQLValue {
    var stored: StoredValue { .integer(self ? 1 : 0) }
    init(_ column: Column) { self = column.integer != 0 }
}

extension String: SQLValue {
    var stored: StoredValue { .text(self) }
    init(_ column: Column) { self = column.text }
}

extension Data: SQLValue {
    var stored: StoredValue { .bytes(self) }
    init(_ column: Column) { self = column.bytes }
}
