import AsyncHTTPClient
import Conversations
import Foundation

/// What a provider's web server answered, and what that means by its status.
enum ProviderCall {
    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        /// Seconds that the provider asks to wait.
        var retryAfter: Double?
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
    static func shortName(of error: any Error) -> String {
        if error is Deadline.Passed { return "deadline exceeded" }
        if let error = error as? HTTPClientError { return error.shortDescription }
        return String(describing: type(of: error))
    }
}
