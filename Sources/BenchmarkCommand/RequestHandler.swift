import NIOCore

/// A request that has come in whole.
struct WholeRequest {
    /// The path of its first line.
    var target: String
    var body: ByteBufferView

    /// Takes the first request out of the bytes; nil while some of it is missing.
    ///
    /// It knows requests with a Content-Length and such without a body, which is what the benchmark's clients send.
    init?(takenFrom bytes: inout ByteBuffer) {
        let found = bytes.withUnsafeReadableBytes(Self.frame)
        guard let found, let head = bytes.readSlice(length: found.head), let body = bytes.readSlice(length: found.body)
        else { return nil }
        target = head.getString(at: head.readerIndex + found.target.lowerBound, length: found.target.count) ?? ""
        self.body = body.readableBytesView
    }

    private struct Frame {
        var target: Range<Int>
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
                return Frame(target: spaces[0] + 1..<spaces[1], head: start, body: length)
            }
            // Letters differ from their small forms by one bit, which the other signs of the name have set.
            guard line.count > lengthName.count, zip(line, lengthName).allSatisfy({ $0 | 0x20 == $1 }) else { continue }
            length = line.dropFirst(lengthName.count).reduce(0) { number, byte in
                (0x30...0x39).contains(byte) ? number * 10 + Int(byte - 0x30) : number
            }
        }
        return nil
    }
}

/// Answers every request of a connection with 200 and the JSON that it is given.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: (WholeRequest) -> String
    private var waiting = ByteBuffer()

    init(answer: @escaping (WholeRequest) -> String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if waiting.readableBytes == 0 { waiting = part } else { waiting.writeBuffer(&part) }
        var answers = context.channel.allocator.buffer(capacity: 256)
        while let request = WholeRequest(takenFrom: &waiting) {
            let text = answer(request)
            answers.writeString(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n")
            answers.writeString(text)
        }
        if answers.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(answers), promise: nil) }
    }
}
