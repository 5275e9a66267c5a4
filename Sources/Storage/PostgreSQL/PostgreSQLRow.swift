#if PostgreSQL
import CLibPQ
import Foundation

/// A row of a result, whose columns come as texts.
struct PostgreSQLRow {
    let result: OpaquePointer
    let row: Int32

    func isNull(_ position: Int32) -> Bool { PQgetisnull(result, row, position) != 0 }

    /// Truths are 1 and 0, as SQLite has them.
    func integer(_ position: Int32) -> Int64 {
        let text = text(position)
        switch text {
        case "t": return 1
        case "f": return 0
        default: return Int64(text) ?? 0
        }
    }

    func text(_ position: Int32) -> String { PQgetvalue(result, row, position).map { String(cString: $0) } ?? "" }

    /// Bytes come as `\x` and two digits for each.
    func bytes(_ position: Int32) -> Data {
        guard let text = PQgetvalue(result, row, position) else { return Data() }
        let count = Int(PQgetlength(result, row, position))
        guard count > 2 else { return Data() }
        var bytes = Data(capacity: (count - 2) / 2)
        for place in stride(from: 2, to: count - 1, by: 2) {
            bytes.append(Self.half(text[place]) << 4 | Self.half(text[place + 1]))
        }
        return bytes
    }

    func stored(_ position: Int32) -> StoredValue {
        switch PQftype(result, position) {
        case BoundValues.integer, 16: .integer(integer(position))
        case BoundValues.bytes: .bytes(bytes(position))
        default: .text(text(position))
        }
    }

    func emptyColumn(_ position: Int32) -> any Error {
        PostgreSQLError(code: "22004", message: "column \(position) is empty")
    }

    private static func half(_ digit: CChar) -> UInt8 {
        let digit = UInt8(bitPattern: digit)
        return digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
}
#endif
