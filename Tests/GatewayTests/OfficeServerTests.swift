import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Testing

@testable import Gateway

/// The office's port tells how the gateway is.
@Suite struct OfficeServerTests {
    @Test func `the state is told in a sentence, to whoever asks for the head alone too`() async throws {
        let problem = Mutex<String?>(nil)
        let (opened, open) = AsyncStream.makeStream(of: Int.self)
        let office = try OfficeServer(host: "127.0.0.1", port: 0) { problem.withLock { $0 } }
            .service(logger: GatewayBench.quietLogger) { open.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await office.run() }
            for await port in opened {
                for (ill, status, text) in [
                    (nil, 200, "ok\n"), ("Look after the disk.", 503, "Look after the disk.\n"),
                ] {
                    problem.withLock { $0 = ill }
                    for method in ["GET", "HEAD"] {
                        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/health")
                        request.method = .init(rawValue: method)
                        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
                        #expect(Int(answer.status.code) == status)
                        let body = String(buffer: try await answer.body.collect(upTo: 1000))
                        #expect(body == (method == "GET" ? text : ""))
                    }
                }
                break
            }
            group.cancelAll()
        }
    }

    /// Clients of HTTP/1.0 read to the end of the connection.
    @Test(arguments: [
        ("GET /health HTTP/1.0\r\n\r\n", true), ("HEAD /health/live HTTP/1.0\r\nHost: x\r\n\r\n", true),
        ("GET /nothing HTTP/1.0\r\nHost: x\r\n\r\n", true),
        ("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false),
        ("GET /health HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", true),
        ("GET /health HTTP/1.1\r\nHost: x\r\n\r\n", false),
    ])
    func `a client that waits for the end of the connection sees it`(call: String, closes: Bool) async throws {
        let (opened, open) = AsyncStream.makeStream(of: Int.self)
        let office = try OfficeServer(host: "127.0.0.1", port: 0) { nil }
            .service(logger: GatewayBench.quietLogger) { open.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await office.run() }
            for await port in opened {
                try await RawConnection.open(port: port) { connection in
                    try await connection.send(call)
                    if closes {
                        let answer = try await connection.rest()
                        #expect(answer.hasPrefix("HTTP/1.1 ") && answer.lowercased().contains("connection: close"))
                    } else {
                        let first = try await connection.answer()
                        try await connection.send(call)
                        let second = try await connection.answer()
                        #expect(first?.status == 200 && second?.status == 200 && first?.body == second?.body)
                    }
                }
                break
            }
            group.cancelAll()
        }
    }
}
