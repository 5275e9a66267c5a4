import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// The port that providers call: webhooks and nothing else.
///
/// Hummingbird's server binds it, bounds its connections and ends it; each call is answered by ``DoorHandler`` on the event
/// loop of its connection, because a task for each request and its parts costs more than reading and storing a message.
struct DoorServer: ServerChildChannel {
    /// A connection whose handlers do all the work.
    struct Connection: ServerChildChannelValue {
        let channel: any NIOCore.Channel
    }

    let calls: WebhookCalls

    func setup(channel: any NIOCore.Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = calls.limits.headerBytes
            decoding.maxHeaderListSize = calls.limits.headerBytes
            decoding.maxHeaderFieldCount = calls.limits.headerFields
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: true, withErrorHandling: true, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
            try pipeline.addHandler(DoorHandler(calls))
            return Connection(channel: channel)
        }
    }

    func handle(value: Connection, logger: Logger) async { try? await value.channel.closeFuture.get() }

    /// The service that serves the port.
    func service(
        host: String, port: Int, connections: Int, logger: Logger,
        whenListening: @escaping @Sendable (Int) async -> Void
    ) -> any Service {
        server(
            configuration: ServerConfiguration(
                address: .hostname(host, port: port), backlog: calls.limits.backlog,
                availableConnectionsDelegate: MaximumAvailableConnections(connections)),
            onServerRunning: { await whenListening($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    }
}
