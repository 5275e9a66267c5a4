import Conversations
import Foundation
import HTTPTypes
import Storage
import Testing

@testable import Channels
@testable import Gateway
@testable import Simulation

/// The modes of a channel, from the webhook to the answer.
@Suite(.timeLimit(.minutes(5))) struct UnprovenCallTests {
    private static let phone = "+84901230001"
    private static let question = "dang ky ket hon can giay to gi"

    /// A villager whose provider has another secret.
    private func stranger(_ bench: GatewayBench) -> KannelVillager {
        KannelVillager(webhook: bench.webhook, secret: "a-secret-of-nobody", phone: Self.phone, number: "8079")
    }

    @Test func `enforce refuses and keeps nothing`() async throws {
        try await GatewayBench.run { bench in
            let answer = try await stranger(bench).send(Self.question, id: "1")
            #expect(answer.status == 401)
            #expect(try await bench.store.messages(of: "sms", address: Self.phone).isEmpty)
            #expect(try await bench.store.quarantine(limit: 10).isEmpty)
        }
    }

    @Test func `quarantine sets the call aside, and a release answers the villager once`() async throws {
        try await GatewayBench.run(signatures: "quarantine") { bench in
            let sent = Date()
            for _ in 0..<2 {
                let answer = try await stranger(bench).send(Self.question, id: "1", at: sent)
                #expect(answer.status == 200 && answer.body.isEmpty)
            }
            let held = try await bench.store.quarantine(limit: 10)
            #expect(held.map(\.kind) == [.unproven])
            #expect(try await bench.store.messages(of: "sms", address: Self.phone).isEmpty)
            #expect(try await bench.store.openEscalations(limit: 10).map(\.reason) == [.unprovenCalls])

            let desk = QuarantineDesk(settings: bench.settings, store: bench.store, environment: [:])
            let number = try #require(held.first).number
            let contents = try #require(try await desk.contents(number))
            #expect(contents.method == "POST")
            #expect(contents.query.contains { $0 == ("secret", "…") })
            #expect(contents.events.contains { $0.contains("…001") && $0.contains(Self.question) })
            #expect(!"\(contents)".contains("a-secret-of-nobody"))

            guard case .done = try await desk.release(number, by: "Lan", now: Date()) else {
                Issue.record("not released")
                return
            }
            #expect(
                try await desk.release(number, by: "Minh", now: Date())
                    == .endedBefore(outcome: "released", by: "Lan"))
            #expect(try await bench.wait { bench.answers.to(Self.phone).count == 2 })
            // The provider, its secret mended, sends the message again.
            #expect(try await bench.villager(Self.phone).send(Self.question, id: "1").status == 200)
            #expect(try await bench.store.messages(of: "sms", address: Self.phone).count == 3)
            #expect(try await bench.store.openEscalations(limit: 10).isEmpty)
        }
    }

    @Test func `when too many are set aside the next is refused, and a proven call is not`() async throws {
        try await GatewayBench.run(signatures: "quarantine") { bench in
            let flood = (0..<1000).map {
                InboundEvent.unproven(UnprovenCall(channel: "sms", reason: "x", bytes: Array("\($0)".utf8)))
            }
            _ = try await bench.store.receive(flood, at: Date())
            let refused = try await stranger(bench).send(Self.question, id: "1")
            #expect(refused.status == 401)
            #expect(try await bench.villager(Self.phone).send(Self.question, id: "1").status == 200)
            #expect(try await bench.store.counts().quarantined == 1000)
        }
    }

    @Test func `a proven call passes beside the ones set aside`() async throws {
        try await GatewayBench.run(signatures: "quarantine") { bench in
            try await stranger(bench).send(Self.question, id: "1")
            try await bench.villager(Self.phone).send(Self.question, id: "2")
            #expect(try await bench.wait { bench.answers.to(Self.phone).count == 2 })
            #expect(try await bench.store.quarantine(limit: 10).count == 1)
        }
    }

    @Test func `report takes the message in and marks it`() async throws {
        try await GatewayBench.run(signatures: "report") { bench in
            #expect(try await stranger(bench).send("toi muon gap can bo", id: "1").status == 200)
            #expect(try await bench.wait { !bench.answers.to(Self.phone).isEmpty })
            let open = try await bench.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.askedForStaff])
            #expect(open.first?.lastTexts.first?.isUnproven == true)
            #expect(try await bench.store.unprovenMessages(of: "sms") == 1)
            try await bench.villager(Self.phone).send("cam on", id: "2")
            #expect(try await bench.store.unprovenMessages(of: "sms") == 1)
        }
    }

    @Test func `unreadable bytes are shown without control characters and personal numbers`() async throws {
        try await GatewayBench.run { bench in
            let bytes = Array("cccd 012345678901 \u{1B}[31m".utf8) + [0xFF]
            let receipts = try await bench.store.receive(
                [
                    .unreadable(
                        UnreadableMessage(channel: "sms", providerID: "u", sender: nil, reason: "x", bytes: bytes))
                ], at: Date())
            #expect(receipts == [.quarantined])
            let desk = QuarantineDesk(settings: bench.settings, store: bench.store, environment: [:])
            let contents = try #require(try await desk.contents(1))
            #expect(contents.method == nil && contents.bodyBytes == bytes.count)
            let shown = QuarantineText.lines(contents).joined()
            #expect(shown.contains("cccd") && !shown.contains("012345678901") && !shown.contains("\u{1B}"))
            #expect(try await desk.contents(2) == nil)
        }
    }

    @Test func `a stored call is the call again, but for headers that nobody reads`() throws {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=\"UTF-16BE\""
        headers[try #require(HTTPField.Name("X-Kannel-From"))] = "+84901234567"
        headers[.authorization] = "Basic secret"
        let request = WebhookRequest(
            method: .post, query: [("id", "1"), ("id", "2"), ("text", "a+b")], rawQuery: "id=1&id=2&text=a+b",
            headers: headers, body: [0, 0xFF, 0xD8])
        let call = StoredCall(request, headersRead: ["x-kannel-from", "X-Kannel-Coding"])
        let bytes = try #require(call.bytes)
        let again = try #require(StoredCall(bytes: bytes)?.request)
        #expect(StoredCall(again, headersRead: ["X-Kannel-From"]).bytes != nil)
        #expect(again.method == .post && again.rawQuery == request.rawQuery && again.body == request.body)
        #expect(again.query.map(\.value) == ["1", "2", "a+b"])
        #expect(again.headers.count == 2)
        #expect(again.header("X-Kannel-From") == "+84901234567")
        #expect(StoredCall(request, headersRead: ["x-kannel-from", "X-Kannel-Coding"]).bytes == bytes)
        #expect(StoredCall(bytes: [0x7B]) == nil)
    }
}
