/// Reads the bytes of one JSON value in one pass, bounded in depth and in values.
///
/// The frame must be JSON. Inside of texts programs make mistakes that spoil nothing else, and a message is not lost for
/// them: half a surrogate pair and bytes that are no UTF-8 become U+FFFD; line breaks, controls, unknown escapes and quotes
/// that end nothing are taken as written. What is JSON by RFC 8259 is read as it says.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var values = 0

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

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var problem: JSONProblem { JSONProblem(offset: index) }
    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            // Controls between the parts mean nothing: programs that lose count of a length leave NULs.
            case 0x00...0x20: index += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSONNode {
        skipSpace()
        values += 1
        guard let first = next, depth < JSONText.deepest, values <= JSONText.mostValues else { throw problem }
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
            guard members.count < JSONText.mostMembers else { throw problem }
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
            case UInt8(ascii: "\"") where endsText():
                // Repairs what is no UTF-8.
                let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
                index += 1
                return text
            case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
            default: index += 1
            }
        }
        throw problem
    }

    /// Whether a quote ends its text: behind it comes what may follow a text, or nothing.
    ///
    /// Programs that paste words between quotes leave quotes in them.
    private func endsText() -> Bool {
        var after = index + 1
        while after < bytes.count {
            switch bytes[after] {
            case 0x00...0x20: after += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"): return true
            default: return false
            }
        }
        return true
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONProblem) -> String {
        var plain = Array(bytes[start..<index])
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\"") where endsText():
                index += 1
                return String(decoding: plain, as: UTF8.self)
            case UInt8(ascii: "\\"):
                index += 1
                escape(into: &plain)
            default:
                index += 1
                plain.append(byte)
            }
        }
        throw problem
    }

    private mutating func escape(into plain: inout [UInt8]) {
        let known: UInt8? =
            switch next {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): next
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "f"): 0x0C
            case UInt8(ascii: "n"): 0x0A
            case UInt8(ascii: "r"): 0x0D
            case UInt8(ascii: "t"): 0x09
            default: nil
            }
        if let known {
            plain.append(known)
            index += 1
        } else if let scalar = escapedScalar() {
            plain.append(contentsOf: Array(String(Character(scalar)).utf8))
        } else {
            plain.append(UInt8(ascii: "\\"))
        }
    }

    /// The scalar of `uXXXX`; two halves of a pair make one, a half alone is U+FFFD.
    ///
    /// Nil where no such escape stands.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let unit = hexadecimal(at: index) else { return nil }
        index += 5
        if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
        guard UTF16.isLeadSurrogate(unit), next == UInt8(ascii: "\\"), let low = hexadecimal(at: index + 1),
            UTF16.isTrailSurrogate(low)
        else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + ((UInt32(unit) & 0x3FF) << 10 | UInt32(low) & 0x3FF)) ?? "\u{FFFD}"
    }

    /// The number of `uXXXX` at a place.
    private func hexadecimal(at place: Int) -> UInt16? {
        guard place + 5 <= bytes.count, bytes[place] == UInt8(ascii: "u") else { return nil }
        var value: UInt16 = 0
        for byte in bytes[place + 1..<place + 5] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// Kept as its text: two ids of twenty digits are not one.
    private mutating func number() throws(JSONProblem) -> JSONNode {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let first = index
        try digits()
        // A leading zero stands alone.
        guard bytes[first] != UInt8(ascii: "0") || index == first + 1 else { throw problem }
        if next == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func digits() throws(JSONProblem) {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > start else { throw problem }
    }
}
