import AsyncHTTPClient
import Conversations
import Foundation
import NIOCore
import NIOHTTP1

/// One call to a provider's web server, with the limits that hold for all providers.
enum ProviderCall {
    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        /// Seconds that the provider asks to wait.
        var retryAfter: Double?
    }

    /// Asks and reads the answer; whatever goes wrong on the way may be tried again.
    static func answer(
        to request: HTTPClientRequest, through client: HTTPClient, of provider: String
    ) async throws(DeliveryError) -> Answer {
        do {
            let response = try await client.execute(request, timeout: .seconds(15))
            let body = try await response.body.collect(upTo: 64 * 1024)
            return Answer(
                status: Int(response.status.code), body: Array(body.readableBytesView),
                retryAfter: seconds(in: response.headers.first(name: "Retry-After")))
        } catch {
            throw DeliveryError(.retry, "\(provider) does not answer: \(shortName(of: error))")
        }
    }

    /// What an answer means by its status alone; nil for a success.
    static func failure(status: Int, _ detail: String, retryAfter: Double?) -> DeliveryError? {
        switch status {
        case 200..<300: nil
        case 401, 403: DeliveryError(.account, detail)
        case 408, 425, 429: DeliveryError(.retry, detail, retryAfter: retryAfter)
        case 400..<500: DeliveryError(.refused, detail)
        default: DeliveryError(.retry, detail, retryAfter: retryAfter)
        }
    }

    /// The seconds of a Retry-After header, at most a day; its other form, a date, is left to our own waits.
    static func seconds(in retryAfter: String?) -> Double? {
        guard let seconds = retryAfter.flatMap(Int.init), seconds >= 0 else { return nil }
        return Double(min(seconds, 24 * 3600))
    }

    /// A network error without addresses in it.
    private static func shortName(of error: any Error) -> String {
        if let error = error as? HTTPClientError { return error.shortDescription }
        return String(describing: type(of: error))
    }
}
