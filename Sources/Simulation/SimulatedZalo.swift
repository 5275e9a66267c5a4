import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Plays Zalo towards a gateway: consultation messages for whoever holds the access token, refresh tokens good for once.
///
/// As the real one, it answers errors with HTTP 200, and a used refresh token with an empty 200.
package final class SimulatedZalo: Sendable {
    /// A message that arrived in a villager's chat.
    package struct Delivered: Sendable, Equatable {
        package var id: String
        package var to: String
        package var text: String
        /// Titles and payloads of the buttons.
        package var buttons: [[String]]
    }

    private struct State {
        var access: String
        var refresh: String
        var exchanges = 0
        var refusedExchanges = 0
        var refusedSends = 0
        var delivered: [Delivered] = []
        /// Answers that go out instead of the next ones, as `error` numbers.
        var troubles: [Int] = []
    }

    private let state: Mutex<State>
    private let appSecret: String
    private let host: String

    package init(host: String = "127.0.0.1", appSecret: String, access: String, refresh: String) {
        self.host = host
        self.appSecret = appSecret
        state = Mutex(State(access: access, refresh: refresh))
    }

    package var delivered: [Delivered] { state.withLock { $0.delivered } }
    package var exchanges: Int { state.withLock { $0.exchanges } }
    package var refusedExchanges: Int { state.withLock { $0.refusedExchanges } }
    package var refusedSends: Int { state.withLock { $0.refusedSends } }
    package var tokens: (access: String, refresh: String) { state.withLock { ($0.access, $0.refresh) } }

    /// Ends the access token before its time, as an administrator can.
    package func endAccess() { state.withLock { $0.access = "ended-\(UUID().uuidString)" } }

    /// Ends both tokens, as an administrator's new pair does.
    package func endTokens(next refresh: String) {
        state.withLock {
            $0.access = "ended-\(UUID().uuidString)"
            $0.refresh = refresh
        }
    }

    /// Answers the next sends with these error numbers.
    package func trouble(_ errors: [Int]) { state.withLock { $0.troubles += errors } }

    /// Runs until cancelled.
    package func run(port: Int = 0, whenListening: @escaping @Sendable (Int) async -> Void) async throws {
        let router = Router()
        router.post("v3.0/oa/message/cs") { request, _ in try await self.message(request) }
        router.post("v4/oa/access_token") { request, _ in try await self.exchange(request) }
        // What villagers sent: a picture, one that is never small enough, one that leads elsewhere, one that is gone.
        router.get("media/photo") { _, _ in Response(status: .ok, body: .init(byteBuffer: Self.photo)) }
        router.get("media/large") { _, _ in
            Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x41, count: 6 * 1024 * 1024)))
        }
        router.get("media/elsewhere") { _, _ in Response(status: .found, headers: [.location: "/media/photo"]) }
        router.get("media/gone") { _, _ in Response(status: .notFound) }
        var quiet = Logger(label: "simulated-zalo")
        quiet.logLevel = .critical
        try await Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: quiet
        ).run()
    }

    private static let photo = ByteBuffer(bytes: [0xFF, 0xD8, 0xFF, 0xE0])

    private struct Call: Decodable {
        struct Recipient: Decodable { var user_id: String }
        struct Button: Decodable {
            var title: String
            var payload: String
        }
        struct Payload: Decodable { var buttons: [Button] }
        struct Attachment: Decodable { var payload: Payload }
        struct Message: Decodable {
            var text: String
            var attachment: Attachment?
        }
        var recipient: Recipient
        var message: Message
    }

    private func message(_ request: Request) async throws -> Response {
        let token = field("access_token", request)
        let body = try await request.body.collect(upTo: 64 * 1024)
        guard let call = try? JSONDecoder().decode(Call.self, from: Data(body.readableBytesView)) else {
            return json(#"{"error":-201,"message":"body is invalid"}"#)
        }
        let answer = state.withLock { state in
            guard token == state.access else {
                state.refusedSends += 1
                return #"{"error":-216,"message":"Access token is invalid"}"#
            }
            if !state.troubles.isEmpty { return #"{"error":\#(state.troubles.removeFirst()),"message":"trouble"}"# }
            let id = "simulated-\(state.delivered.count + 1)"
            state.delivered.append(
                Delivered(
                    id: id, to: call.recipient.user_id, text: call.message.text,
                    buttons: call.message.attachment?.payload.buttons.map { [$0.title, $0.payload] } ?? []))
            return #"{"data":{"message_id":"\#(id)"},"error":0,"message":"Success"}"#
        }
        return json(answer)
    }

    private func exchange(_ request: Request) async throws -> Response {
        let body = String(buffer: try await request.body.collect(upTo: 16 * 1024))
        var components = URLComponents()
        components.percentEncodedQuery = body
        let given = components.queryItems?.first { $0.name == "refresh_token" }?.value
        guard field("secret_key", request) == appSecret else {
            return json(#"{"error":-14004,"error_name":"Invalid secret key"}"#)
        }
        let answer: String = state.withLock { state in
            guard given == state.refresh else {
                state.refusedExchanges += 1
                return ""
            }
            state.exchanges += 1
            state.access = "access-\(state.exchanges)-\(UUID().uuidString)"
            state.refresh = "refresh-\(state.exchanges)-\(UUID().uuidString)"
            return
                #"{"access_token":"\#(state.access)","refresh_token":"\#(state.refresh)","expires_in":"90000"}"#
        }
        return json(answer)
    }

    private func field(_ name: String, _ request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    private func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
