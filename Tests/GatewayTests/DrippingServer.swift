import NIOCore
import NIOPosix

/// A provider that sends the head of an answer and then its body a byte at a time, without end.
struct DrippingServer {
    private final class Dripping: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let head: String
        private var hasBegun = false

        init(head: String) { self.head = head }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasBegun else { return }
            hasBegun = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
            let channel = context.channel
            let task = context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(20)) { _ in
                channel.writeAndFlush(ByteBuffer(string: " "), promise: nil)
            }
            context.channel.closeFuture.whenComplete { _ in task.cancel() }
        }
    }

    static let endless = "HTTP/1.1 202 Accepted\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n"
    static let chunkless = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"

    /// Runs it around a test, which gets its port.
    static func run(head: String = endless, _ test: (Int) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Dripping(head: head))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Void, any Error>
        do {
            try await test(server.localAddress?.port ?? 0)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await server.close()
        try result.get()
    }
}
