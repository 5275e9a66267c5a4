import NIOCore

/// Answers every request of a connection with 200 and the JSON that it is given.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: (WholeMessage) -> String
    private var waiting = ByteBuffer()

    init(answer: @escaping (WholeMessage) -> String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if waiting.readableBytes == 0 { waiting = part } else { waiting.writeBuffer(&part) }
        var answers = context.channel.allocator.buffer(capacity: 256)
        while let request = WholeMessage(takenFrom: &waiting) {
            let text = answer(request)
            answers.writeString(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n")
            answers.writeString(text)
        }
        if answers.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(answers), promise: nil) }
    }
}
