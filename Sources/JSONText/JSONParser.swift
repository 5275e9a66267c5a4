/// Reads the bytes of one JSON value in one pass.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// Whether all of it is UTF-8, so that no part has to be looked at again: looking costs more than the reading does.
    private let isUTF8: Bool

    static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> JSONNode {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONProblem) in
            var parser = JSONParser(bytes: buffer)
            // Some programs begin a file with a byte order mark.
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { parser.index = 3 }
            let node = try parser.value(depth: 0)
            parser.skipSpace()
            guard parser.index == buffer.count else { throw parser.problem }
            return node
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    }

    private var problem: JSONProblem { JSONProblem(offset: index) }
    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSONNode {
        skipSpace()
        guard let first = next, depth < JSONText.deepest else { throw problem }
        switch first {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ node: JSONNode) throws(JSONProblem) -> JSONNode {
        guard bytes.count - index >= word.utf8CodeUnitCount else { throw problem }
        for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset] { throw problem }
        index += word.utf8CodeUnitCount
        return node
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSONNode {
        index += 1
        var members: [JSONMember] = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            index += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw problem }
            index += 1
            members.append(JSONMember(key: key, value: try value(depth: depth)))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                index += 1
                return .object(members)
            default: throw problem
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> JSONNode {
        index += 1
        var items: [JSONNode] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            index += 1
            return .array(items)
        }
        while true {
            items.append(try value(depth: depth))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "]"):
                index += 1
                return .array(items)
            default: throw problem
            }
        }
    }

    private mutating func string() throws(JSONProblem) -> String {
        index += 1
        let start = index
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                let text = try text(of: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                index += 1
                return text
            case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
            case 0..<0x20: throw problem
            default: index += 1
            }
        }
        throw problem
    }

    private func text(of part: UnsafeBufferPointer<UInt8>) throws(JSONProblem) -> String {
        if isUTF8 { return String(decoding: part, as: UTF8.self) }
        guard let text = String(validating: part, as: UTF8.self) else { throw problem }
        return text
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONProblem) -> String {
        var plain = Array(bytes[start..<index])
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return try plain.withUnsafeBufferPointer { part throws(JSONProblem) in try text(of: part) }
            case UInt8(ascii: "\\"): try escape(into: &plain)
            case 0..<0x20: throw problem
            default: plain.append(byte)
            }
        }
        throw problem
    }

    private mutating func escape(into plain: inout [UInt8]) throws(JSONProblem) {
        guard let byte = next else { throw problem }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(byte)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"): plain.append(contentsOf: Array(String(Character(try escapedScalar())).utf8))
        default: throw problem
        }
    }

    /// A scalar behind `\u`; two halves of a pair make one, a half alone is an error.
    private mutating func escapedScalar() throws(JSONProblem) -> Unicode.Scalar {
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
        guard (0xD800..<0xDC00).contains(unit), next == UInt8(ascii: "\\") else { throw problem }
        index += 1
        guard next == UInt8(ascii: "u") else { throw problem }
        index += 1
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw problem }
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(low) - 0xDC00
        guard let scalar = Unicode.Scalar(value) else { throw problem }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONProblem) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw problem }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw problem
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }

    private mutating func number() throws(JSONProblem) -> JSONNode {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let first = index
        try digits()
        // A leading zero stands alone.
        guard bytes[first] != UInt8(ascii: "0") || index == first + 1 else { throw problem }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            index += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw problem }
        return .number(number)
    }

    private mutating func digits() throws(JSONProblem) {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > start else { throw problem }
    }
}
