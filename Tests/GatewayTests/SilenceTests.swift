import AsyncHTTPClient
import Content
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Gateway
@testable import Storage

/// Senders who get no answer, and villagers who were answered enough for a day.
@Suite struct SilenceTests {
    private struct Bench {
        let store: GatewayStore
        let inbox: InboxWorker
        let clock: TestClock

        func say(_ text: String, from sender: String, id: String, silence: Silence? = nil) async throws {
            let message = InboundMessage(
                channel: "sms", providerID: id, sender: sender, text: text, sentAt: nil, silence: silence)
            _ = try await store.receive([.message(message)], at: clock.now)
            while try await inbox.pass() {}
            clock.advance(60)
        }

        func templates(_ address: String) async throws -> [String] {
            try await store.messages(of: "sms", address: address).compactMap(\.template)
        }
    }

    private static func run(
        answersPerDay: Int = 60, _ test: (Bench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "silence-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try GatewayStore.open(path: folder.appending(path: "g.sqlite").path, keys: StoreKeys.random())
        let clock = TestClock()
        let content = try GatewayBench.content.get()
        let desk = try DossierDesk(
            store: store, content: content, httpClient: .shared, environment: [:], limits: GatewayLimits())
        var pace = MessagePace()
        pace.answersPerDay = answersPerDay
        let inbox = InboxWorker(
            store: store, channels: ChannelList([TestProvider("sms")]), live: LiveContent(content, desk),
            limits: GatewayLimits(), pace: pace, owner: "test", wakeUps: WakeUps(listeners: 1),
            outboxWakeUps: WakeUps(listeners: 1), now: { clock.now }, logger: GatewayBench.quietLogger)
        try await test(Bench(store: store, inbox: inbox, clock: clock))
        try store.close()
    }

    @Test(
        arguments: [
            // Phones on duty of either commune, in any spelling, and of a unit.
            ("+84900000002", nil), ("+84900000012", nil), ("0900000002", nil), ("+842600000003", nil),
            ("VIETTEL", Silence.unanswerable), ("+84901239999", .answeredByProvider), ("8079", .ourselves),
        ] as [(String, Silence?)])
    func `nobody is answered, alerted or given to staff, whatever such a sender writes`(
        sender: String, silence: Silence?
    ) async throws {
        try await Self.run { bench in
            for (number, text) in [
                "Toi dang hop, viec khan cap xin goi 113", "cháy nhà ở thôn 3 cứu với", "lam gks can gi", "HUY", "0",
                "toi muon gap can bo",
            ].enumerated() {
                try await bench.say(text, from: sender, id: "\(number)", silence: silence)
            }
            let log = try await bench.store.messages(of: "sms", address: sender)
            #expect(log.count == 6, "all are kept")
            #expect(log.allSatisfy { $0.direction == .incoming && $0.decision?.hasPrefix("silent: ") == true })
            #expect(try await bench.store.openEscalations(limit: 9).isEmpty)
            #expect(try await bench.store.counts().queuedOutgoing == 0)
        }
    }

    @Test func `an officer's phone that answers each alert by itself ends nothing in a loop`() async throws {
        try await Self.run { bench in
            try await bench.say("cháy nhà ở thôn 3 cứu với", from: "+84901239999", id: "a")
            var sent = 0
            for round in 0..<20 {
                let claimed = try await bench.store.claimOutgoing(
                    limit: 99, owner: "provider", now: bench.clock.now, lease: 60)
                sent += claimed.count
                try await bench.store.recordSending(
                    claimed.map { SendResult(message: $0.id, owner: "provider", outcome: .sent("")) },
                    now: bench.clock.now)
                for message in claimed where message.recipient == "+84900000002" {
                    try await bench.say(
                        "Toi dang ban, khan cap xin goi 113", from: message.recipient, id: "\(round)-\(message.id)")
                }
                bench.clock.advance(11)
            }
            #expect(sent <= 4, "one answer, perhaps with the privacy notice, and one alert")
        }
    }

    @Test func `beyond the answers of a day one sentence says so, and calls for help are answered still`() async throws
    {
        try await Self.run(answersPerDay: 6) { bench in
            let phone = "+84901239999"
            for number in 0..<15 {
                // Each in words of its own, or the third would be left in silence as a repetition.
                try await bench.say("lệ phí khai sinh \(number)", from: phone, id: "\(number)")
            }
            var templates = try await bench.templates(phone)
            #expect(templates.count <= 8, "\(templates)")
            #expect(templates.filter { $0 == "day_limit" }.count == 1)
            #expect(templates.last == "day_limit")
            #expect(try await bench.store.openEscalations(limit: 9).map(\.reason) == [.tooManyMessages])
            try await bench.say("cháy nhà ở thôn 3 cứu với", from: phone, id: "help")
            templates = try await bench.templates(phone)
            #expect(templates.contains("emergency"))
            // The others are served, and so is this one the day after.
            try await bench.say("lệ phí khai sinh", from: "+84901238888", id: "other")
            #expect(try await bench.templates("+84901238888").first == "answer")
            bench.clock.advance(86_400)
            try await bench.say("lệ phí khai sinh", from: phone, id: "tomorrow")
            #expect(try await bench.templates(phone).last == "answer")
        }
    }
}
