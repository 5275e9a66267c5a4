package import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Fetches what villagers sent: within the guard, without following redirections, bounded in size and time.
package struct MediaFetcher: Sendable {
    /// Why an attachment was not fetched; the sentence holds no address.
    package struct Failure: Error, Equatable {
        package var reason: String
        /// Whether another try may succeed.
        package var isTransient: Bool

        package init(reason: String, isTransient: Bool) {
            self.reason = reason
            self.isTransient = isTransient
        }
    }

    /// Must not follow redirections, which would lead past the guard.
    let client: HTTPClient
    /// The largest file, in bytes.
    let bytes: Int
    /// How long a fetch may take, to the last byte, in seconds.
    let seconds: Int64
    var guardian = FetchGuard()

    package init(client: HTTPClient, bytes: Int, seconds: Int64) {
        self.client = client
        self.bytes = bytes
        self.seconds = seconds
    }

    /// A client that goes only where it is sent.
    package static func client() -> HTTPClient {
        HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    }

    package func fetch(_ url: String, hosts: [String]) async throws(Failure) -> [UInt8] {
        if let refusal = await guardian.refusal(of: url, hosts: hosts) {
            throw Failure(reason: "Not fetched: \(refusal).", isTransient: false)
        }
        let (client, bytes, seconds) = (client, bytes, Double(seconds))
        let answer: (status: UInt, body: [UInt8]?)
        do {
            answer = try await Deadline.within(seconds: seconds) {
                let response = try await client.execute(
                    HTTPClientRequest(url: url), timeout: Deadline.amount(seconds))
                // Of what is no success the body says nothing.
                guard response.status == .ok else { return (response.status.code, nil) }
                return (200, Array(try await response.body.collect(upTo: bytes).readableBytesView))
            }
        } catch is NIOTooManyBytesError {
            throw Failure(reason: "It is larger than \(bytes) bytes.", isTransient: false)
        } catch {
            throw Failure(reason: "Its host does not answer: \(ProviderCall.shortName(of: error)).", isTransient: true)
        }
        guard let body = answer.body else {
            throw Failure(
                reason: "Its host answered \(answer.status).", isTransient: answer.status >= 500 || answer.status == 429
            )
        }
        return body
    }
}
