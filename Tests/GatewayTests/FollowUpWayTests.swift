import AsyncHTTPClient
import Content
import Conversations
import Foundation
import PublicServices
import Simulation
import Testing

@testable import Gateway
@testable import Storage

/// A dossier portal that is slow or down, from the question to the late answer, on a real store and a set clock.
@Suite(.timeLimit(.minutes(5))) struct FollowUpWayTests {
    static let code = "000.00.53.H48-261120-0001"
    static let phone = "+84901234567"

    private struct Bench {
        let path: String
        let keys: StoreKeys
        let content: GatewayContent
        let portal: SimulatedPortal
        let clock = TestClock()

        /// One run of the gateway's parts; the next one finds only what is on the disk.
        func run(
            portalSeconds: TimeInterval = 2, _ test: (GatewayStore, InboxWorker, FollowUpWorker) async throws -> Void
        ) async throws {
            let store = try GatewayStore.open(path: path, keys: keys)
            var limits = GatewayLimits()
            // Tests share few cores: what is slow here is silent for ever.
            limits.portalSeconds = portalSeconds
            let clock = clock
            let desk = try DossierDesk(
                store: store, content: content, httpClient: .shared, environment: [:], limits: limits)
            let inbox = InboxWorker(
                store: store, channels: ChannelList([TestProvider("sms")]), live: LiveContent(content, desk),
                limits: limits, pace: MessagePace(), owner: "test", wakeUps: WakeUps(listeners: 1),
                outboxWakeUps: WakeUps(listeners: 1),
                now: { clock.now }, logger: GatewayBench.quietLogger)
            let followUps = FollowUpWorker(
                store: store, live: LiveContent(content, desk), limits: limits, outboxWakeUps: WakeUps(listeners: 1),
                now: { clock.now }, logger: GatewayBench.quietLogger)
            try await test(store, inbox, followUps)
            try store.close()
        }

        func receive(_ text: String, from sender: String = phone, id: String, _ store: GatewayStore) async throws {
            let message = InboundMessage(channel: "sms", providerID: id, sender: sender, text: text, sentAt: nil)
            _ = try await store.receive([.message(message)], at: clock.now)
        }
    }

    private static func withPortal(_ test: @escaping @Sendable (Bench) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "followup-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let portal = SimulatedPortal(
            token: "right",
            dossiers: [
                PortalDossier(
                    code: code, procedureName: "Đăng ký khai sinh", state: "9", promisedOn: nil, phone: phone)
            ])
        let (opened, open) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await portal.run(whenListening: { open.yield($0) }) }
            var ports = opened.makeAsyncIterator()
            let port = await ports.next() ?? 0
            var content = try GatewayBench.content.get()
            for (id, var commune) in content.communes {
                commune.dossiers.portal = DossierRules.Portal(url: "http://127.0.0.1:\(port)", token: "right")
                content.communes[id] = commune
            }
            let bench = Bench(
                path: folder.appending(path: "g.sqlite").path, keys: try StoreKeys.random(), content: content,
                portal: portal)
            let result: Result<Void, any Error>
            do {
                try await test(bench)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            try result.get()
        }
    }

    private static func told(_ store: GatewayStore, _ address: String = phone) async throws -> [String] {
        try await store.messages(of: "sms", address: address).filter { $0.direction == .outgoing }
            .compactMap(\.template).filter { $0 != "privacy_notice" }
    }

    @Test func `a question that the portal leaves open is answered once when it is back, over restarts`() async throws {
        try await Self.withPortal { bench in
            bench.portal.change(to: .down)
            try await bench.run { store, inbox, followUps in
                for index in 0..<3 {
                    try await bench.receive(Self.code, id: "\(index)", store)
                    while try await inbox.pass() {}
                }
                #expect(try await Self.told(store) == ["dossier_later", "dossier_later", "dossier_later"])
                #expect(try await store.openEscalations(limit: 9).isEmpty)
                bench.clock.advance(60)
                while try await followUps.pass() {}
            }
            bench.portal.change(to: .well)
            try await bench.run { store, _, _ in
                // Ended in the middle of a lookup: the lease is all that is left of it.
                bench.clock.advance(600)
                let claimed = try await store.claimFollowUps(limit: 9, now: bench.clock.now, lease: 60)
                #expect(claimed.count == 1)
            }
            try await bench.run { store, _, followUps in
                #expect(try await !followUps.pass())
                bench.clock.advance(61)
                for _ in 0..<3 { _ = try await followUps.pass() }
                bench.clock.advance(20_000)
                for _ in 0..<3 { _ = try await followUps.pass() }
                #expect(
                    try await Self.told(store) == ["dossier_later", "dossier_later", "dossier_later", "dossier_status"])
                #expect(try await store.openEscalations(limit: 9).isEmpty)
            }
        }
    }

    @Test func `a portal that stays away for hours is given up honestly, and staff have the question`() async throws {
        try await Self.withPortal { bench in
            bench.portal.change(to: .down)
            try await bench.run { store, inbox, followUps in
                try await bench.receive(Self.code, id: "a", store)
                while try await inbox.pass() {}
                for _ in 0..<60 {
                    bench.clock.advance(300)
                    _ = try await followUps.pass()
                }
                #expect(try await Self.told(store) == ["dossier_later", "dossier_given_up"])
                let open = try await store.openEscalations(limit: 9)
                #expect(open.map(\.reason) == [.dossierQuestion])
                #expect(open.first?.promisedBy != nil)
            }
        }
    }

    @Test func `a question that this gateway cannot look up is given up in time too`() async throws {
        try await Self.withPortal { bench in
            bench.portal.change(to: .down)
            try await bench.run { store, inbox, followUps in
                try await bench.receive(Self.code, id: "a", store)
                while try await inbox.pass() {}
                try await store.write(at: bench.clock.now) { _ = try $0.run("DROP TABLE dossier_attempt") }
                for _ in 0..<60 {
                    bench.clock.advance(300)
                    _ = try await followUps.pass()
                }
                #expect(try await Self.told(store) == ["dossier_later", "dossier_given_up"])
                #expect(try await store.openEscalations(limit: 9).map(\.reason) == [.dossierQuestion])
            }
        }
    }

    @Test func `an answer that is ready at night waits for the morning`() async throws {
        try await Self.withPortal { bench in
            let rules = try #require(bench.content.communes["dak-ha"]?.dossiers)
            bench.portal.change(to: .down)
            try await bench.run { store, inbox, followUps in
                // The last hour of the day in which nobody is disturbed yet.
                while !rules.isQuiet(at: bench.clock.now.addingTimeInterval(3600)) { bench.clock.advance(600) }
                try await bench.receive(Self.code, id: "a", store)
                while try await inbox.pass() {}
                bench.clock.advance(5400)
                bench.portal.change(to: .well)
                for _ in 0..<20 {
                    #expect(rules.isQuiet(at: bench.clock.now))
                    _ = try await followUps.pass()
                    bench.clock.advance(900)
                }
                #expect(try await Self.told(store) == ["dossier_later"])
                while rules.isQuiet(at: bench.clock.now) { bench.clock.advance(900) }
                bench.clock.advance(900)
                while try await followUps.pass() {}
                #expect(try await Self.told(store) == ["dossier_later", "dossier_status"])
            }
        }
    }

    @Test func `a slow portal holds no other villager`() async throws {
        try await Self.withPortal { bench in
            bench.portal.change(to: .slow(3600))
            try await bench.run(portalSeconds: 8) { store, inbox, _ in
                try await bench.receive(Self.code, id: "a", store)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await inbox.run() }
                    while bench.portal.questions == 0 { try await Task.sleep(for: .milliseconds(10)) }
                    // The portal has the question and does not answer; another villager writes now.
                    try await bench.receive("xin chào", from: "+84900000009", id: "b", store)
                    while try await Self.told(store, "+84900000009").isEmpty {
                        try await Task.sleep(for: .milliseconds(10))
                    }
                    #expect(try await Self.told(store).isEmpty)
                    while try await Self.told(store).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
                    #expect(try await Self.told(store) == ["dossier_later"])
                    group.cancelAll()
                }
            }
        }
    }
}
