import HummingbirdCore
import Logging
import NIOCore

/// Another channel with `PlainCallHandler` in front.
struct PlainCallChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base

    func setup(channel: any NIOCore.Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(PlainCallHandler())
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

/// Tells whoever calls a port of TLS without TLS where to go.
///
/// Who types `may-xa:8081` is sent by the browser to plain HTTP first, and would see no more than an empty page.
final class PlainCallHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The first byte of every record by which TLS begins.
    private static let handshake: UInt8 = 0x16
    private static let longestHead = 8192
    private static let patience = TimeAmount.seconds(10)
    private static let end: [UInt8] = Array("\r\n\r\n".utf8)

    private var head: ByteBuffer?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard var begun = head else {
            guard let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return }
            if first == Self.handshake {
                context.fireChannelRead(data)
                return context.pipeline.syncOperations.removeHandler(self, promise: nil)
            }
            let channel = context.channel
            context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
            return take(bytes, context)
        }
        begun.writeBuffer(&bytes)
        take(begun, context)
    }

    private func take(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        head = bytes
        let isWhole = bytes.readableBytesView.firstRange(of: Self.end) != nil
        guard isWhole || bytes.readableBytes > Self.longestHead else { return }
        let answer = PlainCall(String(decoding: bytes.readableBytesView, as: UTF8.self)).answer
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }
}

/// What is answered to a call without TLS.
struct PlainCall {
    /// Where the same is found by TLS; nil where the call does not say it plainly.
    let address: String?

    init(_ head: String) {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines.first?.split(separator: " ") ?? []
        let host = lines.dropFirst().lazy.compactMap {
            $0.wholeMatch(of: /(?i:host):[ \t]*([A-Za-z0-9.\-]+(:[0-9]{1,5})?)[ \t]*/)
        }
        .first?.1
        guard let host, words.count == 3, words[0] == "GET" || words[0] == "HEAD", words[2].hasPrefix("HTTP/1.") else {
            address = nil
            return
        }
        // What stands behind the path may be a secret, and was said in the open.
        let path = words[1].wholeMatch(of: /\/([A-Za-z0-9\-]+(\/[A-Za-z0-9\-]+)*)?/) == nil ? "/" : words[1]
        address = "https://\(host)\(path)"
    }

    var answer: String {
        let words = "Trang này chỉ mở bằng địa chỉ bắt đầu bằng https://" + "\n"
        let head = address.map { "307 Temporary Redirect\r\nLocation: \($0)" } ?? "400 Bad Request"
        return "HTTP/1.1 \(head)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(words.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + words
    }
}
