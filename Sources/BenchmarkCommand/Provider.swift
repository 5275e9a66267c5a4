import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Plays Zalo, the Flask bot's provider and Kannel as cheaply as it can.
///
/// Every token and password is good, every message is taken, and Kannel's two delivery reports of each follow.
///
/// It stands on sockets alone, so that what is measured is not the price of another web server on the same cores.
final class Provider: Sendable {
    private let count = Atomic<Int>(0)
    private let firstID = Int(Date().timeIntervalSince1970 * 1000) * 1000
    private let arrived: (@Sendable (String) -> Void)?
    /// When the last message came, in microseconds since 1970.
    private let last = Atomic<Int>(0)

    /// - Parameter arrived: called with the recipient of every message.
    init(arrived: (@Sendable (String) -> Void)? = nil) { self.arrived = arrived }

    /// Serves on loopback until the task is cancelled; one thread is enough for whatever comes.
    func serve(port: Int) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let reports = try await loop.submit {
            NIOLoopBound(DeliveryReports(on: loop.assumeIsolated()), eventLoop: loop)
        }.get()
        let channel = try await ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        RequestHandler { self.answer(to: $0, reports.value) })
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        try await withTaskCancellationHandler {
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func answer(to request: WholeMessage, _ reports: DeliveryReports) -> RequestHandler.Answer {
        switch request.word {
        case "/v3.0/oa/message/cs":
            let number = countMessage { Self.recipient(in: request.body) }
            return .init(text: #"{"data":{"message_id":"\#(firstID + number)"},"error":0,"message":"Success"}"#)
        case "/v4/oa/access_token":
            return .init(
                text: #"{"access_token":"access-of-the-bench","refresh_token":"refresh-next","expires_in":"90000"}"#)
        case "/cgi-bin/sendsms":
            _ = countMessage { request.header("x-kannel-to") ?? "" }
            if let address = request.header("x-kannel-dlr-url") { reports.bring(to: address) }
            return .init(status: "202 Accepted", type: "text/html", text: "0: Accepted for delivery")
        case "/count":
            let last = max(last.load(ordering: .relaxed), reports.last)
            return .init(
                text: """
                    {"messages": \(count.load(ordering: .relaxed)), "reports": \(reports.taken), \
                    "refused": \(reports.refused), "lost": \(reports.lost), "last": \(Double(last) / 1e6)}

                    """)
        default: return .init(text: #"{"error":-210,"message":"there is no such call"}"#)
        }
    }

    /// Notes that a message came; its number.
    private func countMessage(recipient: () -> String) -> Int {
        if let arrived { arrived(recipient()) }
        last.store(Self.now, ordering: .relaxed)
        return count.add(1, ordering: .relaxed).newValue
    }

    /// In microseconds since 1970.
    static var now: Int { Int(Date().timeIntervalSince1970 * 1e6) }

    private static let marker = Array(#""user_id":"#.utf8)

    /// The value of `user_id`, found without reading the JSON around it; empty when there is none.
    private static func recipient(in body: ByteBufferView) -> String {
        guard let found = body.firstRange(of: marker) else { return "" }
        let rest = body[found.upperBound...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
