import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One bounded request to a provider, and its answer in full; errors name no address, for some hold a token.
enum ProviderRequest {
    struct Answer {
        var status: Int
        var body: [UInt8]
        /// Seconds that the provider asks to wait.
        var retryAfter: Double?
    }

    /// The longest that a provider may take, in seconds.
    static let timeoutSeconds: Int64 = 10
    /// The longest answer that is read, in bytes.
    static let answerBytes = 64 * 1024

    static func post(
        _ url: String, headers: [(String, String)], body: [UInt8], through client: HTTPClient, to provider: String
    ) async throws(DeliveryError) -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: .seconds(timeoutSeconds))
            let body = try await response.body.collect(upTo: answerBytes)
            return Answer(
                status: Int(response.status.code), body: Array(body.readableBytesView),
                retryAfter: ProviderCall.seconds(in: response.headers.first(name: "Retry-After")))
        } catch {
            let reason = (error as? HTTPClientError)?.shortDescription ?? String(describing: type(of: error))
            throw DeliveryError(.retry, "\(provider) does not answer: \(reason)")
        }
    }
}
