import AsyncHTTPClient
import Conversations
import Foundation
import NIOCore
import NIOHTTP1

/// What one call to a provider may take; the same for all kinds.
public struct ProviderLimits: Sendable {
    /// From its begin to the last byte of the answer, in seconds.
    public var seconds = 15.0
    /// The longest answer that is read, in bytes.
    public var answerBytes = 64 * 1024

    public init() {}
}

/// The way to a provider's web server, with one deadline over each whole call.
struct ProviderLine: Sendable {
    let client: HTTPClient
    let limits: ProviderLimits

    init(client: HTTPClient, limits: ProviderLimits = ProviderLimits()) {
        self.client = client
        self.limits = limits
    }

    init(_ surroundings: ChannelSurroundings) {
        self.init(client: surroundings.httpClient, limits: surroundings.limits)
    }

    /// Asks and reads the answer; whatever goes wrong on the way may be tried again.
    ///
    /// Errors hold no address, because some addresses hold a token.
    func answer(to request: HTTPClientRequest, of provider: String) async throws(DeliveryError) -> ProviderCall.Answer {
        let (client, limits) = (client, limits)
        do {
            return try await Deadline.within(seconds: limits.seconds) {
                let response = try await client.execute(request, timeout: Deadline.amount(limits.seconds))
                let body = try await response.body.collect(upTo: limits.answerBytes)
                return ProviderCall.Answer(
                    status: Int(response.status.code), body: Array(body.readableBytesView),
                    retryAfter: ProviderCall.seconds(in: response.headers.first(name: "Retry-After")))
            }
        } catch {
            throw DeliveryError(.retry, "\(provider) does not answer: \(ProviderCall.shortName(of: error))")
        }
    }

    func post(
        _ url: String, headers: [(String, String)], body: [UInt8], to provider: String
    ) async throws(DeliveryError) -> ProviderCall.Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await answer(to: request, of: provider)
    }
}

/// A deadline over work that may never end, such as a body that trickles in.
enum Deadline {
    struct Passed: Error {}

    /// The work's value, or an error when it takes too long; the work is cancelled then.
    static func within<Value: Sendable>(
        seconds: Double, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Passed()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw Passed() }
            return value
        }
    }

    /// For clients that have a deadline of their own.
    static func amount(_ seconds: Double) -> TimeAmount {
        .milliseconds(Int64(exactly: (min(max(seconds, 0), 86_400) * 1000).rounded()) ?? 0)
    }
}
