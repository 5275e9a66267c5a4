import Conversations
import Foundation
import Simulation
import Storage
import Synchronization
import Testing

@testable import Gateway

/// Villagers who write too much, and messages that come too late, from the webhook to the answer.
@Suite(.timeLimit(.minutes(5))) struct PaceTests {
    private static let question = "dang ky ket hon can giay to gi"

    @Test func `whoever writes too much is told once, and help is still had`() async throws {
        var pace = MessagePace()
        pace.sender = SenderLimit(messages: 5, seconds: 300)
        try await GatewayBench.run(pace: pace) { bench in
            let (flooder, other) = ("+84901240001", "+84901240002")
            // A second between them, or the same words would be copies of one message.
            let begin = Date().addingTimeInterval(-20)
            for index in 0..<12 {
                let time = begin.addingTimeInterval(Double(index))
                #expect(
                    try await bench.villager(flooder).send("\(Self.question) \(index)", id: "\(index)", at: time).status
                        == 200)
            }
            try await bench.villager(flooder).send(
                "cháy nhà ở thôn 3 cứu với", id: "help", at: begin.addingTimeInterval(12))
            for index in 0..<3 {
                let time = begin.addingTimeInterval(Double(13 + index))
                try await bench.villager(flooder).send("HUY", id: "stop\(index)", at: time)
            }
            try await bench.villager(other).send(Self.question, id: "other")
            #expect(
                try await bench.wait {
                    try await bench.store.counts().pendingIncoming == 0 && bench.answers.to(other).count == 2
                        && bench.answers.to(flooder).contains { $0.text.contains("ừng gửi tin chủ động") }
                })
            let log = try await bench.store.messages(of: "sms", address: flooder)
            #expect(log.filter { $0.direction == .incoming }.count == 16)
            #expect(log.filter { $0.decision == "limited" }.count == 7)
            // The third HUY in a row is a repetition, to which nothing is answered anyway.
            #expect(log.last { $0.direction == .incoming }?.decision == "quiet")
            let told = log.filter { $0.direction == .outgoing }.compactMap(\.template)
            #expect(told.filter { $0 == "answer" }.count == 5)
            #expect(told.filter { $0 == "slow_down" }.count == 1)
            #expect(told.filter { $0 == "emergency" || $0 == "opted_out" }.count == 2)
            let reasons = try await bench.store.openEscalations(limit: 10).map(\.reason)
            #expect(reasons == [.emergency, .tooManyMessages])
        }
    }

    @Test func `after quiet minutes answers come again, and a new burst is told of anew`() async throws {
        var pace = MessagePace()
        pace.sender = SenderLimit(messages: 4, seconds: 300)
        let start = Date(timeIntervalSince1970: 1_796_094_000)
        let clock = Mutex(start)
        let gateway = try StillGateway(pace: pace) { clock.withLock { $0 } }
        defer { gateway.remove() }
        let phone = "+84901270001"
        func send(_ count: Int, at second: TimeInterval) async throws {
            clock.withLock { $0 = start.addingTimeInterval(second) }
            // No two texts are equal: those end in silence before any limit.
            for index in 0..<count {
                try await gateway.receive("xin chao \(index) \(Int(second))", from: phone, id: "\(second)-\(index)")
            }
        }
        func told() async throws -> [String: Int] {
            let log = try await gateway.assembly.store.messages(of: "sms", address: phone)
            return log.compactMap(\.template).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        try await send(9, at: 0)
        #expect(try await told() == ["greeting": 4, "privacy_notice": 1, "slow_down": 1])
        // Half of the limit stands within the time: still silent; an hour later all is calm.
        try await send(3, at: 200)
        #expect(try await told()["greeting"] == 4)
        try await send(1, at: 3600)
        #expect(try await told() == ["greeting": 5, "privacy_notice": 1, "slow_down": 1])
        try await send(5, at: 3700)
        #expect(try await told() == ["greeting": 8, "privacy_notice": 1, "slow_down": 2])
        // The first question is still open, so staff have one.
        let open = try await gateway.assembly.store.openEscalations(limit: 10)
        #expect(open.map(\.reason) == [.tooManyMessages])
        let log = try await gateway.assembly.store.messages(of: "sms", address: phone)
        #expect(log.filter { $0.direction == .incoming }.count == 18)
        #expect(log.filter { $0.decision == "limited" }.count == 10)
    }

    @Test func `a storm of many villagers is spread, in order, and all of it is answered`() async throws {
        var pace = MessagePace()
        pace.messagesPerSecond = 8
        try await GatewayBench.run(pace: pace) { bench in
            let phones = (0..<20).map { "+849012500\(10 + $0)" }
            for phone in phones { try await bench.villager(phone).send(Self.question) }
            #expect(try await bench.wait { phones.allSatisfy { bench.answers.to($0).count == 2 } })
        }
    }

    @Test func `what one second allows is filled up as time passes, and a jump gives no more than that`() {
        var pace = HandlingPace(perSecond: 10)
        let start = ContinuousClock.now
        #expect(pace.allowance(at: start) == 10)
        pace.spend(10)
        #expect(pace.allowance(at: start) == 0)
        #expect(pace.allowance(at: start + .milliseconds(250)) == 2)
        pace.spend(2)
        #expect(pace.allowance(at: start + .milliseconds(260)) == 0)
        #expect(pace.allowance(at: start + .seconds(3600)) == 10)
        var free = HandlingPace(perSecond: 0)
        free.spend(1000)
        #expect(free.allowance(at: start) == .max)
    }

    @Test func `a retry of an old answer to a menu does not choose in the new one`() async throws {
        try await GatewayBench.run { bench in
            let phone = "+84901260001"
            let villager = bench.villager(phone)
            let now = Date()
            try await villager.send("đăng ký khai sinh với đăng ký kết hôn", id: "menu", at: now)
            #expect(try await bench.wait { bench.answers.to(phone).count == 2 })
            // Three hours late: a bare number, then a whole question.
            #expect(try await villager.send("1", id: "late", at: now.addingTimeInterval(-3 * 3600)).status == 200)
            try await villager.send("lam khai tu can giay to gi", id: "whole", at: now.addingTimeInterval(-3 * 3600))
            #expect(try await bench.wait { bench.answers.to(phone).count >= 3 })
            try await villager.send("1", id: "now", at: now.addingTimeInterval(1))
            #expect(try await bench.wait { try await bench.store.counts().pendingIncoming == 0 })
            #expect(
                try await bench.wait {
                    let log = try await bench.store.messages(of: "sms", address: phone)
                    return log.filter { $0.template == "answer" || $0.template == "overview" }.count == 2
                })
            let log = try await bench.store.messages(of: "sms", address: phone)
            let received = log.filter { $0.direction == .incoming }
            #expect(received.count == 4)
            #expect(received[2].decision == "answer")
            let answers = log.filter { $0.direction == .outgoing }.map(\.text)
            #expect(answers[2].contains("khai tử") || answers[2].contains("khai tu"))
            #expect(answers[3].contains("khai sinh"))
            // The same retry once more is a copy, however late.
            #expect(try await villager.send("1", id: "late", at: now.addingTimeInterval(-3 * 3600)).status == 200)
            #expect(try await bench.store.messages(of: "sms", address: phone).count == log.count)
        }
    }
}
