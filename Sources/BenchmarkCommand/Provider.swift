import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// Plays Zalo and the Flask bot's provider as cheaply as it can: every token is good, every message gets a new id.
final class Provider: Sendable {
    private let count = Atomic<Int>(0)
    private let firstID = Int(Date().timeIntervalSince1970 * 1000) * 1000
    private let arrived: (@Sendable (String) -> Void)?

    /// - Parameter arrived: called with the recipient of every message.
    init(arrived: (@Sendable (String) -> Void)? = nil) { self.arrived = arrived }

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.post("v3.0/oa/message/cs") { request, _ in
            let body = try await request.body.collect(upTo: 64 * 1024)
            self.arrived?(Self.recipient(in: body))
            let number = self.count.add(1, ordering: .relaxed).newValue
            return Self.json(#"{"data":{"message_id":"\#(self.firstID + number)"},"error":0,"message":"Success"}"#)
        }
        router.post("v4/oa/access_token") { _, _ in
            Self.json(#"{"access_token":"access-of-the-bench","refresh_token":"refresh-next","expires_in":"90000"}"#)
        }
        router.get("count") { _, _ in "\(self.count.load(ordering: .relaxed))\n" }
        return router
    }

    private static let marker = Array(#""user_id":"#.utf8)

    /// The value of `user_id`, found without reading the JSON around it; empty when there is none.
    private static func recipient(in body: ByteBuffer) -> String {
        let bytes = Array(body.readableBytesView)
        guard let found = bytes.firstRange(of: marker) else { return "" }
        let rest = bytes[found.upperBound...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }

    private static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
