import ArgumentParser
import AsyncHTTPClient
import Gateway
import Hummingbird
import NIOCore
import NIOHTTP1

/// The bare handler with one call to the provider for each request.
///
/// Nothing is verified, stored, understood or composed; the client is that of the gateway.
struct RelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay",
        abstract: "The bare handler, which also posts one message to a provider and then answers 200.")

    @Option var port: Int
    @Option var providerPort: Int

    /// As long as the gateway's usual answers.
    private static let message =
        #"{"message":{"text":"\#(String(repeating: "Giấy tờ cần mang theo. ", count: 16))"},"recipient":{"user_id":"7000000000000000000"}}"#

    func run() async throws {
        let client = ProviderClient.make()
        let router = Router()
        let body = ByteBuffer(string: Self.message)
        let url = "http://127.0.0.1:\(providerPort)/v3.0/oa/message/cs"
        router.post("webhooks/:channel") { request, _ in
            _ = try await request.body.collect(upTo: 64 * 1024)
            var call = HTTPClientRequest(url: url)
            call.method = .POST
            call.headers.add(name: "Content-Type", value: "application/json")
            call.headers.add(name: "access_token", value: "token")
            call.body = .bytes(body)
            let answer = try await client.execute(call, timeout: .seconds(10))
            _ = try await answer.body.collect(upTo: 64 * 1024)
            return HTTPResponse.Status.ok
        }
        try await serve(router, port: port)
        try await client.shutdown()
    }
}
