import NIOCore

/// Answers every request of a connection with what it is given.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    struct Answer {
        var status = "200 OK"
        var type = "application/json"
        var text: String
    }

    private let answer: (WholeMessage) -> Answer
    private var waiting = ByteBuffer()

    init(answer: @escaping (WholeMessage) -> Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if waiting.readableBytes == 0 { waiting = part } else { waiting.writeBuffer(&part) }
        var answers = context.channel.allocator.buffer(capacity: 256)
        while let request = WholeMessage(takenFrom: &waiting) {
            let answer = answer(request)
            answers.writeString(
                """
                HTTP/1.1 \(answer.status)\r
                Content-Type: \(answer.type)\r
                Content-Length: \(answer.text.utf8.count)\r
                \r\n
                """)
            answers.writeString(answer.text)
        }
        if answers.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(answers), promise: nil) }
    }
}
