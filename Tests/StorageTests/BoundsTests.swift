import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What one message, one sender and one day can do at most.
@Suite struct BoundsTests {
    private static let start = StoreFixture.start
    private static let emergency = NewEscalation(reason: .emergency, unit: nil, promisedBy: nil)
    static let officer = "+84900000002"

    // MARK: times and texts

    @Test(arguments: [
        .nan, .infinity, -.infinity, 1e300, -1e300, 9.223_372_036_854_775_8e18, -1e18, 4e12, 0, 1.5, -1.5,
    ]) func `any number of seconds becomes a time in tables, and nothing ends the program`(seconds: Double) {
        let milliseconds = Date(timeIntervalSince1970: seconds).milliseconds
        // A lease or a wait of years can still be added.
        #expect(milliseconds.addingReportingOverflow(Int64.max / 4).overflow == false)
        if abs(seconds) < 4e12 { #expect(milliseconds == Int64((seconds * 1000).rounded())) }
    }

    @Test(arguments: [
        "a\u{0}b", "\u{0}", "\u{0}\u{0}đường", "kết\u{0}thúc\u{0}",
    ]) func `no text is cut at a NUL`(text: String) async throws {
        try await withStore { fixture in
            try await fixture.queue([text], id: "a")
            let out = try #require(try await fixture.claimOut().first)
            #expect(out.text == text.replacing("\u{0}", with: "\u{FFFD}"))
        }
    }

    // MARK: messages that end the program

    @Test func `a message in whose reading the program ended twice is set aside and told`() async throws {
        try await withStore { fixture in
            let poison = try await fixture.receive("vay tiền", id: "a")
            try await fixture.receive("lệ phí", from: "+84900000009", id: "b")
            for _ in 0..<2 {
                #expect(try await fixture.claim("gone").map(\.message).contains(poison))
                try await fixture.store.releaseLeases { $0 == "gone" }
                try await fixture.store.noteCrashes(of: [poison], now: Self.start)
            }
            #expect(try await fixture.claim().isEmpty)
            #expect(try await fixture.claim().map(\.text) == ["lệ phí"])
            let open = try await fixture.store.openEscalations(limit: 9)
            #expect(open.map(\.reason) == [.handlingFailed])
            #expect(open[0].detail?.contains("để riêng") == true)
            // Kept whole, for staff to read.
            #expect(try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone).count == 1)
        }
    }

    @Test func `a message that was cut off by the power, or by one crash, is tried again and answered`() async throws {
        try await withStore { fixture in
            let message = try await fixture.receive("lệ phí", id: "a")
            try await fixture.store.noteCrashes(of: [message, MessageID(99)], now: Self.start)
            for _ in 0..<(StoreLimits.cutOffAttempts - 1) {
                #expect(try await fixture.claim("gone").count == 1)
                try await fixture.store.releaseLeases { $0 == "gone" }
            }
            let turn = try #require(try await fixture.claim().first)
            #expect(try await fixture.store.commit([fixture.handled(turn)], now: Self.start) == [])
            // A message that is done is under no suspicion any more.
            try await fixture.store.noteCrashes(of: [message, message], now: Self.start)
            #expect(try await fixture.store.openEscalations(limit: 9).isEmpty)
        }
    }

    // MARK: silence

    @Test(arguments: Silence.allCases) func `why nobody is answered is kept with the message`(silence: Silence)
        async throws
    {
        try await withStore { fixture in
            let message = InboundMessage(
                channel: StoreFixture.channel, providerID: "a", sender: "VIETTEL", text: "Quy khach", sentAt: nil,
                silence: silence)
            _ = try await fixture.store.receive([.message(message)], at: Self.start)
            let turn = try #require(try await fixture.claim().first)
            #expect(turn.silence == silence)
            #expect(!turn.isWishKept)
        }
    }

    @Test func `a wish that the provider has answered is carried out at once, and taken back`() async throws {
        try await withStore { fixture in
            for (number, optsOut) in [true, false, true].enumerated() {
                let message = InboundMessage(
                    channel: StoreFixture.channel, providerID: "\(number)", sender: StoreFixture.phone, text: "END",
                    sentAt: nil, silence: .answeredByProvider, optsOut: optsOut)
                _ = try await fixture.store.receive([.message(message)], at: Self.start + number)
                let turn = try #require(try await fixture.claim(at: Self.start + number).first)
                #expect(turn.optedOut == optsOut)
                #expect(turn.isWishKept)
                _ = try await fixture.store.commit([fixture.handled(turn)], now: Self.start + number)
            }
        }
    }

    @Test(arguments: [true, false])
    func `an answer that does not reach somebody who left is no matter, but an officer's is`(isOfficer: Bool)
        async throws
    {
        try await withStore { fixture in
            try await fixture.queue(isOfficer ? [] : ["trả lời"], id: "a")
            if isOfficer {
                try await fixture.receive("hỏi", id: "b")
                let turn = try #require(try await fixture.claim().first)
                let asked = NewEscalation(reason: .askedForStaff, unit: nil, promisedBy: nil)
                _ = try await fixture.store.commit([fixture.handled(turn, escalation: asked)], now: Self.start)
                let open = try await fixture.store.openEscalations(limit: 1)
                _ = try await fixture.store.answer(escalation: open[0].id, text: "chào", by: "Minh", now: Self.start)
            }
            try await fixture.execute("UPDATE contact SET opted_out_at = 1")
            let out = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [SendResult(message: out.id, owner: "sender", outcome: .failed("21610"))], now: Self.start)
            let open = try await fixture.store.openEscalations(limit: 9)
            #expect(open.map(\.reason) == (isOfficer ? [.deliveryFailed] : []))
        }
    }

    // MARK: copies

    /// A pair of messages of one villager: seconds of the provider's time, of arrival, and the words.
    private struct Pair: Sendable {
        var sent: [Double?]
        var arrived: [Int]
        var texts: [String]
        var isCopy: Bool
    }

    @Test(arguments: [
        // The same to the letter: at once, and after hours.
        Pair(sent: [7, 7], arrived: [10, 10], texts: ["1", "1"], isCopy: true),
        Pair(sent: [7, 7], arrived: [10, 7200], texts: ["lệ phí", "lệ phí"], isCopy: true),
        Pair(sent: [7.123, 7.123], arrived: [10, 90], texts: ["lệ phí", "lệ phí"], isCopy: true),
        // After a day, another second, other words, no time, and other numbers behind the same mask.
        Pair(sent: [7, 7], arrived: [10, 90_000], texts: ["lệ phí", "lệ phí"], isCopy: false),
        Pair(sent: [7, 8], arrived: [10, 11], texts: ["1", "1"], isCopy: false),
        Pair(sent: [7, 7], arrived: [10, 10], texts: ["1", "2"], isCopy: false),
        Pair(sent: [nil, nil], arrived: [10, 10], texts: ["1", "1"], isCopy: false),
        Pair(sent: [7, nil], arrived: [10, 10], texts: ["1", "1"], isCopy: false),
        Pair(sent: [7, 7], arrived: [10, 10], texts: ["so 051199001234", "so 051199001235"], isCopy: false),
        Pair(sent: [7, 7], arrived: [10, 10], texts: ["so 051199001234", "so 051199001234"], isCopy: true),
        // A clock without seconds: a second "1" in the same minute is another answer of the villager's.
        Pair(sent: [40, 40], arrived: [41, 60], texts: ["1", "1"], isCopy: false),
        Pair(sent: [40, 40], arrived: [41, 42], texts: ["1", "1"], isCopy: true),
        // Pictures have no words to be the same.
        Pair(sent: [7, 7], arrived: [10, 10], texts: ["", ""], isCopy: false),
    ]) private func `a message that comes again under a new id is one`(_ pair: Pair) async throws {
        // A whole minute, and 20 seconds.
        let begin = Date(timeIntervalSince1970: 1_780_000_000)
        #expect(Int(begin.timeIntervalSince1970) % 60 == 40)
        try await withStore { fixture in
            var receipts: [Receipt] = []
            for index in 0..<2 {
                let message = InboundMessage(
                    channel: StoreFixture.channel, providerID: "id-\(index)", sender: StoreFixture.phone,
                    text: pair.texts[index], sentAt: pair.sent[index].map { begin.addingTimeInterval($0 - 20) })
                receipts += try await fixture.store.receive([.message(message)], at: begin + (pair.arrived[index] - 20))
            }
            #expect((receipts[1] == .duplicate) == pair.isCopy, "\(receipts)")
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == (pair.isCopy ? 1 : 2))
        }
    }

    @Test func `the same words in the same second of two villagers, or on two channels, are two messages`() async throws
    {
        try await withStore { fixture in
            let messages = [("+84900000001", "a"), ("+84900000009", "a"), ("+84900000001", "b")].map {
                InboundEvent.message(
                    InboundMessage(
                        channel: ChannelID(rawValue: $0.1), providerID: $0.0 + $0.1, sender: $0.0, text: "1",
                        sentAt: Self.start.addingTimeInterval(1)))
            }
            let receipts = try await fixture.store.receive(messages, at: Self.start + 2)
            #expect(!receipts.contains(.duplicate))
        }
    }

    // MARK: costs

    /// Sends one message from a villager of its own and commits an answer to it; how many messages were queued.
    private func ask(
        _ fixture: StoreFixture, _ number: Int, reply: String, escalation: NewEscalation? = nil, at time: Date
    ) async throws -> Int {
        let before = try await fixture.number("SELECT COUNT(*) FROM outgoing") ?? 0
        try await fixture.receive("hỏi", from: "+8491000\(1000 + number)", id: "ask-\(number)", at: time)
        let turn = try #require(try await fixture.claim(at: time).first)
        var handled = fixture.handled(turn, replies: [reply], escalation: escalation)
        handled.commune = "dak-ha"
        _ = try await fixture.store.commit([handled], now: time)
        return (try await fixture.number("SELECT COUNT(*) FROM outgoing") ?? 0) - before
    }

    @Test(arguments: [SendingPace.Unit.segments, .messages])
    func `a budget warns, ends, spares calls for help and officers, and begins anew at midnight`(
        unit: SendingPace.Unit
    ) async throws {
        try await withStore { fixture in
            fixture.settle(budget: 10, unit: unit)
            let reply = unit == .segments ? String(repeating: "a", count: 161) : "ngắn"
            let step = unit == .segments ? 2 : 1
            var queued = 0
            for number in 0..<20 {
                queued += try await ask(fixture, number, reply: reply, at: Self.start)
            }
            #expect(queued == 10 / step)
            let spending = try await fixture.store.spending(now: Self.start)
            #expect(
                spending == [
                    Spending(commune: "dak-ha", units: 10, unanswered: 20 - queued, isWarned: true, isStopped: true)
                ])
            let open = try await fixture.store.openEscalations(limit: 99)
            #expect(open.map(\.reason) == [.budget, .budget])
            #expect(open[0].detail?.contains("8 trong hạn mức 10") == true)
            #expect(try await fixture.number("SELECT COUNT(*) FROM message WHERE direction = 'in'") == 20)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation WHERE commune = 'dak-ha'") == 2)

            #expect(try await ask(fixture, 30, reply: "113", escalation: Self.emergency, at: Self.start) == 1)
            let emergency = try #require(
                try await fixture.store.openEscalations(limit: 99).first { $0.reason == .emergency })
            _ = try await fixture.store.answer(escalation: emergency.id, text: "chào", by: "Minh", now: Self.start)
            #expect(try await ask(fixture, 31, reply: reply, at: Self.start) == 0)
            // Another day, which begins at midnight in Vietnam, at 17:00 UTC.
            let day = (Self.start.timeIntervalSince1970 / 86_400).rounded(.down)
            let midnight = Date(timeIntervalSince1970: (day + 1) * 86_400 + 17 * 3600)
            #expect(midnight > Self.start)
            #expect(try await ask(fixture, 32, reply: reply, at: midnight + -1) == 0)
            #expect(try await ask(fixture, 33, reply: reply, at: midnight) == 1)
        }
    }

    @Test func `without a budget nothing is refused, and what was sent is counted all the same`() async throws {
        try await withStore { fixture async throws in
            fixture.settle(budget: 0)
            for number in 0..<5 {
                let queued = try await ask(fixture, number, reply: "ngắn", at: Self.start)
                #expect(queued == 1)
            }
            let spending = try await fixture.store.spending(now: Self.start)
            #expect(spending.map(\.units) == [5])
            #expect(try await fixture.store.openEscalations(limit: 9).isEmpty)
        }
    }

    @Test func `answers of a day are counted by villager until midnight`() async throws {
        try await withStore { fixture in
            try await fixture.receive("hỏi", id: "a")
            var handled = fixture.handled(try #require(try await fixture.claim().first))
            handled.answersToday = 7
            _ = try await fixture.store.commit([handled], now: Self.start)
            try await fixture.receive("hỏi", id: "b", at: Self.start + 1)
            #expect(try await fixture.claim(at: Self.start + 1).map(\.answersToday) == [7])
            try await fixture.receive("hỏi", from: "+84900000009", id: "c", at: Self.start + 1)
            #expect(try await fixture.claim(at: Self.start + 1).map(\.answersToday) == [0])
            #expect(try await fixture.claim("late", at: Self.start + 90_000).map(\.answersToday) == [0])
        }
    }
}
