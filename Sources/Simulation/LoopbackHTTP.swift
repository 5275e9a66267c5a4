import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Requests of the simulator; they never leave this machine.
package enum LoopbackHTTP {
    package struct Answer: Sendable, Equatable {
        package var status: Int
        package var body: String
    }

    /// Why a request was not made or got no answer.
    package struct Problem: Error, CustomStringConvertible {
        package var description: String
    }

    static func get(_ url: URL, seconds: Int64 = 15) async throws -> Answer {
        try await execute(HTTPClientRequest(url: url.absoluteString), url, seconds: seconds)
    }

    static func post(_ url: URL, headers: [(String, String)], body: [UInt8]) async throws -> Answer {
        try await post(WebhookCall(url: url, headers: headers, body: body))
    }

    static func post(_ call: WebhookCall) async throws -> Answer { try await execute(call.request, call.url) }

    static func requireThisMachine(_ url: URL) throws {
        guard ["127.0.0.1", "localhost", "::1", "[::1]"].contains(url.host ?? "") else {
            throw Problem(description: "the simulator only talks to this machine, not to \(url.host ?? "nobody")")
        }
    }

    private static func execute(_ request: HTTPClientRequest, _ url: URL, seconds: Int64 = 15) async throws -> Answer {
        try requireThisMachine(url)
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(seconds))
            let body = try await response.body.collect(upTo: 8 * 1024 * 1024)
            return Answer(status: Int(response.status.code), body: String(buffer: body))
        } catch let error as HTTPClientError {
            throw Problem(description: "no answer from \(url.host ?? ""):\(url.port ?? 80): \(error.shortDescription)")
        } catch {
            throw Problem(
                description: "nothing listens at \(url.host ?? ""):\(url.port ?? 80) (\(type(of: error))). "
                    + "Fix: start the gateway with `make run` in another terminal")
        }
    }
}
