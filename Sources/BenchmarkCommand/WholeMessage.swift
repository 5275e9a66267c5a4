import NIOCore

/// A request or an answer that has come in whole.
struct WholeMessage {
    /// The second word of its first line: the path of a request, the status of an answer.
    var word: String
    var body: ByteBufferView
    private let head: ByteBuffer

    /// Takes the first message out of the bytes; nil while some of it is missing.
    ///
    /// It knows messages with a Content-Length and such without a body, which is what the benchmark's programs send.
    init?(takenFrom bytes: inout ByteBuffer) {
        let found = bytes.withUnsafeReadableBytes(Self.frame)
        guard let found, let head = bytes.readSlice(length: found.head), let body = bytes.readSlice(length: found.body)
        else { return nil }
        word = head.getString(at: head.readerIndex + found.word.lowerBound, length: found.word.count) ?? ""
        self.body = body.readableBytesView
        self.head = head
    }

    /// The value of a header, whose name is given in small letters.
    func header(_ name: String) -> String? {
        let start = Array(name.utf8) + [UInt8(ascii: ":")]
        return head.withUnsafeReadableBytes { bytes in
            var rest = bytes[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = rest[..<end]
                rest = rest[(end + 1)...]
                guard Self.begins(line, with: start) else { continue }
                let value = line.dropFirst(start.count).drop { $0 == UInt8(ascii: " ") }
                return String(decoding: value.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            }
            return nil
        }
    }

    /// Letters differ from their small forms by one bit, which the other signs of a name have set.
    private static func begins(_ line: Slice<UnsafeRawBufferPointer>, with name: [UInt8]) -> Bool {
        line.count >= name.count && zip(line, name).allSatisfy { $0 | 0x20 == $1 }
    }

    private struct Frame {
        var word: Range<Int>
        /// The lengths of both parts in bytes.
        var head: Int
        var body: Int
    }

    private static let lengthName = Array("content-length:".utf8)

    private static func frame(_ bytes: UnsafeRawBufferPointer) -> Frame? {
        var spaces: [Int] = []
        var length = 0
        var start = 0
        for index in bytes.indices {
            if spaces.count < 2, bytes[index] == UInt8(ascii: " ") { spaces.append(index) }
            guard bytes[index] == UInt8(ascii: "\n") else { continue }
            let line = bytes[start..<index]
            start = index + 1
            if line.count < 2 {
                guard spaces.count == 2, bytes.count >= start + length else { return nil }
                return Frame(word: spaces[0] + 1..<spaces[1], head: start, body: length)
            }
            guard begins(line, with: lengthName) else { continue }
            length = line.dropFirst(lengthName.count).reduce(0) { number, byte in
                (0x30...0x39).contains(byte) ? number * 10 + Int(byte - 0x30) : number
            }
        }
        return nil
    }
}
