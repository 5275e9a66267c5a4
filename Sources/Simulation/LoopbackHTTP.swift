import AsyncHTTPClient
import CheckedYAML
import Content
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import PublicServices

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

    /// What a played gateway sends by; it follows no redirects, for what is sent to this machine ends here.
    static let client = ProviderClient.make()

    /// What the simulator itself asks by: where nobody listens, that is told at once and not after many tries.
    private static let asking: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// How to mend that no gateway listens.
    package static let startGateway =
        "Fix: start a gateway with `make run` in another terminal, name the configuration of the one that runs with --config "
        + "(its server.host and server.port are the address), or take a gateway of your own: simulator say --own, chat --own"

    static func get(_ url: URL, seconds: Int64 = 15) async throws -> Answer {
        try await execute(HTTPClientRequest(url: url.absoluteString), url, seconds: seconds)
    }

    static func post(_ url: URL, headers: [(String, String)], body: [UInt8]) async throws -> Answer {
        try await post(WebhookCall(url: url, headers: headers, body: body))
    }

    static func post(_ call: WebhookCall) async throws -> Answer { try await execute(call.request, call.url) }

    /// The header of orders to a simulator that runs: browsers send none of its kind to another site's address.
    static let orderHeader = "X-Simulator-Order"

    /// Whether a call is an order of a simulator on this machine.
    static func isOrder(_ request: Request) -> Bool {
        let name = request.head.authority?.split(separator: ":").first.map(String.init) ?? ""
        return ["127.0.0.1", "localhost"].contains(name)
            && HTTPField.Name(orderHeader).flatMap { request.headers[$0] } == "1"
    }

    /// Gives an order to a simulator that runs on this machine, and returns what it says; throws its refusal.
    package static func order(_ text: String, port: Int, path: String) async throws -> String {
        guard let url = URL(string: "http://127.0.0.1:\(port)/\(path)") else {
            throw Problem(description: "\(port) is no port")
        }
        let answer: Answer
        do {
            answer = try await post(url, headers: [(orderHeader, "1")], body: Array(text.utf8))
        } catch {
            throw Problem(description: "nothing listens at 127.0.0.1:\(port). Fix: start it, or give its --port")
        }
        switch answer.status {
        case 200: return answer.body
        case 400: throw Bench.Refusal(description: answer.body)
        default:
            throw Problem(description: "what listens at 127.0.0.1:\(port) takes no orders. Fix: give the right --port")
        }
    }

    static func requireThisMachine(_ url: URL) throws {
        guard ["127.0.0.1", "localhost", "::1", "[::1]"].contains(url.host ?? "") else {
            throw Problem(description: "the simulator only talks to this machine, not to \(url.host ?? "nobody")")
        }
    }

    /// Refuses content by which a played gateway would ask a dossier portal of another machine.
    static func requirePortals(of content: GatewayContent) throws(FileProblems) {
        let problems = content.communes.values.compactMap { commune -> FileProblem? in
            guard let portal = commune.dossiers.portal else { return nil }
            if let url = URL(string: portal.url), (try? requireThisMachine(url)) != nil { return nil }
            return FileProblem(
                file: commune.origin.file.replacing("commune.yaml", with: "dossier-states.yaml"), line: nil,
                entry: "portal.url", what: "the simulator asks no dossier portal of another machine",
                mend:
                    "write http://127.0.0.1:8095 there while you test, which `simulator portal` plays, or leave portal out"
            )
        }
        guard problems.isEmpty else { throw FileProblems(problems.sorted { $0.file < $1.file }) }
    }

    private static func execute(_ request: HTTPClientRequest, _ url: URL, seconds: Int64 = 15) async throws -> Answer {
        try requireThisMachine(url)
        do {
            let response = try await asking.execute(request, timeout: .seconds(seconds))
            let body = try await response.body.collect(upTo: 8 * 1024 * 1024)
            return Answer(status: Int(response.status.code), body: String(buffer: body))
        } catch let error as HTTPClientError {
            throw Problem(description: "no answer from \(url.host ?? ""):\(url.port ?? 80): \(error.shortDescription)")
        } catch {
            throw Problem(
                description: "nothing listens at \(url.host ?? ""):\(url.port ?? 80). \(startGateway)")
        }
    }
}
