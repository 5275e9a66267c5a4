import Conversations
import Foundation
import Testing

@testable import Storage

/// One villager on two channels: how it is proved, and what goes out where.
@Suite struct SwitchingTests {
    static let user = "2512523625412515"
    static let now = StoreFixture.start

    /// A message of the villager by SMS or on Zalo, claimed and left open.
    private func turn(
        _ fixture: StoreFixture, on channel: ChannelID, id: String, from sender: String? = nil
    ) async throws -> IncomingTurn {
        let sender = sender ?? (channel == "zalo" ? Self.user : StoreFixture.phone)
        let message = InboundMessage(channel: channel, providerID: id, sender: sender, text: "chào", sentAt: nil)
        _ = try await fixture.store.receive([.message(message)], at: Self.now)
        return try #require(try await fixture.claim().first { $0.channel == channel })
    }

    private func end(
        _ turn: IncomingTurn, in fixture: StoreFixture, replies: [String] = [], spelling: Spelling = .marked
    ) async throws {
        var state = turn.state
        state.spelling = spelling
        _ = try await fixture.store.commit([fixture.handled(turn, replies: replies, state: state)], now: Self.now)
    }

    /// Takes a code on Zalo and brings it by SMS.
    private func link(_ fixture: StoreFixture, spelling: Spelling = .marked) async throws -> (
        IncomingTurn, IncomingTurn
    ) {
        let zalo = try await turn(fixture, on: "zalo", id: "z")
        let sms = try await turn(fixture, on: StoreFixture.channel, id: "s")
        guard case .code(let code) = try await fixture.store.makeLinkCode(for: zalo.conversation, now: Self.now) else {
            throw FixtureError(words: "no code")
        }
        let outcome = try await fixture.store.link(sms.conversation, by: code, in: sms.message, now: Self.now)
        #expect(outcome == .linked)
        try await end(zalo, in: fixture, spelling: .marked)
        try await end(sms, in: fixture, spelling: spelling)
        return (zalo, sms)
    }

    /// Queues an answer on Zalo and ends its sending.
    @discardableResult
    private func fail(
        _ outcome: SendResult.Outcome, of text: String = "Lệ phí 8.000 đồng", in fixture: StoreFixture
    ) async throws -> OutgoingMessage {
        try await end(try await turn(fixture, on: "zalo", id: UUID().uuidString), in: fixture, replies: [text])
        let message = try #require(try await fixture.claimOut().first)
        #expect(message.channel == "zalo")
        try await fixture.store.recordSending(
            [SendResult(message: message.id, owner: "sender", outcome: outcome)], now: Self.now)
        return message
    }

    @Test func `a message that Zalo does not bring goes out by SMS, once`() async throws {
        try await withStore { fixture in
            _ = try await link(fixture)
            let message = try await fail(.unreachable("7 days"), in: fixture)
            // Said again, by a report or by a worker that comes late, it changes nothing.
            _ = try await fixture.report(.failed, of: message.id, channel: "zalo")
            try await fixture.store.recordSending(
                [SendResult(message: message.id, owner: "sender", outcome: .unreachable("7 days"))], now: Self.now)
            let sent = try await fixture.claimOut()
            #expect(sent.map(\.channel) == [StoreFixture.channel])
            #expect(sent.map(\.recipient) == [StoreFixture.phone])
            #expect(sent.map(\.text) == ["Lệ phí 8.000 đồng"])
            #expect(try await fixture.store.openEscalations(limit: 9).isEmpty)
            #expect(
                try await fixture.number(
                    """
                    SELECT COUNT(*) FROM outgoing JOIN outgoing AS old ON old.message_id = outgoing.switched_from
                    WHERE old.state = 'failed'
                    """) == 1)
        }
    }

    @Test func `it is spelled as the villager reads on that channel`() async throws {
        try await withStore { fixture in
            _ = try await link(fixture, spelling: .unmarked)
            try await fail(.unreachable("blocked"), in: fixture)
            #expect(try await fixture.claimOut().map(\.text) == ["Le phi 8.000 dong"])
        }
    }

    @Test func `a failure on the second channel too is told to staff, and goes nowhere else`() async throws {
        try await withStore { fixture in
            _ = try await link(fixture)
            try await fail(.unreachable("blocked"), in: fixture)
            let second = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [SendResult(message: second.id, owner: "sender", outcome: .unreachable("dead number"))], now: Self.now)
            #expect(try await fixture.claimOut().isEmpty)
            #expect(try await fixture.store.openEscalations(limit: 9).map(\.detail) == ["dead number"])
        }
    }

    @Test func `a number that an operator reports dead is answered on Zalo`() async throws {
        try await withStore { fixture in
            _ = try await link(fixture)
            try await end(
                try await turn(fixture, on: StoreFixture.channel, id: "q"), in: fixture, replies: ["Chào bác"])
            let message = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [SendResult(message: message.id, owner: "sender", outcome: .sent(""))], now: Self.now)
            for _ in 0..<2 { _ = try await fixture.report(.failed, of: message.id) }
            #expect(try await fixture.claimOut().map(\.recipient) == [Self.user])
            #expect(try await fixture.claimOut().isEmpty)
        }
    }

    @Test func `without a second channel, or where it is not wanted, staff are told`() async throws {
        try await withStore { fixture in
            let (_, sms) = try await link(fixture)
            try await fixture.receive("HUY", id: "stop")
            let stop = try #require(try await fixture.claim().first)
            _ = try await fixture.store.commit([fixture.handled(stop, optedOut: true)], now: Self.now)
            try await fail(.unreachable("blocked"), in: fixture)
            #expect(try await fixture.claimOut().isEmpty)
            #expect(try await fixture.store.openEscalations(limit: 9).map(\.reason) == [.deliveryFailed])

            #expect(try await fixture.store.unlink(sms.conversation, now: Self.now) == .ended)
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact_link") == 0)
        }
    }

    @Test func `a text that is at fault itself is not tried elsewhere`() async throws {
        try await withStore { fixture in
            _ = try await link(fixture)
            try await fail(.failed("content violation"), in: fixture)
            #expect(try await fixture.claimOut().isEmpty)
            #expect(try await fixture.store.openEscalations(limit: 9).map(\.detail) == ["content violation"])
        }
    }

    @Test func `a code is good once, for a quarter of an hour, on another channel, and the same message links once`()
        async throws
    {
        try await withStore { fixture in
            let zalo = try await turn(fixture, on: "zalo", id: "z")
            let friend = try await turn(fixture, on: "zalo", id: "f", from: "77")
            let sms = try await turn(fixture, on: StoreFixture.channel, id: "s")
            let store = fixture.store
            guard case .code(let old) = try await store.makeLinkCode(for: zalo.conversation, now: Self.now),
                case .code(let code) = try await store.makeLinkCode(for: zalo.conversation, now: Self.now)
            else { throw FixtureError(words: "no code") }
            #expect(code.count == 8 && code.allSatisfy(\.isNumber))
            let late = Self.now + 901
            #expect(try await store.link(sms.conversation, by: old, in: sms.message, now: Self.now) == .refused)
            #expect(try await store.link(sms.conversation, by: code, in: sms.message, now: late) == .refused)
            #expect(try await store.link(friend.conversation, by: code, in: friend.message, now: Self.now) == .refused)
            for _ in 0..<2 {
                #expect(try await store.link(sms.conversation, by: code, in: sms.message, now: Self.now) == .linked)
            }
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact_link") == 2)
            let again = try await turn(fixture, on: StoreFixture.channel, id: "s2", from: "+84900000009")
            #expect(try await store.link(again.conversation, by: code, in: again.message, now: Self.now) == .refused)
            // The code stands nowhere in the clear but in the message that carries it.
            #expect(
                try await fixture.store.engine.read { connection in
                    try connection.all("SELECT code_index FROM link_code") { try $0.next() as Data }
                        .allSatisfy { $0.range(of: Data(code.utf8)) == nil }
                })
        }
    }

    @Test func `who sends too many wrong codes is refused the right one`() async throws {
        try await withStore { fixture in
            let zalo = try await turn(fixture, on: "zalo", id: "z")
            guard case .code(let code) = try await fixture.store.makeLinkCode(for: zalo.conversation, now: Self.now)
            else { throw FixtureError(words: "no code") }
            for index in 0...StoreLimits.linkTries {
                let sms = try await turn(fixture, on: StoreFixture.channel, id: "s\(index)")
                let given = index < StoreLimits.linkTries ? "0" : code
                let outcome = try await fixture.store.link(
                    sms.conversation, by: given, in: sms.message, now: Self.now)
                #expect(outcome == .refused)
                try await end(sms, in: fixture)
            }
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact_link") == 0)
        }
    }

    @Test func `a new link takes the place of the old ones of both sides, and both channels are told`() async throws {
        try await withStore { fixture in
            let (_, sms) = try await link(fixture)
            let other = try await turn(fixture, on: "zalo", id: "o", from: "77")
            guard case .code(let code) = try await fixture.store.makeLinkCode(for: sms.conversation, now: Self.now)
            else { throw FixtureError(words: "no code") }
            #expect(
                try await fixture.store.link(other.conversation, by: code, in: other.message, now: Self.now) == .linked)
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact_link") == 2)
            var handled = fixture.handled(other, replies: ["Đã liên kết"])
            handled.linkNotice = Reply(template: "link_notice", text: "Nếu không phải tự mình làm")
            _ = try await fixture.store.commit([handled], now: Self.now)
            let told = try await fixture.claimOut().map { [$0.recipient, $0.text] }
            #expect(
                Set(told) == [["77", "Đã liên kết"], [StoreFixture.phone, "Nếu không phải tự mình làm"]])
        }
    }
}
