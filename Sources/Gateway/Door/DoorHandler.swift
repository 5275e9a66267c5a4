import Channels
import Conversations
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Answers the providers' calls of one connection on its event loop, as its ``DoorConnection`` says.
///
/// It stands behind NIO's handler for pipelined requests, which lets one request in at a time.
final class DoorHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let calls: WebhookCalls
    private var connection: DoorConnection
    private var context: ChannelHandlerContext?
    /// The request whose body a timer watches; most come in one piece and need none.
    private var watched = 0
    private var waitsToRead = false
    private var idleSince = NIODeadline.now()
    private var date = HTTPDate()

    init(_ calls: WebhookCalls) {
        self.calls = calls
        connection = DoorConnection(longest: calls.limits.webhookBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    /// The connection is gone; what it brought is kept all the same, and a reply finds nobody.
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: - What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): carryOut(connection.receive(head) { calls.channels[$0] != nil }, context)
        case .body(let bytes):
            carryOut(
                connection.receive(bodyOf: bytes.readableBytes) { $0.append(contentsOf: bytes.readableBytesView) },
                context)
        case .end: carryOut(connection.receiveEnd(), context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if connection.isReading, watched != connection.begun {
            watched = connection.begun
            watchArrival(within: calls.limits.bodySeconds, context)
        }
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            carryOut(connection.endInput(), context)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        carryOut(connection.endInput(), context)
    }

    private func carryOut(_ step: DoorConnection.Step, _ context: ChannelHandlerContext) {
        switch step {
        case .nothing: break
        case .leave:
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        case .take(let channel): take(for: channel, context)
        case .refuse(let refusal): answerLater(refusal.reply, context)
        case .close: context.close(promise: nil)
        }
    }

    private func take(for channel: ChannelID, _ context: ChannelHandlerContext) {
        guard let channel = calls.channels[channel], let call = connection.call() else {
            return answerLater(DoorRefusal.unknownChannel.reply, context)
        }
        let loop = context.eventLoop
        let me = NIOLoopBound(self, eventLoop: loop)
        calls.take(call, on: channel) { reply in loop.execute { me.value.answer(reply) } }
    }

    // MARK: - What goes out

    /// Answers in a turn of its own, so that a thousand requests in one piece need no deep stack.
    private func answerLater(_ reply: WebhookReply, _ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().execute { self.answer(reply) }
    }

    private func answer(_ reply: WebhookReply) {
        guard connection.isAnswering, let context else { return }
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status.code))
        for field in reply.headers { head.headers.add(name: field.name.canonicalName, value: field.value) }
        head.headers.add(name: "Content-Length", value: String(reply.body.utf8.count))
        head.headers.add(name: "Date", value: date.now())
        if connection.closesAfterAnswer { head.headers.add(name: "Connection", value: "close") }
        let closes = connection.answered()
        idleSince = .now()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !reply.body.isEmpty, !connection.wantsHeadAlone {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: reply.body)))), promise: nil)
        }
        guard closes else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.end(context) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Ends the connection after its last answer: who still sends sees the end before, lest a reset take the answer away.
    private func end(_ context: ChannelHandlerContext) {
        guard !connection.hasInputEnded else { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(calls.limits.lingerSeconds)) {
            self.context?.close(promise: nil)
        }
    }

    /// Reads nothing more while earlier answers are not read, so that a client cannot pile them up.
    func read(context: ChannelHandlerContext) {
        waitsToRead = true
        readIfPossible(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readIfPossible(context)
        context.fireChannelWritabilityChanged()
    }

    private func readIfPossible(_ context: ChannelHandlerContext) {
        guard waitsToRead, context.channel.isWritable else { return }
        waitsToRead = false
        context.read()
    }

    // MARK: - What takes too long

    private func begin(_ context: ChannelHandlerContext) {
        idleSince = .now()
        watchArrival(within: calls.limits.firstRequestSeconds, context)
        watchIdleness(for: idleTime, context)
    }

    private var idleTime: TimeAmount { .seconds(calls.limits.idleSeconds) }

    private func watchArrival(within seconds: Double, _ context: ChannelHandlerContext) {
        let number = connection.begun
        let wait = TimeAmount.nanoseconds(Int64(exactly: (min(max(seconds, 0), 3600) * 1e9).rounded()) ?? 0)
        context.eventLoop.assumeIsolated().scheduleTask(in: wait) {
            guard let context = self.context else { return }
            self.carryOut(self.connection.isLate(for: number), context)
        }
    }

    /// One timer for the whole connection, which sleeps again while calls come.
    private func watchIdleness(for wait: TimeAmount, _ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: wait) {
            guard let context = self.context else { return }
            let left = self.idleSince + self.idleTime - .now()
            if left.nanoseconds > 0 || !self.connection.isWaiting {
                self.watchIdleness(for: left.nanoseconds > 0 ? left : self.idleTime, context)
            } else {
                self.carryOut(self.connection.isIdle(), context)
            }
        }
    }
}
