import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct PaceTests {
    static let pace = SendingPace(perSecond: 2, unit: .segments)

    /// Queues one answer for each of so many villagers.
    private func queue(_ count: Int, of text: String = "Chào", in fixture: StoreFixture) async throws {
        for index in 0..<count {
            try await fixture.queue([text], for: "+8490000\(1000 + index)", id: "m\(index)")
        }
    }

    private func claim(
        _ fixture: StoreFixture, at seconds: TimeInterval, pace: SendingPace? = pace
    ) async throws -> [OutgoingMessage] {
        try await fixture.store.claimOutgoing(
            limit: 8, owner: "sender", now: StoreFixture.start.addingTimeInterval(seconds), lease: 3000,
            of: StoreFixture.channel, pace: pace)
    }

    @Test func `a channel sends as many segments in each second as it may, and the rest stays in the queue`()
        async throws
    {
        try await withStore { fixture in
            try await queue(7, in: fixture)
            let first = try await claim(fixture, at: 0)
            #expect(first.map(\.wait) == [0, 0.5])
            #expect(try await claim(fixture, at: 0).isEmpty)
            #expect(try await fixture.store.counts().queuedOutgoing == 7)
            #expect(try await fixture.number("SELECT COUNT(*) FROM outgoing WHERE state = 'queued'") == 5)
            #expect(try await claim(fixture, at: 0.6).map(\.wait).map { ($0 * 10).rounded() } == [4, 9])
            #expect(try await claim(fixture, at: 10).map(\.wait) == [0, 0.5])
            #expect(try await claim(fixture, at: 60).map(\.wait) == [0])
        }
    }

    @Test func `a long message is paid for by those behind it`() async throws {
        try await withStore { fixture in
            try await queue(2, of: String(repeating: "ạ", count: 500), in: fixture)
            let segments = Self.pace.cost(of: String(repeating: "ạ", count: 500))
            #expect(segments == 8)
            #expect(try await claim(fixture, at: 0).count == 1)
            #expect(try await claim(fixture, at: 2.9).isEmpty)
            #expect(try await claim(fixture, at: 3.1).first.map { ($0.wait * 10).rounded() } == 9)
        }
    }

    @Test func `the pace is kept by all processes and over a restart`() async throws {
        try await withStore { fixture in
            try await queue(4, in: fixture)
            #expect(try await claim(fixture, at: 0).count == 2)
            let other = try fixture.openAgain()
            let claimed = try await other.claimOutgoing(
                limit: 8, owner: "other", now: StoreFixture.start, lease: 30, of: StoreFixture.channel, pace: Self.pace)
            #expect(claimed.isEmpty)
            try other.close()
        }
    }

    @Test func `a paced channel slows no other one`() async throws {
        try await withStore { fixture in
            try await queue(3, in: fixture)
            _ = try await fixture.store.receive(
                [
                    .message(
                        InboundMessage(channel: "zalo", providerID: "z", sender: "1", text: "chào", sentAt: nil))
                ], at: StoreFixture.start)
            let turns = try await fixture.claim()
            _ = try await fixture.store.commit(
                turns.map { fixture.handled($0, replies: ["Chào"]) }, now: StoreFixture.start)
            #expect(try await claim(fixture, at: 0).count == 2)
            #expect(try await claim(fixture, at: 0).isEmpty)
            let zalo = try await fixture.store.claimOutgoing(
                limit: 8, owner: "zalo", now: StoreFixture.start, lease: 30, of: "zalo")
            #expect(zalo.map(\.recipient) == ["1"])
            #expect(try await fixture.store.channelsWithOutgoing() == [StoreFixture.channel, "zalo"])
        }
    }

    @Test func `a clock that went back does not stop the channel`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], for: "+84900000001", id: "a", at: StoreFixture.start + 10_800)
            #expect(try await claim(fixture, at: 10_800).count == 1)
            try await queue(2, in: fixture)
            #expect(try await claim(fixture, at: 0).map(\.wait) == [0.5])
        }
    }

    @Test func `an emergency goes before all that waits`() async throws {
        try await withStore { fixture in
            try await queue(5, in: fixture)
            try await fixture.receive("cháy nhà", from: "+84911111111", id: "fire")
            let turn = try #require(try await fixture.claim().first)
            var handled = fixture.handled(
                turn, replies: ["Gọi 114"],
                escalation: NewEscalation(reason: .emergency, unit: nil, promisedBy: nil))
            handled.alert = DutyAlert(phone: "+84922222222", text: "KHẨN CẤP")
            _ = try await fixture.store.commit([handled], now: StoreFixture.start)
            #expect(try await claim(fixture, at: 0).map(\.text) == ["Gọi 114", "KHẨN CẤP"])
        }
    }
}
