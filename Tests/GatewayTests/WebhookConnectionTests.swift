import Foundation
import Storage
import Testing

@testable import Gateway
@testable import Simulation

/// What a provider meets on one connection.
@Suite struct WebhookConnectionTests {
    /// A request that is refused without asking any channel.
    private static let lost = "GET /health HTTP/1.1\r\nHost: gateway\r\n\r\n"

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

    @Test func `requests that come at once are answered in their order`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let calls = try ["a", "b", "c"].map { try Self.whole($0, on: bench) }
                try await connection.send(calls[0] + Self.lost + calls[1] + calls[2] + Self.lost)
                var statuses: [Int] = []
                for _ in 0..<5 { statuses.append(try #require(try await connection.answer()).status) }
                #expect(statuses == [200, 404, 200, 200, 404])
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

    /// A gateway that waits for nobody.
    private static let impatient: GatewayLimits = {
        var limits = GatewayBench.limits
        limits.bodySeconds = 1
        limits.firstRequestSeconds = 1
        return limits
    }()

    @Test(arguments: ["/webhooks/sms?id=1", "/webhooks/none", "/health"])
    func `a body that drips ends its connection, wherever it goes`(path: String) async throws {
        try await GatewayBench.run(limits: Self.impatient) { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send("POST \(path) HTTP/1.1\r\nHost: g\r\nContent-Length: 9000\r\n\r\n")
                for _ in 0..<4 {
                    try? await connection.send("a")
                    try await Task.sleep(for: .milliseconds(400))
                }
                while let answer = try? await connection.answer() { #expect(answer.status >= 400) }
            }
        }
    }

    @Test func `a plain call whose body does not come is told so`() async throws {
        try await ZaloBench.run(limits: Self.impatient) { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let (head, body) = try Self.call("a", on: bench)
                try await connection.send(head + String(body.prefix(9)))
                #expect(try await connection.answer()?.status == 408)
                #expect(try await connection.answer() == nil)
            }
            try await RawConnection.open(port: bench.port) { connection in
                // The next request may come late, its body may not; whole requests meet no deadline.
                for id in ["b", "c"] {
                    try await connection.send(try Self.whole(id, on: bench))
                    #expect(try await connection.answer()?.status == 200)
                    try await Task.sleep(for: .milliseconds(1500))
                }
            }
            #expect(try await Self.stored(bench) == ["b", "c"])
        }
    }

    @Test func `a connection on which nothing begins is closed`() async throws {
        try await GatewayBench.run(limits: Self.impatient) { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send("POST /webh")
                #expect((try? await connection.answer()) == nil)
            }
        }
    }

    @Test(arguments: ["zalo", "zalo?x=1"])
    func `a client that asks for leave to send its body gets it at once`(name: String) async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let (head, body) = try Self.call("a", on: bench, headers: ["Expect: 100-continue"])
                try await connection.send(head.replacing("/webhooks/zalo", with: "/webhooks/" + name))
                #expect(try await connection.answer()?.status == 100)
                try await connection.send(body)
                #expect(try await connection.answer()?.status == 200)
                try await connection.send(Self.lost)
                #expect(try await connection.answer()?.status == 404)
            }
        }
    }

    @Test func `leave is given to those alone who wait for it`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let expecting = Self.lost.replacing("\r\n\r\n", with: "\r\nExpect: 100-continue\r\n\r\n")
                try await connection.send(expecting)
                #expect(try await connection.answer()?.status == 404)
                try await connection.send(
                    "POST /none HTTP/1.1\r\nHost: g\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n")
                #expect(try await connection.answer()?.status == 404)
                let (head, body) = try Self.call(
                    "a", on: bench, headers: ["Expect: 100-continue", "Expect: 100-Continue"])
                try await connection.send(head)
                #expect(try await connection.answer()?.status == 100)
                try await connection.send(body)
                #expect(try await connection.answer()?.status == 200)
            }
            try await RawConnection.open(port: bench.port) { connection in
                let (head, body) = try Self.call("b", on: bench, headers: ["Expect: 100-continue"])
                try await connection.send(head.replacing("HTTP/1.1", with: "HTTP/1.0") + body)
                #expect(try await connection.answer()?.status == 200)
            }
        }
    }

    @Test(arguments: [("/webhooks/zalo", 100_000, 413), ("/webhooks/none", 10, 404), ("/", 10, 404)])
    func `a client that asks for leave to send what nobody takes is refused at once`(
        path: String, length: Int, status: Int
    ) async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(
                    "POST \(path) HTTP/1.1\r\nHost: g\r\nContent-Length: \(length)\r\nExpect: 100-continue\r\n\r\n")
                #expect(try await connection.answer()?.status == status)
                #expect(try await connection.answer() == nil)
            }
        }
    }

    @Test(arguments: [true, false])
    func `whoever sends ten megabytes is told that it is too much`(isChunked: Bool) async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 10000000"
                try await connection.send("POST /webhooks/zalo HTTP/1.1\r\nHost: g\r\n\(length)\r\n\r\n")
                let piece = String(repeating: "a", count: 100_000)
                for _ in 0..<100 {
                    try? await connection.send(isChunked ? "186a0\r\n" + piece + "\r\n" : piece)
                }
                let answer = try #require(try await connection.answer())
                #expect(answer.status == 413)
                #expect(answer.body == "The body is larger than 65536 bytes.\n")
                #expect(answer.fields["connection"] == "close")
            }
        }
    }

    @Test func `a client of HTTP 1,0 sees the connection close after its answer`() async throws {
        try await ZaloBench.run { bench in
            for (request, status) in [(Self.lost, 404), (try Self.whole("a", on: bench), 200)] {
                try await RawConnection.open(port: bench.port) { connection in
                    try await connection.send(request.replacing("HTTP/1.1", with: "HTTP/1.0"))
                    #expect(try await connection.answer()?.status == status)
                    #expect(try await connection.answer() == nil)
                }
            }
            #expect(try await Self.stored(bench) == ["a"])
        }
    }

    @Test(arguments: [
        ("PUT /webhooks/zalo", 405, "POST or GET"), ("POST /webhooks/", 404, "/webhooks/ and the id of a channel"),
        ("POST /webhooks/zalo/x", 404, "/webhooks/ and the id"), ("GET http://other/webhooks/none", 404, "no channel"),
    ])
    func `what is no webhook is told where webhooks are`(request: String, status: Int, words: String) async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send(request + " HTTP/1.1\r\nHost: g\r\nContent-Length: 0\r\n\r\n")
                let answer = try #require(try await connection.answer())
                #expect(answer.status == status)
                #expect(answer.body.contains(words))
            }
        }
    }

    @Test func `whoever asks for the head alone gets no body`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                try await connection.send("HEAD /webhooks/zalo HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
                let wire = try await connection.rest()
                #expect(wire.hasPrefix("HTTP/1.1 405 "))
                #expect(wire.hasSuffix("\r\n\r\n"))
            }
        }
    }

    @Test func `the whole address of a webhook is as good as its path`() async throws {
        try await ZaloBench.run { bench in
            try await RawConnection.open(port: bench.port) { connection in
                let call = try Self.whole("a", on: bench)
                try await connection.send(
                    call.replacing("POST /webhooks/zalo ", with: "POST http://g/webhooks/z%61lo "))
                #expect(try await connection.answer()?.status == 200)
            }
            #expect(try await Self.stored(bench) == ["a"])
        }
    }
}
