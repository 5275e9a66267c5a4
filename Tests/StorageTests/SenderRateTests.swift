import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct SenderRateTests {
    private static let limit = SenderLimit(messages: 4, seconds: 60)

    /// Receives and handles one message; gives the rate that it was claimed with.
    private func rate(_ fixture: StoreFixture, _ id: String, at second: Int) async throws -> SenderRate {
        let now = StoreFixture.start + second
        try await fixture.receive("chào", id: id, at: now)
        let turns = try await fixture.store.claimIncoming(
            limit: 10, owner: "worker", now: now, lease: 30, senderLimit: Self.limit)
        let turn = try #require(turns.first)
        var handled = fixture.handled(turn)
        handled.leavesState = turn.rate.isOver
        handled.burst = turn.rate == .burstBegins ? .begins : turn.rate == .calmAgain ? .ends : nil
        #expect(try await fixture.store.commit([handled], now: now) == [])
        return turn.rate
    }

    private func rates(_ seconds: [Int]) async throws -> [SenderRate] {
        try await ofEachStore { fixture in
            var rates: [SenderRate] = []
            for (index, second) in seconds.enumerated() {
                rates.append(try await rate(fixture, "\(index)", at: second))
            }
            return rates
        }
    }

    @Test func `the limit itself is calm, one more begins a burst, and the burst begins once`() async throws {
        #expect(
            try await rates([0, 1, 2, 3, 4, 5, 6]) == [.calm, .calm, .calm, .calm, .burstBegins, .burst, .burst])
    }

    @Test func `a villager just within the limit is never in a burst`() async throws {
        #expect(try await rates((0..<20).map { $0 * 15 }).allSatisfy { $0 == .calm })
    }

    @Test func `a burst ends when half of the limit came within its time, and not before`() async throws {
        // At one message every 20 seconds three stand within a minute: over the half, so it goes on.
        let steady = try await rates([0, 1, 2, 3, 4, 24, 44, 64, 84, 104])
        #expect(steady.suffix(6) == [.burstBegins, .burst, .burst, .burst, .burst, .burst])
        // At one every 40 seconds it ends, and a later burst is a new one.
        #expect(
            try await rates([0, 1, 2, 3, 4, 44, 84, 124, 125, 126, 127]).suffix(6)
                == [.burst, .calmAgain, .calm, .calm, .calm, .burstBegins])
    }

    @Test func `arrivals from a clock that was ahead do not count`() async throws {
        #expect(try await rates([7200, 7201, 7202, 7203, 0, 1]).suffix(2) == [.calm, .calm])
    }

    @Test func `a burst of one villager is none of another`() async throws {
        try await withStore { fixture in
            for index in 0..<6 { _ = try await rate(fixture, "\(index)", at: index) }
            try await fixture.receive("chào", from: "+84900000001", id: "other", at: StoreFixture.start + 6)
            let turns = try await fixture.store.claimIncoming(
                limit: 10, owner: "worker", now: StoreFixture.start + 6, lease: 30, senderLimit: Self.limit)
            #expect(turns.map(\.rate) == [.calm])
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == 7)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'conversation.burst'") == 1)
        }
    }
}
