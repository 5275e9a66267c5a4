import AsyncHTTPClient
import Conversations
import Foundation
import NIOCore
import NIOHTTP1

/// The way to a provider's web server, with one deadline over each whole call.
struct ProviderCall: Sendable {
    /// What the web server answered.
    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        /// Seconds that the provider asks to wait.
        var retryAfter: Double?
    }

    let client: HTTPClient
    let limits: ProviderLimits

    init(_ surroundings: ChannelSurroundings) {
        client = surroundings.httpClient
        limits = surroundings.limits
    }

    /// Asks and reads the answer; whatever goes wrong on the way may be tried again.
    ///
    /// Errors hold no address, because some addresses hold a token.
    func answer(to request: HTTPClientRequest, of provider: String) async throws(DeliveryError) -> Answer {
        let (client, limits) = (client, limits)
        do {
            return try await Deadline.within(seconds: limits.seconds) {
                let response = try await client.execute(request, timeout: Deadline.amount(limits.seconds))
                let body = try await response.body.collect(upTo: limits.answerBytes)
                return Answer(
                    status: Int(response.status.code), body: Array(body.readableBytesView),
                    retryAfter: Self.seconds(
                        in: response.headers.first(name: "Retry-After"), atMost: limits.longestWait))
            }
        } catch {
            throw DeliveryError(.retry, "\(provider) does not answer: \(Self.shortName(of: error))")
        }
    }

    func post(
        _ url: String, headers: [(String, String)], body: [UInt8], to provider: String
    ) async throws(DeliveryError) -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await answer(to: request, of: provider)
    }

    /// The seconds of a Retry-After header; its other form, a date, is left to our own waits.
    static func seconds(in retryAfter: String?, atMost longest: Double = ProviderLimits().longestWait) -> Double? {
        guard let seconds = retryAfter.flatMap(Int.init), seconds >= 0 else { return nil }
        return min(Double(seconds), longest)
    }

    /// A network error without addresses in it.
    static func shortName(of error: any Error) -> String {
        if error is Deadline.Passed { return "deadline exceeded" }
        if let error = error as? HTTPClientError { return error.shortDescription }
        return String(describing: type(of: error))
    }
}

extension ProviderCall.Answer {
    /// What the answer means by its status alone; nil for a success.
    func failure(_ detail: String) -> DeliveryError? {
        switch status {
        case 200..<300: nil
        case 401, 403: DeliveryError(.account, detail)
        case 408, 425, 429: DeliveryError(.retry, detail, retryAfter: retryAfter)
        case 400..<500: DeliveryError(.refused, detail)
        default: DeliveryError(.retry, detail, retryAfter: retryAfter)
        }
    }
}
