import NIOCore
import NIOHTTP1

/// Has a connection of HTTP/1.0 closed after its answer, as RFC 9112, 9.3, wants: such clients read until the end.
///
/// Further inwards nothing knows the version of a request, so it is said in the words of HTTP/1.1. An expectation is left
/// out, for such a client knows no answer but the last (RFC 9110, 10.1.1).
final class HTTP10Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 else {
            return context.fireChannelRead(data)
        }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        head.headers.remove(name: "Expect")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
