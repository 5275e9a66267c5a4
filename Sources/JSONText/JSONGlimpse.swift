/// Single values found in bytes that are no JSON as a whole, such as a text that was cut off: by looking for their names.
///
/// Nothing that is found so proves anything by itself; names inside of texts are found too.
package enum JSONGlimpse {
    /// The text or number behind the first such name at or after an offset, and where it ends; nil when there is none.
    package static func value(
        of name: String, in bytes: [UInt8], from offset: Int = 0
    ) -> (text: String, end: Int)? {
        let quoted = Array("\"\(name)\"".utf8)
        var start = offset
        while let found = place(of: quoted, in: bytes, from: start) {
            start = found + quoted.count
            var index = skipped(bytes, from: start)
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { continue }
            index = skipped(bytes, from: index + 1)
            guard index < bytes.count else { return nil }
            let isText = bytes[index] == UInt8(ascii: "\"")
            if isText { index += 1 }
            let end = bytes[index...].prefix(longest).firstIndex { byte in
                isText ? byte == UInt8(ascii: "\"") : !isOfNumber(byte)
            }
            guard let end, end > index else { continue }
            return (String(decoding: bytes[index..<end], as: UTF8.self), end)
        }
        return nil
    }

    /// The offset behind the first such name at or after an offset.
    package static func end(of name: String, in bytes: [UInt8]) -> Int? {
        let quoted = Array("\"\(name)\"".utf8)
        return place(of: quoted, in: bytes, from: 0).map { $0 + quoted.count }
    }

    /// Ids and times are no longer, in bytes.
    private static let longest = 100

    private static func place(of wanted: [UInt8], in bytes: [UInt8], from offset: Int) -> Int? {
        guard offset >= 0, bytes.count - offset >= wanted.count else { return nil }
        return (offset...bytes.count - wanted.count).first { bytes[$0...].starts(with: wanted) }
    }

    private static func skipped(_ bytes: [UInt8], from index: Int) -> Int {
        var index = index
        while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
        return index
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e")].contains(byte)
    }
}
