import Channels
import Conversations
import Foundation
import HTTPTypes
import PublicServices
import Storage
import Synchronization
import Testing

@testable import Gateway

/// A clock that tests set.
final class TestClock: Sendable {
    private let time: Mutex<Date>
    init(_ time: Date = Date(timeIntervalSince1970: 1_796_094_000)) { self.time = Mutex(time) }
    var now: Date { time.withLock { $0 } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

/// A provider that does as the test wants.
final class TestProvider: Channel {
    let profile: ChannelProfile
    private let state = Mutex<(error: DeliveryError?, sent: [OutgoingMessage], calls: Int)>((nil, [], 0))

    init(_ id: ChannelID, kind: ChannelKind = .kannel, pace: SendingPace? = nil, secondWay: ChannelID? = nil) {
        profile = ChannelProfile(
            id: id, kind: kind, commune: "dak-ha", spelling: .asWritten, pace: pace, secondWay: secondWay)
    }

    var sent: [OutgoingMessage] { state.withLock { $0.sent } }
    var calls: Int { state.withLock { $0.calls } }
    func fail(_ error: DeliveryError?) { state.withLock { $0.error = error } }

    func verify(_ request: WebhookRequest) throws(WebhookRejection) {}
    func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] { [] }
    var acknowledgement: WebhookAnswer { WebhookAnswer(status: .ok, contentType: nil, body: "") }

    func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let error = state.withLock { state in
            state.calls += 1
            if state.error == nil { state.sent.append(message) }
            return state.error
        }
        if let error { throw error }
        return Handover("taken")
    }
}

/// A store, providers and an outbox worker on a set clock.
struct OutboxBench {
    let store: GatewayStore
    let clock: TestClock
    let worker: OutboxWorker
    let providers: [TestProvider]

    static func run(
        _ providers: [TestProvider] = [TestProvider("sms")], rule: WayOut.Rule = WayOut.Rule(),
        _ test: (OutboxBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outbox-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try GatewayStore.open(path: folder.appending(path: "g.sqlite").path, keys: StoreKeys.random())
        let clock = TestClock()
        let channels = ChannelList(providers)
        let limits = GatewayLimits()
        let worker = OutboxWorker(
            store: store, channels: channels, limits: limits, owner: "test",
            wakeUps: WakeUps(listeners: OutboxWorker.listeners(channels: channels)),
            now: { clock.now }, logger: GatewayBench.quietLogger, rule: rule)
        try await test(OutboxBench(store: store, clock: clock, worker: worker, providers: providers))
        try store.close()
    }

    /// A villager writes and is answered; the answer waits in the outbox.
    func ask(_ sender: String, on channel: ChannelID = "sms", id: String, answer: String) async throws {
        let message = InboundMessage(channel: channel, providerID: id, sender: sender, text: "chào", sentAt: nil)
        _ = try await store.receive([.message(message)], at: clock.now)
        let turns = try await store.claimIncoming(limit: 9, owner: "inbox", now: clock.now, lease: 60)
        _ = try await store.commit(
            turns.map {
                HandledTurn(
                    message: $0.message, conversation: $0.conversation, channel: $0.channel,
                    understanding: Understanding(
                        facets: [], entities: [], usedMarks: true, isFollowUp: false, wordCount: 1),
                    decision: "answer", state: $0.state, effects: [.reply(Reply(template: "answer", text: answer))],
                    owner: "inbox")
            }, now: clock.now)
    }

    /// Sends what is due, on all channels.
    func send() async throws {
        for provider in providers {
            while try await worker.pass(of: provider.profile.id, owner: "test") {}
        }
    }
}

@Suite struct OutageTests {
    @Test func `a provider that is down for an hour delays every answer, loses and repeats none, and is told once`()
        async throws
    {
        try await OutboxBench.run { bench in
            let provider = bench.providers[0]
            provider.fail(DeliveryError(.retry, "does not answer"))
            for index in 0..<3 {
                try await bench.ask("+8490000000\(index)", id: "\(index)", answer: "Trả lời \(index)")
            }
            var alarmAfter: TimeInterval?
            for minute in 0..<60 {
                if minute == 30 { try await bench.ask("+84900000000", id: "again", answer: "Trả lời nữa") }
                try await bench.send()
                let open = try await bench.store.openEscalations(limit: 9)
                if !open.isEmpty, alarmAfter == nil { alarmAfter = TimeInterval(minute * 60) }
                #expect(open.count <= 1)
                bench.clock.advance(60)
            }
            // The villager has read nothing yet; staff know since the tenth minute that the channel does not work.
            #expect(provider.sent.isEmpty)
            #expect(alarmAfter.map { (600...1800).contains($0) } == true)
            let open = try #require(try await bench.store.openEscalations(limit: 9).first)
            #expect(open.reason == .channelBroken)
            #expect(open.channel == "sms")
            #expect(try await bench.store.counts().queuedOutgoing == 4)

            provider.fail(nil)
            for _ in 0..<90 {
                try await bench.send()
                bench.clock.advance(60)
            }
            #expect(Set(provider.sent.map(\.text)) == ["Trả lời 0", "Trả lời 1", "Trả lời 2", "Trả lời nữa"])
            #expect(provider.sent.count == 4)
            #expect(try await bench.store.openEscalations(limit: 9).isEmpty)
            #expect(try await bench.store.counts().queuedOutgoing == 0)
        }
    }

    @Test func `one channel that fails slows no other`() async throws {
        try await OutboxBench.run([TestProvider("sms"), TestProvider("zalo")]) { bench in
            bench.providers[0].fail(DeliveryError(.retry, "does not answer"))
            for index in 0..<20 { try await bench.ask("+849000000\(10 + index)", id: "\(index)", answer: "SMS") }
            try await bench.ask("77", on: "zalo", id: "z", answer: "Zalo")
            #expect(try await bench.worker.pass(of: "zalo", owner: "test"))
            #expect(bench.providers[1].sent.map(\.text) == ["Zalo"])
        }
    }

    @Test func `a wrong password is told to staff at once, once, and forgotten when it is mended`() async throws {
        try await OutboxBench.run { bench in
            let provider = bench.providers[0]
            provider.fail(DeliveryError(.account, "refuses the password"))
            for index in 0..<5 { try await bench.ask("+8490000000\(index)", id: "\(index)", answer: "a") }
            for _ in 0..<10 {
                try await bench.send()
                bench.clock.advance(30)
            }
            let open = try await bench.store.openEscalations(limit: 9)
            #expect(open.map(\.reason) == [.channelBroken])
            #expect(open.map(\.detail) == ["refuses the password"])
            provider.fail(nil)
            bench.clock.advance(3600)
            try await bench.send()
            #expect(provider.sent.count == 5)
            #expect(try await bench.store.openEscalations(limit: 9).isEmpty)
        }
    }

    @Test func `a Retry-After is waited for, and when all tries are used up staff are told`() async throws {
        try await OutboxBench.run { bench in
            let provider = bench.providers[0]
            provider.fail(DeliveryError(.retry, "too many requests", retryAfter: 900))
            try await bench.ask("+84900000000", id: "a", answer: "a")
            try await bench.send()
            bench.clock.advance(899)
            try await bench.send()
            #expect(provider.calls == 1)
            bench.clock.advance(1)
            try await bench.send()
            #expect(provider.calls == 2)
            for _ in 0..<300 {
                bench.clock.advance(900)
                try await bench.send()
            }
            #expect(provider.calls == GatewayLimits().retryWaits.count + 1)
            let reasons = try await bench.store.openEscalations(limit: 9).map(\.reason)
            #expect(Set(reasons) == [.deliveryFailed, .channelBroken])
        }
    }

    @Test func `what waits for a channel that is no longer configured is told to staff`() async throws {
        try await OutboxBench.run { bench in
            try await bench.ask("+84900000000", on: "old-sms", id: "a", answer: "a")
            #expect(try await bench.worker.pass(of: "old-sms", owner: "test"))
            #expect(try await bench.store.openEscalations(limit: 9).map(\.reason) == [.deliveryFailed])
            #expect(try await bench.store.counts().queuedOutgoing == 0)
        }
    }

    @Test func `a paced channel takes from the queue what it may send, and no more`() async throws {
        let pace = SendingPace(perSecond: 20, unit: .segments)
        try await OutboxBench.run([TestProvider("sms", pace: pace), TestProvider("zalo")]) { bench in
            for index in 0..<30 { try await bench.ask("+849000000\(10 + index)", id: "\(index)", answer: "a") }
            for index in 0..<9 { try await bench.ask("\(index)", on: "zalo", id: "z\(index)", answer: "z") }
            try await bench.send()
            #expect(bench.providers[0].sent.count == 20)
            #expect(bench.providers[1].sent.count == 9)
            #expect(try await bench.store.counts().queuedOutgoing == 10)
            bench.clock.advance(0.5)
            try await bench.send()
            #expect(bench.providers[0].sent.count == 30)
        }
    }
}

@Suite struct ClockWatchTests {
    @Test(arguments: [-10_800.0, 10_800]) func `a clock set by hours neither holds nor repeats a message`(
        jump: TimeInterval
    ) async throws {
        try await OutboxBench.run { bench in
            let machine = TestClock()
            let steady = SteadyClock(machine: { machine.now }, passed: { 0 })
            let watch = ClockWatch(
                store: bench.store, clock: steady, limits: GatewayLimits(), logger: GatewayBench.quietLogger)
            // The bench's own clock stands still; what it claims holds for 120 seconds.
            try await bench.ask("+84900000000", id: "a", answer: "đang gửi")
            let now = bench.clock.now
            #expect(try await bench.store.claimOutgoing(limit: 9, owner: "x", now: now, lease: 120).count == 1)
            bench.providers[0].fail(DeliveryError(.retry, "busy", retryAfter: 60))
            try await bench.ask("+84900000001", id: "b", answer: "gửi lại sau")
            try await bench.send()
            bench.providers[0].fail(nil)

            machine.advance(jump)
            #expect(abs(steady.now.timeIntervalSince(now)) < 60)
            try await watch.look()
            #expect(abs(steady.now.timeIntervalSince(machine.now)) < 60)

            bench.clock.advance(jump)
            try await bench.send()
            #expect(bench.providers[0].sent.isEmpty)
            bench.clock.advance(70)
            try await bench.send()
            #expect(bench.providers[0].sent.map(\.text) == ["gửi lại sau"])
            bench.clock.advance(60)
            try await bench.send()
            #expect(bench.providers[0].sent.map(\.text) == ["gửi lại sau", "đang gửi"])
        }
    }

    @Test func `a clock that went back while the gateway was down holds nothing either`() async throws {
        try await OutboxBench.run { bench in
            bench.providers[0].fail(DeliveryError(.retry, "busy"))
            try await bench.ask("+84900000000", id: "a", answer: "a")
            try await bench.send()
            bench.providers[0].fail(nil)
            try await bench.store.noteClock(bench.clock.now)
            bench.clock.advance(-86_400)
            let clock = bench.clock
            let watch = ClockWatch(
                store: bench.store, clock: SteadyClock(machine: { clock.now }, passed: { 0 }), limits: GatewayLimits(),
                logger: GatewayBench.quietLogger)
            try await watch.begin()
            bench.clock.advance(10)
            try await bench.send()
            #expect(bench.providers[0].sent.map(\.text) == ["a"])
        }
    }

    @Test func `small differences are taken over without a word`() async throws {
        try await OutboxBench.run { bench in
            let machine = TestClock()
            let steady = SteadyClock(machine: { machine.now }, passed: { 0 })
            machine.advance(5)
            try await ClockWatch(
                store: bench.store, clock: steady, limits: GatewayLimits(), logger: GatewayBench.quietLogger
            ).look()
            #expect(abs(steady.lead) < 5)
            #expect(try await bench.store.lastClock() == nil)
        }
    }
}

/// A provider that keeps one villager waiting until the test lets go.
final class HangingProvider: Channel {
    let profile = ChannelProfile(id: "sms", kind: .kannel, commune: "dak-ha", spelling: .asWritten)
    private let gate = AsyncStream<Void>.makeStream()
    let slow: String

    private let begun = Mutex(0)

    init(slow: String) { self.slow = slow }

    /// How many messages were handed to it.
    var calls: Int { begun.withLock { $0 } }

    func letGo() { gate.continuation.finish() }
    func verify(_ request: WebhookRequest) throws(WebhookRejection) {}
    func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] { [] }
    var acknowledgement: WebhookAnswer { WebhookAnswer(status: .ok, contentType: nil, body: "") }

    func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        begun.withLock { $0 += 1 }
        if message.recipient == slow { for await _ in gate.stream {} }
        return Handover("taken")
    }
}

@Suite struct SlowSendTests {
    @Test(.timeLimit(.minutes(1)))
    func `what was sent is marked while another message of the claim is still being sent`() async throws {
        try await OutboxBench.run { bench in
            let provider = HangingProvider(slow: "+84900000001")
            let worker = OutboxWorker(
                store: bench.store, channels: ChannelList([provider]), limits: GatewayLimits(), owner: "test",
                wakeUps: WakeUps(listeners: 4), now: { bench.clock.now }, logger: GatewayBench.quietLogger)
            for index in 0..<3 {
                try await bench.ask("+8490000000\(index)", id: "\(index)", answer: "Trả lời")
            }
            func states() async throws -> [DeliveryState?] {
                var states: [DeliveryState?] = []
                for index in 0..<3 {
                    let messages = try await bench.store.messages(of: "sms", address: "+8490000000\(index)")
                    states.append(messages.last?.deliveryState)
                }
                return states
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                while try await states() != [.sent, .sending, .sent] { try await Task.sleep(for: .milliseconds(5)) }
                provider.letGo()
                while try await states() != [.sent, .sent, .sent] { try await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
            }
        }
    }
}
