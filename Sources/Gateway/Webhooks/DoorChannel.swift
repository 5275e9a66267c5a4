import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// A connection of Hummingbird's HTTP/1 server with a ``WebhookHandler`` before the server's own part.
///
/// `HTTP1Channel` would put that handler before the one that watches over idle and closing connections, which then would
/// close a connection whose calls it does not see.
struct DoorChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: Responder
    let calls: WebhookCalls

    func setup(channel: any NIOCore.Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = Self.headerBytes
            decoding.maxHeaderListSize = Self.headerBytes
            decoding.maxHeaderFieldCount = Self.headerFields
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
            try pipeline.addHandler(HTTP10Handler())
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(
                HTTPConnectionStateHandler(
                    idleTimeout: .seconds(calls.limits.idleSeconds), logger: logger))
            try pipeline.addHandler(WebhookHandler(calls))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async { await handleHTTP(asyncChannel: value, logger: logger) }

    /// More than any provider sends.
    private static let headerBytes = 80 * 1024
    private static let headerFields = 200
}
