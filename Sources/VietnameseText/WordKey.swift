/// How a word is compared: its letters in a normal form, and their hash, so that no table has to compute it again.
package struct WordKey: Sendable, Hashable {
    package let text: String
    /// FNV-1a of the text's UTF-8.
    package let hash: UInt64

    package init(_ text: String) {
        var text = text
        hash = text.withUTF8(Self.hash)
        self.text = text
    }

    /// A key of at most `capacity` bytes; `write` fills them in and says how many there are.
    init(capacity: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        var found: UInt64 = 0
        text = String(unsafeUninitializedCapacity: capacity) { bytes in
            let count = write(bytes)
            found = Self.hash(UnsafeBufferPointer(rebasing: bytes[..<count]))
            return count
        }
        hash = found
    }

    /// Over plain bytes and by an index: a build without optimisation reads all wordings with it when it starts.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var index = 0
        while index < bytes.count {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
            index += 1
        }
        return hash
    }

    @inlinable
    package static func == (one: WordKey, other: WordKey) -> Bool { one.hash == other.hash && one.text == other.text }
    @inlinable
    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension WordKey: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
