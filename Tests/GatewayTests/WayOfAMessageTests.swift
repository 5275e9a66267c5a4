import AsyncHTTPClient
import Conversations
import Foundation
import NIOCore
import NIOHTTP1
import PublicServices
import Storage
import Testing
import VietnameseText

@testable import Simulation

/// The whole way of a message in one process, with real HTTP on both sides and a real store.
@Suite(.timeLimit(.minutes(5))) struct WayOfAMessageTests {
    @Test func `a question is answered, its answer reported delivered, and all of it kept`() async throws {
        try await GatewayBench.run { bench in
            let answer = try await bench.villager("+84901234567").send("lam gks cho be can giay to j")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(try await bench.wait { bench.answers.to("+84901234567").count == 2 })
            let texts = bench.answers.to("+84901234567").map(\.text)
            #expect(texts.first?.lowercased().contains("to khai") == true)
            #expect(
                try await bench.wait {
                    let log = try await bench.store.messages(of: "sms", address: "+84901234567")
                    return log.filter { $0.direction == .outgoing }.allSatisfy { $0.deliveryState == .delivered }
                })
            let log = try await bench.store.messages(of: "sms", address: "+84901234567")
            #expect(log.count == 3)
            #expect(log.first?.decision == "answer")
            #expect(log.first?.understanding?.candidates.first?.topic == "birth_registration")
        }
    }

    @Test func `the same webhook fifty times at once is one message and one answer`() async throws {
        try await GatewayBench.run { bench in
            let villager = bench.villager("+84901234568")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await villager.send("dang ky ket hon can gi", id: "same").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 50))
            #expect(try await bench.wait { bench.answers.to("+84901234568").count >= 2 })
            // A second answer would come within the workers' tick.
            try await Task.sleep(for: .seconds(2))
            let log = try await bench.store.messages(of: "sms", address: "+84901234568")
            #expect(log.filter { $0.direction == .incoming }.count == 1)
            #expect(log.filter { $0.template == "answer" }.count == 1)
            #expect(bench.answers.to("+84901234568").count == 2)
        }
    }

    @Test func `messages of one villager are answered in their order`() async throws {
        try await GatewayBench.run { bench in
            let villager = bench.villager("+84901234569")
            for text in ["khai sinh can giay to gi", "con le phi?", "the con khai tu?"] {
                try await villager.send(text)
            }
            #expect(try await bench.wait { bench.answers.to("+84901234569").count == 4 })
            let answers = bench.answers.to("+84901234569").map(\.text)
            let order = answers.compactMap { text in
                ["Giay to", "Le phi dang ky khai sinh", "Le phi dang ky khai tu"].firstIndex { text.contains($0) }
            }
            #expect(order == [0, 1, 2], "\(answers)")
        }
    }

    @Test func `a staff answer reaches the phone`() async throws {
        try await GatewayBench.run { bench in
            try await bench.villager("+84901234570").send("toi muon gap can bo")
            #expect(try await bench.wait { try await !bench.store.openEscalations(limit: 10).isEmpty })
            let open = try #require(try await bench.store.openEscalations(limit: 10).first)
            #expect(open.reason == .askedForStaff)
            _ = try await bench.store.answer(
                escalation: open.id, text: "Chào bác, mời bác lên xã sáng mai.", by: "Lan", now: Date())
            #expect(try await bench.wait { bench.answers.to("+84901234570").contains { $0.text.contains("sáng mai") } })
            #expect(try await bench.store.openEscalations(limit: 10).isEmpty)
        }
    }

    @Test func `an emergency reaches the officer on duty with the number to call back`() async throws {
        try await GatewayBench.run { bench in
            try await bench.villager("+84901234573").send("cháy nhà ở thôn 3 cứu với")
            #expect(try await bench.wait { !bench.answers.to("+84900000002").isEmpty })
            let alert = try #require(bench.answers.to("+84900000002").first)
            #expect(alert.text.contains("+84901234573") && alert.text.contains("cháy nhà ở thôn 3"))
            #expect(alert.size.segments <= 4)
            #expect(try await bench.wait { bench.answers.to("+84901234573").first?.text.contains("114") == true })
            #expect(try await bench.store.openEscalations(limit: 10).map(\.reason) == [.emergency])
        }
    }

    @Test func `a denunciation stands in the restricted list only`() async throws {
        try await GatewayBench.run { bench in
            let villager = bench.villager("+84901234574")
            try await villager.send("tôi tố cáo cán bộ A nhận tiền")
            try await villager.send("toi muon gap can bo")
            #expect(try await bench.wait { try await bench.store.openEscalations(limit: 10).count == 1 })
            let open = try await bench.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.askedForStaff])
            #expect(!open.flatMap(\.lastTexts).contains { $0.text.contains("tố cáo cán bộ A") })
            let restricted = try await bench.store.openEscalations(limit: 10, restricted: true)
            #expect(restricted.map(\.reason) == [.denunciation])
            #expect(restricted.flatMap(\.lastTexts).contains { $0.text.contains("tố cáo cán bộ A") })
        }
    }

    @Test func `what is refused is refused with a sentence, and nothing is stored`() async throws {
        try await GatewayBench.run { bench in
            let url = bench.webhook + "?secret=\(GatewayBench.secret)&id=1"
            func post(_ url: String, _ body: [UInt8]) async throws -> (Int, String) {
                var request = HTTPClientRequest(url: url)
                request.method = .POST
                request.headers.add(name: "X-Kannel-From", value: "+84901234571")
                request.body = .bytes(ByteBuffer(bytes: body))
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
                return (Int(response.status.code), String(buffer: try await response.body.collect(upTo: 4096)))
            }
            let tooLarge = try await post(url, Array(repeating: 0x61, count: 64 * 1024 + 1))
            #expect(tooLarge.0 == 413)
            let unknown = try await post("http://127.0.0.1:\(bench.port)/webhooks/other?secret=x", [0x61])
            #expect(unknown.0 == 404)
            let wrong = try await post(bench.webhook + "?secret=wrong&id=1", [0x61])
            #expect(wrong.0 == 401)
            for answer in [tooLarge, unknown, wrong] {
                #expect(answer.1.count > 20)
                #expect(!answer.1.contains(GatewayBench.secret))
            }
            #expect(try await bench.store.messages(of: "sms", address: "+84901234571").isEmpty)

            let exact = try await post(url, Array(repeating: 0x61, count: 64 * 1024))
            #expect(exact.0 == 200)
        }
    }

    @Test func `bytes that cannot be read are kept apart and told to staff`() async throws {
        try await GatewayBench.run { bench in
            var request = HTTPClientRequest(url: bench.webhook + "?secret=\(GatewayBench.secret)&id=9")
            request.method = .POST
            request.headers.add(name: "X-Kannel-From", value: "+84901234572")
            request.headers.add(name: "Content-Type", value: "application/octet-stream")
            request.body = .bytes(ByteBuffer(bytes: [0x00, 0x9F, 0x01, 0xC3]))
            for _ in 0..<2 {
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
                #expect(response.status == .ok)
            }
            let open = try await bench.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.unreadableMessage])
            #expect(try await bench.store.counts().quarantined == 1)
        }
    }

    @Test func `a report of an unknown message harms nothing`() async throws {
        try await GatewayBench.run { bench in
            let url = try #require(URL(string: bench.webhook + "?secret=\(GatewayBench.secret)&ref=999999&status=1"))
            #expect(try await LoopbackHTTP.get(url).status == 200)
        }
    }
}
