import NIOCore

/// A request with the moment at which it was due.
struct DueRequest {
    var bytes: ByteBuffer
    var due: ContinuousClock.Instant
}

/// The client's end of a connection on which one request is open at a time.
final class AnswerHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = DueRequest
    typealias OutboundOut = ByteBuffer

    struct Unexpected: Error, CustomStringConvertible { var description: String }

    var onAnswer: (Int, ContinuousClock.Instant) -> Void = { _, _ in }
    var onFailure: (any Error) -> Void = { _ in }
    private var waiting = ByteBuffer()
    private var due: ContinuousClock.Instant?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let request = unwrapOutboundIn(data)
        due = request.due
        context.write(wrapOutboundOut(request.bytes), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        waiting.writeImmutableBuffer(unwrapInboundIn(data))
        guard let whole = WholeMessage(takenFrom: &waiting), let status = Int(whole.word), let due else { return }
        self.due = nil
        waiting.clear()
        onAnswer(status, due)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Nobody listens any more when the run is over.
        onFailure(Unexpected(description: "the server closed a connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { onFailure(error) }
}
