import Channels
import Conversations
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers plain calls of providers on the event loop of their connection, and leaves every other request to the web server.
///
/// The web server gives each connection a task, and each part of a request and its answer goes there and back between
/// threads: that costs more than reading and storing a message does. Plain is a POST to `/webhooks/` and the name of a channel
/// with a body of known, small length, when the connection owes no other answer.
///
/// It stands behind the handler that watches over idle and closing connections, so that one counts these calls too.
final class WebhookHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private struct Call {
        var head: HTTPRequest
        var channel: any Channels.Channel
        var body: [UInt8] = []
    }

    private enum State {
        /// The web server has all that came.
        case idle
        case reading(Call)
        /// The call is read, and its answer awaited.
        case answering
    }

    private let calls: WebhookCalls
    private var state = State.idle
    private var isAnswering: Bool { if case .answering = state { true } else { false } }
    /// How many requests the web server has not answered yet.
    private var passed = 0
    /// What came behind a call that is not answered yet.
    private var waiting = CircularBuffer<HTTPRequestPart>()
    private var waitsToRead = false
    private var waitsToClose = false
    private var waitingError: (any Error)?
    private var context: ChannelHandlerContext?
    private var arrival = Arrival()
    private var date = (second: time_t(0), text: "")

    init(_ calls: WebhookCalls) { self.calls = calls }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { watchArrival(within: calls.limits.firstRequestSeconds, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        watchArrival(within: calls.limits.firstRequestSeconds, context)
        context.fireChannelActive()
    }

    /// The connection is gone; what it brought is kept all the same, and a reply finds nobody.
    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        waiting.removeAll()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if !isAnswering {
            arrival.note(part)
            if case .head(let head) = part, passed == 0, Self.waitsForLeave(head), !meetsExpectation(of: head, context)
            {
                return
            }
        }
        switch (state, part) {
        case (.answering, _): waiting.append(part)
        case (.idle, .head(let head)):
            if passed == 0, let channel = channel(of: head) {
                state = .reading(Call(head: head, channel: channel))
            } else {
                passed += 1
                context.fireChannelRead(data)
            }
        case (.reading(var call), .body(let bytes)):
            call.body += bytes.readableBytesView
            state = .reading(call)
        case (.reading(let call), .end): answer(call, context: context)
        case (.idle, _), (.reading, .head): context.fireChannelRead(data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        watchBody(context)
        context.fireChannelReadComplete()
    }

    // MARK: - Slow and waiting clients

    /// How far the request that is coming in has come.
    private struct Arrival {
        /// How many requests have begun, so that a timer knows whether its own is still coming.
        var begun = 0
        var isUnderWay = false
        /// Whether a timer watches over it; most requests come in one piece and need none.
        var isWatched = false

        mutating func note(_ part: HTTPRequestPart) {
            switch part {
            case .head:
                begun += 1
                isUnderWay = true
                isWatched = false
            case .body: break
            case .end: isUnderWay = false
            }
        }
    }

    private func watchBody(_ context: ChannelHandlerContext) {
        guard arrival.isUnderWay, !arrival.isWatched, !isAnswering else { return }
        arrival.isWatched = true
        watchArrival(within: calls.limits.bodySeconds, context)
    }

    /// Closes the connection unless the request that is awaited or under way has come by then.
    private func watchArrival(within seconds: TimeInterval, _ context: ChannelHandlerContext) {
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        let begun = arrival.begun
        context.eventLoop.scheduleTask(
            in: .nanoseconds(Int64(exactly: (min(max(seconds, 0), 3600) * 1e9).rounded()) ?? 0)
        ) {
            me.value.endSlowArrival(of: begun)
        }
    }

    private func endSlowArrival(of begun: Int) {
        guard let context, arrival.begun == begun, begun == 0 || arrival.isUnderWay else { return }
        guard case .reading = state else { return context.close(promise: nil) }
        state = .idle
        turnAway(.requestTimeout, "The body did not come in time.", context)
    }

    /// Whether a client waits for leave to send its body; one that sends none does not wait.
    private static func waitsForLeave(_ head: HTTPRequest) -> Bool {
        guard let expectations = head.headerFields[.expect] else { return false }
        let length = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
        return (length > 0 || head.headerFields[.transferEncoding] != nil)
            && expectations.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).contains("100-continue")
    }

    /// Lets a client that waits for leave send its body (RFC 9110, 10.1.1); false when it is sent away instead.
    private func meetsExpectation(of head: HTTPRequest, _ context: ChannelHandlerContext) -> Bool {
        if let length = head.headerFields[.contentLength].flatMap({ Int($0) }), length > calls.limits.webhookBytes {
            turnAway(.contentTooLarge, "The body is larger than \(calls.limits.webhookBytes) bytes.", context)
            return false
        }
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        return true
    }

    /// Answers a request whose body is not awaited any more, which ends the connection.
    private func turnAway(_ status: HTTPResponse.Status, _ sentence: String, _ context: ChannelHandlerContext) {
        arrival.isUnderWay = false
        var reply = WebhookReply.refusal(status, sentence)
        reply.headers[.connection] = "close"
        put(reply, on: context)
        context.close(promise: nil)
    }

    /// The channel that a plain call is for.
    private func channel(of head: HTTPRequest) -> (any Channels.Channel)? {
        let fields = head.headerFields
        guard head.method == .post, let path = head.path, path.utf8.starts(with: Self.start.utf8),
            let length = fields[.contentLength].flatMap({ Int($0) }), length <= Self.longestBody,
            fields[.connection].map({ $0.lowercased() == "keep-alive" }) ?? true
        else { return nil }
        // An unknown name, one with a query or with escapes is the router's.
        return calls.channels[ChannelID(rawValue: String(path.dropFirst(Self.start.count)))]
    }

    private static let start = "/webhooks/"
    /// In bytes; reading more would keep the other connections of the event loop waiting.
    private static let longestBody = 16 * 1024

    private func answer(_ call: Call, context: ChannelHandlerContext) {
        state = .answering
        let webhook = WebhookRequest(method: .post, query: [], headers: call.head.headerFields, body: call.body)
        let loop = context.eventLoop
        let me = NIOLoopBound(self, eventLoop: loop)
        calls.take(webhook, on: call.channel) { reply in
            loop.execute { me.value.write(reply) }
        }
    }

    private func write(_ reply: WebhookReply) {
        guard isAnswering, let context else { return }
        state = .idle
        put(reply, on: context)
        goOn(context)
    }

    private func put(_ reply: WebhookReply, on context: ChannelHandlerContext) {
        var head = HTTPResponse(status: reply.status, headerFields: reply.headers)
        head.headerFields[.contentLength] = String(reply.body.utf8.count)
        head.headerFields[.date] = now()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !reply.body.isEmpty {
            context.write(wrapOutboundOut(.body(ByteBuffer(string: reply.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Takes up what came meanwhile, as far as the next call.
    private func goOn(_ context: ChannelHandlerContext) {
        var isAnyTaken = false
        while !isAnswering, let part = waiting.popFirst() {
            channelRead(context: context, data: wrapInboundOut(part))
            isAnyTaken = true
        }
        if isAnyTaken {
            watchBody(context)
            context.fireChannelReadComplete()
        }
        if isAnswering { return }
        if let error = waitingError {
            waitingError = nil
            context.fireErrorCaught(error)
        }
        if waitsToClose {
            waitsToClose = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        readIfPossible(context)
    }

    func read(context: ChannelHandlerContext) {
        waitsToRead = true
        readIfPossible(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readIfPossible(context)
        context.fireChannelWritabilityChanged()
    }

    /// Reads nothing more while an answer is awaited or earlier ones are not read, so that a client can pile up neither.
    private func readIfPossible(_ context: ChannelHandlerContext) {
        guard waitsToRead, !isAnswering, context.channel.isWritable else { return }
        waitsToRead = false
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { passed = max(0, passed - 1) }
        context.write(data, promise: promise)
    }

    /// A client that says that it sends no more still waits for its answer.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isAnswering, let event = event as? ChannelEvent, event == .inputClosed {
            waitsToClose = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// What comes behind a call may be broken; the call is answered all the same.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isAnswering { waitingError = error } else { context.fireErrorCaught(error) }
    }

    /// The moment as HTTP writes it, RFC 9110, section 5.6.7.
    private func now() -> String {
        var second = time(nil)
        if second != date.second {
            var parts = tm()
            gmtime_r(&second, &parts)
            let text = String(unsafeUninitializedCapacity: 40) { buffer in
                buffer.withMemoryRebound(to: CChar.self) {
                    strftime($0.baseAddress, $0.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
                }
            }
            date = (second, text)
        }
        return date.text
    }
}
