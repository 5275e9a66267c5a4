import Foundation
import Storage
import Testing

@testable import Gateway
@testable import Simulation

/// What a provider meets on one connection: plain calls are answered by `WebhookHandler`, all else by the web server.
@Suite struct WebhookConnectionTests {
    private static let health = "GET /health HTTP/1.1\r\nHost: gateway\r\n\r\n"

    /// A signed call as it goes over the wire, head and body.
    private static func call(
        _ id: String, on bench: ZaloBench, headers: [String] = [], signature: String? = nil
    ) throws -> (head: String, body: String) {
        let call = try bench.villager().call("lam khai sinh \(id)", id: id, at: Date())
        var lines = ["POST /webhooks/zalo HTTP/1.1", "Host: gateway", "Content-Length: \(call.body.count)"] + headers
        for (name, value) in call.headers {
            lines.append("\(name): \(name.lowercased().contains("signature") ? signature ?? value : value)")
        }
        return (lines.joined(separator: "\r\n") + "\r\n\r\n", String(decoding: call.body, as: UTF8.self))
    }

    private static func whole(_ id: String, on bench: ZaloBench, headers: [String] = []) throws -> String {
        let (head, body) = try call(id, on: bench, headers: headers)
        return head + body
    }

    private static func stored(_ bench: ZaloBench) async throws -> [String] {
        try await bench.log().filter { $0.direction == .incoming }.map { String($0.text.suffix(1)) }.sorted()
    }

    @Test func `requests that come at once are answered in their order, whoever answers them`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let calls = try ["a", "b", "c"].map { try Self.whole($0, on: bench) }
                try await connection.send(calls[0] + Self.health + calls[1] + calls[2] + Self.health)
                var bodies: [String] = []
                for _ in 0..<5 {
                    let answer = try #require(try await connection.answer())
                    #expect(answer.status == 200)
                    bodies.append(answer.body)
                }
                #expect(bodies == ["", "ok\n", "", "", "ok\n"])
            }
            #expect(try await Self.stored(bench) == ["a", "b", "c"])
        }
    }

    @Test func `a thousand calls at once are refused one after the other, and the connection goes on`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let empty = "POST /webhooks/zalo HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n"
                let count = 1000
                try await connection.send(String(repeating: empty, count: count) + (try Self.whole("a", on: bench)))
                // They are all sent before the first answer is read.
                try await Task.sleep(for: .milliseconds(300))
                for _ in 0..<count { #expect(try await connection.answer()?.status == 401) }
                #expect(try await connection.answer()?.status == 200)
            }
            #expect(try await Self.stored(bench) == ["a"])
        }
    }

    @Test func `a call that comes in pieces is one call, and its answer says how long it is and when it was made`()
        async throws
    {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let (head, body) = try Self.call("a", on: bench)
                for piece in [String(head.prefix(30)), String(head.dropFirst(30)), String(body.prefix(9))] {
                    try await connection.send(piece)
                    try await Task.sleep(for: .milliseconds(20))
                }
                try await connection.send(String(body.dropFirst(9)))
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 200)
                #expect(answer.fields["content-length"] == "0")
                let date = try #require(answer.fields["date"])
                let format = DateFormatter()
                format.locale = Locale(identifier: "en_US_POSIX")
                format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
                #expect(abs(try #require(format.date(from: date)).timeIntervalSinceNow) < 60)
            }
            #expect(try await Self.stored(bench) == ["a"])
        }
    }

    @Test func `a client that sends no more still gets its answer`() async throws {
        try await ZaloBench.run { bench in
            let lock = try await StoreLock(holding: bench.store)
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(try Self.whole("a", on: bench))
                connection.endSending()
                try await Task.sleep(for: .seconds(1))
                try await lock.end()
                #expect(try await connection.answer()?.status == 200)
                #expect(try await connection.answer() == nil)
            }
            #expect(try await Self.stored(bench) == ["a"])
        }
    }

    @Test func `a client that asks for it is answered and sees the connection close`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(try Self.whole("a", on: bench, headers: ["Connection: close"]))
                #expect(try await connection.answer()?.status == 200)
                #expect(try await connection.answer() == nil)
            }
            try await RawConnection.open(port: bench.port) { connection in
                for id in ["b", "c"] {
                    try await connection.send(try Self.whole(id, on: bench, headers: ["Connection: Keep-Alive"]))
                    #expect(try await connection.answer()?.status == 200)
                }
            }
            #expect(try await Self.stored(bench) == ["a", "b", "c"])
        }
    }

    @Test func `a refused call gets its sentence, and the connection goes on`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let (head, body) = try Self.call("a", on: bench, signature: "mac=0000")
                try await connection.send(head + body)
                let refused = try #require(try await connection.answer())
                #expect(refused.status == 401)
                #expect(refused.body.contains("The signature is wrong"))
                #expect(refused.fields["content-type"] == "text/plain; charset=utf-8")
                let unknown = try Self.whole("b", on: bench).replacing("/webhooks/zalo", with: "/webhooks/other")
                try await connection.send(unknown)
                #expect(try await connection.answer()?.status == 404)
                try await connection.send(try Self.whole("c", on: bench))
                #expect(try await connection.answer()?.status == 200)
            }
            #expect(try await Self.stored(bench) == ["c"])
        }
    }

    @Test func `what a client brought before it went away is kept`() async throws {
        try await ZaloBench.run { bench in
            let lock = try await StoreLock(holding: bench.store)
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(try Self.whole("a", on: bench))
                try await Task.sleep(for: .seconds(1))
            }
            try await lock.end()
            #expect(try await bench.wait { try await Self.stored(bench) == ["a"] })
        }
    }

    @Test func `a gateway that ends answers the call in hand first`() async throws {
        try await ZaloBench.run { bench in
            let lock = try await StoreLock(holding: bench.store)
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(try Self.whole("a", on: bench))
                try await Task.sleep(for: .seconds(1))
                await bench.stop()
                try await Task.sleep(for: .seconds(1))
                try await lock.end()
                #expect(try await connection.answer()?.status == 200)
                #expect(try await connection.answer() == nil)
            }
        }
    }

    @Test func `what is broken behind a call costs it no answer, and the connection is closed`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(try Self.whole("a", on: bench) + "no HTTP at all\r\n\r\n")
                #expect(try await connection.answer()?.status == 200)
                while let answer = try await connection.answer() { #expect(answer.status == 400) }
            }
        }
    }
}
