import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Makes webhook calls over a bounded number of connections of its own.
package struct LoadClient: Sendable {
    /// What came of one call.
    package enum Outcome: Sendable, Hashable, CustomStringConvertible {
        case status(Int)
        /// No answer, for this kind of reason.
        case problem(String)

        package var isTaken: Bool { self == .status(200) }

        package var description: String {
            switch self {
            case .status(let status): "\(status)"
            case .problem(let reason): reason
            }
        }
    }

    /// Longer than any provider waits, so that slowness shows as latency and not as an error.
    static let timeoutSeconds: Int64 = 30

    private let client: HTTPClient

    private init(connections: Int) {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // A refused connection is told at once, for the gateway may be dead by intention.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Lends a client for as long as the work takes.
    package static func with<Value: Sendable>(
        connections: Int, _ work: (LoadClient) async throws -> Value
    ) async throws -> Value {
        let client = LoadClient(connections: connections)
        do {
            let value = try await work(client)
            try await client.client.shutdown()
            return value
        } catch {
            try? await client.client.shutdown()
            throw error
        }
    }

    func send(_ call: WebhookCall) async -> Outcome {
        do {
            try LoopbackHTTP.requireThisMachine(call.url)
            return try await execute(call.request)
        } catch {
            return .problem("\(error)")
        }
    }

    /// Calls an address that a provider was given for its reports.
    func get(_ url: URL) async -> Outcome {
        do {
            try LoopbackHTTP.requireThisMachine(url)
            return try await execute(HTTPClientRequest(url: url.absoluteString))
        } catch {
            return .problem("\(error)")
        }
    }

    private func execute(_ request: HTTPClientRequest) async throws -> Outcome {
        do {
            let response = try await client.execute(request, timeout: .seconds(Self.timeoutSeconds))
            _ = try await response.body.collect(upTo: 1024 * 1024)
            return .status(Int(response.status.code))
        } catch let error as HTTPClientError {
            return .problem(error.shortDescription)
        } catch {
            return .problem("no connection")
        }
    }
}
