import Channels
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Gateway
@testable import Storage

/// A second way out takes over by rule and gives back by rule, and staff are told of both.
@Suite struct WayOutTests {
    private static let rule = WayOut.Rule()
    private let start = ContinuousClock.now

    /// A way whose first way has failed as often as the rule says.
    private func takenOver() -> WayOut {
        var way = WayOut()
        for _ in 0..<Self.rule.failures { _ = way.note(.fails, by: .first, at: start) }
        return way
    }

    @Test func `errors in a row take over, and one that went well begins the count anew`() {
        var way = WayOut()
        #expect(way.note(.fails, by: .first, at: start) == nil)
        #expect(way.note(.fails, by: .first, at: start) == nil)
        #expect(way.note(.works(seconds: 1), by: .first, at: start) == nil)
        #expect(way.note(.fails, by: .first, at: start) == nil)
        #expect(way.note(.fails, by: .first, at: start) == nil)
        #expect(way.note(.fails, by: .first, at: start) == .tookOver(isSlow: false))
        #expect(way.next(at: start) == .second)
    }

    @Test func `a wrong account takes over at once, slow calls when there are five in a row`() {
        var barred = WayOut()
        #expect(barred.note(.isBarred, by: .first, at: start) == .tookOver(isSlow: false))
        var slow = WayOut()
        for _ in 0..<4 { #expect(slow.note(.works(seconds: 25), by: .first, at: start) == nil) }
        #expect(slow.note(.works(seconds: 1), by: .first, at: start) == nil)
        for _ in 0..<4 { #expect(slow.note(.works(seconds: 25), by: .first, at: start) == nil) }
        #expect(slow.note(.works(seconds: 20), by: .first, at: start) == .tookOver(isSlow: true))
    }

    @Test func `one message a minute tries the first way, and three that go well give it all back`() {
        var way = takenOver()
        var changes: [WayOut.Change?] = []
        for minute in 1...3 {
            let now = start + .seconds(60 * minute)
            #expect(way.next(at: now - .seconds(1)) == .second)
            #expect(way.next(at: now) == .first)
            #expect(way.next(at: now) == .second, "one message is enough")
            changes.append(way.note(.works(seconds: 1), by: .first, at: now))
        }
        #expect(changes == [nil, nil, .wentBack])
        #expect(way.next(at: start + .seconds(200)) == .first)
    }

    @Test func `a trial that fails or is slow begins the trials anew`() {
        for bad in [WayOut.Result.fails, .isBarred, .works(seconds: 30)] {
            var way = takenOver()
            for result in [
                WayOut.Result.works(seconds: 1), .works(seconds: 1), bad, .works(seconds: 1), .works(seconds: 1),
            ] {
                #expect(way.note(result, by: .first, at: start) == nil)
            }
            #expect(way.note(.works(seconds: 1), by: .first, at: start) == .wentBack)
        }
    }

    @Test func `where the second way fails too, the first is tried at once`() {
        var way = takenOver()
        #expect(way.next(at: start) == .second)
        #expect(way.note(.fails, by: .second, at: start) == nil)
        #expect(way.next(at: start) == .first)
    }

    @Test func `what began by a way that is used no more changes nothing`() {
        var way = WayOut()
        for _ in 0..<9 { #expect(way.note(.fails, by: .second, at: start) == nil) }
        #expect(way == WayOut())
    }

    private static func openReasons(_ bench: OutboxBench) async throws -> [EscalationReason] {
        try await bench.store.openEscalations(limit: 9).map(\.reason)
    }

    @Test func `a provider that fails is replaced and comes back, no answer is lost and none is sent twice`()
        async throws
    {
        let (first, second) = (TestProvider("sms", secondWay: "sms-2"), TestProvider("sms-2"))
        var rule = WayOut.Rule()
        rule.trialSeconds = 0
        try await OutboxBench.run([first, second], rule: rule) { bench in
            first.fail(DeliveryError(.retry, "does not answer"))
            for index in 0..<4 {
                try await bench.ask("+8490000000\(index)", id: "\(index)", answer: "Trả lời \(index)")
            }
            try await bench.send()
            #expect(try await Self.openReasons(bench) == [.channelBroken])
            #expect(try await bench.store.openEscalations(limit: 9).first?.detail?.contains("sms-2") == true)
            // Trials go on without a wait here, so some answers meet the first provider again and are tried once more.
            for _ in 0..<20 {
                bench.clock.advance(400)
                try await bench.send()
            }
            first.fail(nil)
            for _ in 0..<20 {
                bench.clock.advance(4000)
                try await bench.send()
            }
            for index in 4..<9 {
                try await bench.ask("+8490000000\(index)", id: "\(index)", answer: "Trả lời \(index)")
                try await bench.send()
            }
            let sent = (first.sent + second.sent).map(\.text)
            #expect(sent.sorted() == (0..<9).map { "Trả lời \($0)" })
            #expect(!first.sent.isEmpty)
            #expect(try await Self.openReasons(bench) == [])
            let states = try await bench.store.messages(of: "sms", address: "+84900000001").last
            #expect(states?.deliveryState == .sent)
        }
    }

    @Test func `without a trial all go by the second way`() async throws {
        let (first, second) = (TestProvider("sms", secondWay: "sms-2"), TestProvider("sms-2"))
        var rule = WayOut.Rule()
        // Longer than any machine takes for this test.
        rule.trialSeconds = 86_400
        try await OutboxBench.run([first, second], rule: rule) { bench in
            first.fail(DeliveryError(.account, "wrong password"))
            try await bench.ask("+84900000001", id: "a", answer: "Một")
            try await bench.send()
            bench.clock.advance(60)
            try await bench.send()
            try await bench.ask("+84900000002", id: "b", answer: "Hai")
            try await bench.send()
            #expect(second.sent.map(\.text) == ["Một", "Hai"])
            // The message stays one of its own channel, whoever carried it; a report by the other is about it.
            #expect(second.sent.allSatisfy { $0.channel == "sms" })
            bench.store.settle(
                in: StoreSurroundings(channels: [
                    "sms": ChannelFacts(commune: "dak-ha", unit: .segments, secondWay: "sms-2"),
                    "sms-2": ChannelFacts(commune: "dak-ha", unit: .segments),
                ]))
            for channel in ["sms-3", "sms-2"] as [ChannelID] {
                let report = DeliveryReport(
                    channel: channel, message: second.sent[0].id, status: .delivered, detail: "ok")
                _ = try await bench.store.receive([.deliveryReport(report)], at: bench.clock.now)
                let state = try await bench.store.messages(of: "sms", address: "+84900000001").last?.deliveryState
                #expect(state == (channel == "sms-2" ? .delivered : .sent))
            }
        }
    }
}
