/// A JSON text as a fuzzer sees it: what stands in it may be damaged where the text as a whole is well-formed.
enum JSONTree {
    /// Numbers, words, and whatever else goes into the text as it is.
    case raw([UInt8])
    case string(String)
    /// What stands between the quotation marks, as it is.
    case rawString([UInt8])
    case array([JSONTree])
    case object([Member])

    struct Member {
        var key: String
        var value: JSONTree
    }

    /// Reads a body of the corpus, which is sound; nil for any other.
    init?(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        guard let tree = reader.value() else { return nil }
        self = tree
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        private mutating func skip() { while index < bytes.count, bytes[index] <= 0x20 { index += 1 } }

        private mutating func take(_ byte: UInt8) -> Bool {
            skip()
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        mutating func value() -> JSONTree? {
            if take(UInt8(ascii: "{")) {
                var members: [Member] = []
                while !take(UInt8(ascii: "}")) {
                    guard let key = string(), take(UInt8(ascii: ":")), let value = value() else { return nil }
                    members.append(Member(key: key, value: value))
                    _ = take(UInt8(ascii: ","))
                }
                return .object(members)
            }
            if take(UInt8(ascii: "[")) {
                var items: [JSONTree] = []
                while !take(UInt8(ascii: "]")) {
                    guard let item = value() else { return nil }
                    items.append(item)
                    _ = take(UInt8(ascii: ","))
                }
                return .array(items)
            }
            if let text = string() { return .string(text) }
            let start = index
            while index < bytes.count, !Array(",]} \n".utf8).contains(bytes[index]) { index += 1 }
            return index > start ? .raw(Array(bytes[start..<index])) : nil
        }

        /// Escapes of the corpus are none but `\"`.
        private mutating func string() -> String? {
            guard take(UInt8(ascii: "\"")) else { return nil }
            var text: [UInt8] = []
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
                text.append(bytes[index])
                index += 1
            }
            index += 1
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// With the values in the place of their names.
    func filled(_ values: [String: String]) -> JSONTree {
        switch self {
        case .raw(let raw): .raw(Array(Template.filled(String(decoding: raw, as: UTF8.self), values).utf8))
        case .string(let text): .string(Template.filled(text, values))
        case .rawString: self
        case .array(let items): .array(items.map { $0.filled(values) })
        case .object(let members): .object(members.map { .init(key: $0.key, value: $0.value.filled(values)) })
        }
    }

    /// The text; `escapes` writes all that is not ASCII as `\uXXXX`.
    func rendered(escapes: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes, escapes: escapes)
        return bytes
    }

    private func write(into bytes: inout [UInt8], escapes: Bool) {
        switch self {
        case .raw(let raw): bytes += raw
        case .string(let text): Self.write(text, into: &bytes, escapes: escapes)
        case .rawString(let raw): bytes += [0x22] + raw + [0x22]
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(into: &bytes, escapes: escapes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.key, into: &bytes, escapes: escapes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes, escapes: escapes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, into bytes: inout [UInt8], escapes: Bool) {
        bytes.append(0x22)
        for unit in escapes ? Array(text.utf16) : [] { bytes += escaped(unit) }
        for byte in escapes ? [] : Array(text.utf8) {
            switch byte {
            case 0x22, 0x5C: bytes += [0x5C, byte]
            case 0..<0x20: bytes += escaped(UInt16(byte))
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    private static func escaped(_ unit: UInt16) -> [UInt8] {
        guard unit < 0x20 || unit == 0x22 || unit == 0x5C || unit > 0x7E else { return [UInt8(unit)] }
        let hex = String(unit, radix: 16)
        return Array(("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8)
    }
}
