public import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Fetches what villagers sent: within the guard, without following redirections, bounded in size and time.
public struct MediaFetcher: Sendable {
    /// Why an attachment was not fetched; the sentence holds no address.
    public struct Failure: Error, Equatable {
        public var reason: String
        /// Whether another try may succeed.
        public var isTransient: Bool

        public init(reason: String, isTransient: Bool) {
            self.reason = reason
            self.isTransient = isTransient
        }
    }

    /// Must not follow redirections, which would lead past the guard.
    let client: HTTPClient
    /// The largest file, in bytes.
    let bytes: Int
    /// How long a fetch may take, in seconds.
    let seconds: Int64
    var guardian = FetchGuard()

    public init(client: HTTPClient, bytes: Int, seconds: Int64) {
        self.client = client
        self.bytes = bytes
        self.seconds = seconds
    }

    /// A client that goes only where it is sent.
    public static func client() -> HTTPClient {
        HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    }

    public func fetch(_ url: String, hosts: [String]) async throws(Failure) -> [UInt8] {
        if let refusal = await guardian.refusal(of: url, hosts: hosts) {
            throw Failure(reason: "Not fetched: \(refusal).", isTransient: false)
        }
        let response: HTTPClientResponse
        do {
            response = try await client.execute(
                HTTPClientRequest(url: url), timeout: .seconds(seconds))
        } catch {
            throw Failure(reason: "Its host does not answer: \(Self.name(of: error)).", isTransient: true)
        }
        let status = response.status.code
        guard status == 200 else {
            throw Failure(reason: "Its host answered \(status).", isTransient: status >= 500 || status == 429)
        }
        do {
            return Array(try await response.body.collect(upTo: bytes).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Failure(reason: "It is larger than \(bytes) bytes.", isTransient: false)
        } catch {
            throw Failure(reason: "It broke off: \(Self.name(of: error)).", isTransient: true)
        }
    }

    private static func name(of error: any Error) -> String {
        (error as? HTTPClientError)?.shortDescription ?? String(describing: type(of: error))
    }
}
