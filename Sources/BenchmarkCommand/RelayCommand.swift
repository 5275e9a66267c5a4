import ArgumentParser
import AsyncHTTPClient
import Gateway
import Hummingbird
import NIOCore
import NIOHTTP1

/// The bare handler with one call to the provider for each request: the limit that the gateway's whole way is held to.
///
/// Nothing is verified, stored, understood or composed; the client is that of the gateway. Kannel's reports come here too,
/// because each message that Kannel takes brings them.
struct RelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay",
        abstract: "The bare handler, which also posts one message to a provider and then answers 200.")

    enum Kind: String, CaseIterable, ExpressibleByArgument { case zalo, kannel }

    @Option var kind: Kind
    @Option var port: Int
    @Option var providerPort: Int

    func run() async throws {
        let client = ProviderClient.make()
        let router = Router()
        let call = kind == .zalo ? zaloCall : kannelCall
        router.post("webhooks/:channel") { request, _ in
            _ = try await request.body.collect(upTo: 64 * 1024)
            let answer = try await client.execute(call, timeout: .seconds(10))
            _ = try await answer.body.collect(upTo: 64 * 1024)
            return HTTPResponse.Status.ok
        }
        router.get("webhooks/:channel") { _, _ in HTTPResponse.Status.ok }
        try await serve(router, port: port)
        try await client.shutdown()
    }

    /// As long as the gateway's usual answers.
    private static func text(sentences: Int) -> String {
        String(repeating: "Giấy tờ cần mang theo. ", count: sentences)
    }

    private var zaloCall: HTTPClientRequest {
        var call = HTTPClientRequest(url: "http://127.0.0.1:\(providerPort)/v3.0/oa/message/cs")
        call.method = .POST
        call.headers.add(name: "Content-Type", value: "application/json")
        call.headers.add(name: "access_token", value: "token")
        let text = Self.text(sentences: 16)
        call.body = .bytes(
            ByteBuffer(string: #"{"message":{"text":"\#(text)"},"recipient":{"user_id":"7000000000000000000"}}"#))
        return call
    }

    private var kannelCall: HTTPClientRequest {
        var call = HTTPClientRequest(url: "http://127.0.0.1:\(providerPort)/cgi-bin/sendsms")
        call.method = .POST
        for (name, value) in [
            ("Content-Type", "text/plain; charset=UTF-8"), ("X-Kannel-Username", "nha-rong"),
            ("X-Kannel-Password", "password"), ("X-Kannel-From", "8079"), ("X-Kannel-To", "+84901234567"),
            ("X-Kannel-Coding", "2"), ("X-Kannel-DLR-Mask", "31"),
            ("X-Kannel-DLR-Url", "http://127.0.0.1:\(port)/webhooks/sms?secret=secret&ref=42&status=%d"),
        ] { call.headers.add(name: name, value: value) }
        call.body = .bytes(ByteBuffer(string: Self.text(sentences: 9)))
        return call
    }
}
