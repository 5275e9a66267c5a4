import AsyncHTTPClient
import Channels
import Content
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Gateway
@testable import Storage

/// What becomes of messages whose handling fails, and of the alert to the officer on duty; a set clock, no network.
@Suite struct InboxTroubleTests {
    private struct Bench {
        let store: GatewayStore
        let inbox: InboxWorker
        let clock: TestClock

        func receive(
            _ text: String, from sender: String = "+84900000001", on channel: ChannelID = "sms", id: String = "a",
            kind: MessageKind = .text
        ) async throws {
            let message = InboundMessage(
                channel: channel, providerID: id, sender: sender, text: text, sentAt: nil, kind: kind)
            _ = try await store.receive([.message(message)], at: clock.now)
        }

        /// Handles all that is due, over so many seconds.
        func work(_ seconds: Int = 60) async throws {
            for _ in 0..<seconds {
                while try await inbox.pass() {}
                clock.advance(1)
            }
        }

        /// What goes out to an address, as the provider would get it.
        func outgoing(to address: String) async throws -> [OutgoingMessage] {
            try await store.claimOutgoing(limit: 99, owner: "provider", now: clock.now, lease: 60)
                .filter { $0.recipient == address }
        }

        func templates(_ address: String, on channel: ChannelID = "sms") async throws -> [String] {
            try await store.messages(of: channel, address: address).filter { $0.direction == .outgoing }
                .compactMap(\.template)
        }
    }

    private static func run(
        _ channels: [TestProvider] = [TestProvider("sms")], content change: (inout GatewayContent) -> Void = { _ in },
        _ test: (Bench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "inbox-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try GatewayStore.open(path: folder.appending(path: "g.sqlite").path, keys: StoreKeys.random())
        let clock = TestClock()
        var content = try GatewayBench.content.get()
        change(&content)
        let desk = try DossierDesk(
            store: store, content: content, httpClient: .shared, environment: [:], limits: GatewayLimits())
        let inbox = InboxWorker(
            store: store, channels: ChannelList(channels), live: LiveContent(content, desk), limits: GatewayLimits(),
            pace: MessagePace(), owner: "test", wakeUps: WakeUps(listeners: 1), outboxWakeUps: WakeUps(listeners: 1),
            now: { clock.now }, logger: GatewayBench.quietLogger)
        try await test(Bench(store: store, inbox: inbox, clock: clock))
        try store.close()
    }

    private func expectGivenUp(_ bench: Bench, because reason: String) async throws {
        let open = try await bench.store.openEscalations(limit: 9)
        #expect(open.map(\.reason) == [.handlingFailed])
        #expect(open.first?.detail?.contains(reason) == true, "\(open.first?.detail ?? "")")
        #expect(try await bench.store.counts().pendingIncoming == 0)
    }

    @Test func `a message of a channel that is no longer configured goes to staff with its reason`() async throws {
        try await Self.run([TestProvider("other")]) { bench in
            try await bench.receive("chào")
            try await bench.work()
            try await expectGivenUp(bench, because: "channel sms is no longer configured")
        }
    }

    @Test func `a message of a commune that is no longer configured goes to staff with its reason`() async throws {
        try await Self.run(content: { $0.dialogues = Dialogues([:]) }) { bench in
            try await bench.receive("chào")
            try await bench.work()
            try await expectGivenUp(bench, because: "commune dak-ha is no longer configured")
        }
    }

    @Test func `a message whose answer cannot be stored goes to staff, and its neighbours are answered`() async throws {
        try await Self.run { bench in
            try await bench.receive("lệ phí khai sinh", id: "a")
            let spoilt = try await bench.store.messages(of: "sms", address: "+84900000001")[0].id
            try await bench.store.write(at: bench.clock.now) {
                _ = try $0.run(
                    """
                    CREATE TRIGGER spoilt BEFORE UPDATE OF decision ON message WHEN new.id = \(spoilt.number)
                    BEGIN SELECT RAISE(ABORT, 'spoilt'); END
                    """)
            }
            try await bench.receive("lệ phí khai sinh", from: "+84900000003", id: "b")
            try await bench.work()
            try await expectGivenUp(bench, because: "its answer could not be stored")
            #expect(try await bench.templates("+84900000001").isEmpty)
            #expect(try await bench.templates("+84900000003").first == "answer")
        }
    }

    @Test func `a message whose surroundings cannot be read goes to staff, and its neighbours are answered at once`()
        async throws
    {
        try await Self.run { bench in
            try await bench.store.write(at: bench.clock.now) { _ = try $0.run("DROP TABLE link_code") }
            try await bench.receive("LIEN KET", id: "a")
            try await bench.receive("lệ phí khai sinh", from: "+84900000003", id: "b")
            #expect(try await bench.inbox.pass())
            #expect(try await bench.templates("+84900000003").first == "answer")
            try await bench.work()
            try await expectGivenUp(bench, because: "what it asks about could not be read")
        }
    }

    private static let officer = "+84900000002"

    @Test(arguments: [MessageKind.text, .image])
    func `an emergency by Zalo, also beside a picture, reaches the officer's phone by SMS`(kind: MessageKind)
        async throws
    {
        try await Self.run([TestProvider("zalo", kind: .zalo), TestProvider("sms")]) { bench in
            try await bench.receive(
                "cháy nhà ở thôn 3 cứu với", from: "2512523625412515", on: "zalo", kind: kind)
            try await bench.work(2)
            #expect(try await bench.templates(Self.officer) == ["duty_alert"])
            #expect(try await bench.templates("2512523625412515", on: "zalo").first == "emergency")
            let alerts = try await bench.outgoing(to: Self.officer)
            #expect(alerts.map(\.channel) == ["sms"])
            #expect(alerts.first?.text.contains("2512523625412515") == true, "whom to answer")
        }
    }

    @Test func `an emergency in a caption names the number to call back`() async throws {
        try await Self.run { bench in
            try await bench.receive("cháy nhà ở thôn 3 cứu với", from: "+84900000009", kind: .image)
            try await bench.work(2)
            let alerts = try await bench.outgoing(to: Self.officer)
            #expect(alerts.first?.text.contains("+84900000009") == true)
        }
    }

    @Test func `without a channel to phones the emergency is with staff, and nothing fails`() async throws {
        try await Self.run([TestProvider("zalo", kind: .zalo)]) { bench in
            try await bench.receive("cháy nhà cứu với", from: "2512523625412515", on: "zalo")
            try await bench.work(2)
            #expect(try await bench.store.openEscalations(limit: 9).map(\.reason) == [.emergency])
            #expect(try await bench.store.messages(of: "zalo", address: Self.officer).isEmpty)
        }
    }
}
