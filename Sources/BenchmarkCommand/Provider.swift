import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Plays Zalo and the Flask bot's provider as cheaply as it can: every token is good, every message gets a new id.
///
/// It stands on sockets alone, so that what is measured is not the price of another web server on the same cores.
final class Provider: Sendable {
    private let count = Atomic<Int>(0)
    private let firstID = Int(Date().timeIntervalSince1970 * 1000) * 1000
    private let arrived: (@Sendable (String) -> Void)?

    /// - Parameter arrived: called with the recipient of every message.
    init(arrived: (@Sendable (String) -> Void)? = nil) { self.arrived = arrived }

    /// Serves on loopback until the task is cancelled; one thread is enough for whatever comes.
    func serve(port: Int) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton.next())
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RequestHandler { self.answer(to: $0) })
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        try await withTaskCancellationHandler {
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func answer(to request: WholeMessage) -> String {
        switch request.word {
        case "/v3.0/oa/message/cs":
            if let arrived { arrived(Self.recipient(in: request.body)) }
            let number = count.add(1, ordering: .relaxed).newValue
            return #"{"data":{"message_id":"\#(firstID + number)"},"error":0,"message":"Success"}"#
        case "/v4/oa/access_token":
            return #"{"access_token":"access-of-the-bench","refresh_token":"refresh-next","expires_in":"90000"}"#
        case "/count": return "\(count.load(ordering: .relaxed))\n"
        default: return #"{"error":-210,"message":"there is no such call"}"#
        }
    }

    private static let marker = Array(#""user_id":"#.utf8)

    /// The value of `user_id`, found without reading the JSON around it; empty when there is none.
    private static func recipient(in body: ByteBufferView) -> String {
        guard let found = body.firstRange(of: marker) else { return "" }
        let rest = body[found.upperBound...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
