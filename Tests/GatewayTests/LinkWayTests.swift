import AsyncHTTPClient
import Channels
import Content
import Conversations
import Foundation
import PublicServices
import Storage
import Testing

@testable import Gateway

/// One villager on Zalo and SMS, from the code to the answer that moves.
@Suite struct LinkWayTests {
    static let phone = "+84901234567"
    static let user = "2512523625412515"

    private struct Bench {
        let outbox: OutboxBench
        let inbox: InboxWorker

        var zalo: TestProvider { outbox.providers[0] }
        var sms: TestProvider { outbox.providers[1] }

        func say(_ text: String, on channel: ChannelID) async throws {
            // The next message is one of its own, also with the same words.
            outbox.clock.advance(0.001)
            let message = InboundMessage(
                channel: channel, providerID: UUID().uuidString,
                sender: channel == "zalo" ? user : phone, text: text, sentAt: outbox.clock.now)
            _ = try await outbox.store.receive([.message(message)], at: outbox.clock.now)
            while try await inbox.pass() {}
            try await outbox.send()
        }
    }

    private static func run(_ test: (Bench) async throws -> Void) async throws {
        let providers = [TestProvider("zalo"), TestProvider("sms")]
        let content = try GatewayBench.content.get()
        try await OutboxBench.run(providers) { outbox in
            let clock = outbox.clock
            let limits = GatewayLimits()
            let desk = try DossierDesk(
                store: outbox.store, content: content, httpClient: .shared, environment: [:], limits: limits)
            let inbox = InboxWorker(
                store: outbox.store, channels: ChannelList(providers), live: LiveContent(content, desk), limits: limits,
                pace: MessagePace(), owner: "inbox", wakeUps: WakeUps(listeners: 1),
                outboxWakeUps: WakeUps(listeners: 1),
                now: { clock.now }, logger: GatewayBench.quietLogger)
            try await test(Bench(outbox: outbox, inbox: inbox))
        }
    }

    /// Takes a code on Zalo and brings it by SMS.
    private static func link(_ bench: Bench) async throws {
        try await bench.say("LIÊN KẾT", on: "zalo")
        let words = try #require(bench.zalo.sent.first { $0.text.contains("LK ") }).text
        let code = try #require(words.split { !$0.isNumber }.first { $0.count == 8 })
        try await bench.say("lk \(code)", on: "sms")
        #expect(bench.sms.sent.contains { $0.text.contains("Da lien ket hai kenh") })
        #expect(bench.zalo.sent.last?.text.contains("HỦY LIÊN KẾT") == true)
    }

    @Test func `what Zalo no longer brings arrives by SMS, spelled as that phone is written to`() async throws {
        try await Self.run { bench in
            try await Self.link(bench)
            bench.zalo.fail(DeliveryError(.unreachable, "no interaction in 7 days"))
            let before = bench.sms.sent.count
            try await bench.say("đăng ký kết hôn cần giấy tờ gì", on: "zalo")
            let arrived = bench.sms.sent.dropFirst(before)
            #expect(arrived.map(\.recipient) == [Self.phone])
            #expect(arrived.first?.text.contains("To khai") == true)
            #expect(try await bench.outbox.store.openEscalations(limit: 9).isEmpty)
        }
    }

    @Test func `after HỦY LIÊN KẾT staff are told instead`() async throws {
        try await Self.run { bench in
            try await Self.link(bench)
            try await bench.say("huy lien ket", on: "sms")
            bench.zalo.fail(DeliveryError(.unreachable, "blocked"))
            let before = bench.sms.sent.count
            try await bench.say("đăng ký kết hôn cần giấy tờ gì", on: "zalo")
            #expect(bench.sms.sent.count == before)
            #expect(try await bench.outbox.store.openEscalations(limit: 9).map(\.reason) == [.deliveryFailed])
        }
    }
}
