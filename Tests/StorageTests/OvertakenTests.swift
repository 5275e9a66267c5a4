import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct OvertakenTests {
    private func event(_ id: String, sentAt: Int?, from sender: String = StoreFixture.phone) -> InboundEvent {
        .message(
            InboundMessage(
                channel: StoreFixture.channel, providerID: id, sender: sender, text: id,
                sentAt: sentAt.map { StoreFixture.start + $0 }))
    }

    /// Takes in messages in this order, each handled before the next, and says which were overtaken.
    private func overtaken(_ times: [(sent: Int?, arrived: Int)]) async throws -> [Bool] {
        try await ofEachStore { fixture in
            var result: [Bool] = []
            for (index, time) in times.enumerated() {
                let now = StoreFixture.start + time.arrived
                _ = try await fixture.store.receive([event("\(index)", sentAt: time.sent)], at: now)
                let turn = try #require(try await fixture.claim(at: now).first)
                result.append(turn.isOvertaken)
                var handled = fixture.handled(turn)
                handled.leavesState = turn.isOvertaken
                _ = try await fixture.store.commit([handled], now: now)
            }
            return result
        }
    }

    @Test(
        arguments: [
            // In order; a retry three hours late; the next one is in order again.
            ([(0, 0), (60, 60), (-10_800, 61), (62, 62)], [false, false, true, false]),
            // Equal seconds, and a second of difference between the provider's machines, keep the order of arrival.
            ([(5, 6), (5, 6), (4, 7), (3, 8)], [false, false, false, true]),
            // A provider whose clock is an hour behind or ahead is held against itself.
            ([(-3600, 0), (-3540, 60), (-3570, 61)], [false, false, true]),
            ([(3600, 0), (3660, 60), (-7200, 61)], [false, false, true]),
            // A provider that was an hour ahead and mended its clock sends nothing old.
            ([(3600, 0), (60, 60), (120, 120)], [false, false, false]),
            // Our own clock going back an hour makes nobody late.
            ([(0, 0), (60, -3540), (120, -3480)], [false, false, false]),
            // Without the provider's time the arrival counts.
            ([(nil, 0), (nil, 60), (0, 61), (nil, 62)], [false, false, false, false]),
        ] as [([(Int?, Int)], [Bool])])
    func `a message is overtaken by the provider's clock alone`(times: [(Int?, Int)], expected: [Bool]) async throws {
        #expect(try await overtaken(times.map { (sent: $0.0, arrived: $0.1) }) == expected)
    }

    @Test func `an overtaken turn leaves state and time as they are, and is answered`() async throws {
        try await withStore { fixture in
            let now = StoreFixture.start + 100
            _ = try await fixture.store.receive([event("new", sentAt: 90)], at: now)
            var turn = try #require(try await fixture.claim(at: now).first)
            var state = DialogueState()
            state.topic = "birth_registration"
            _ = try await fixture.store.commit([fixture.handled(turn, state: state)], now: now)

            _ = try await fixture.store.receive([event("old", sentAt: -9000)], at: now)
            turn = try #require(try await fixture.claim(at: now).first)
            #expect(turn.isOvertaken)
            #expect(turn.sentAt == StoreFixture.start + -9000)
            var other = DialogueState()
            other.topic = "death_registration"
            var handled = fixture.handled(turn, replies: ["x"], state: other)
            handled.leavesState = true
            _ = try await fixture.store.commit([handled], now: now)
            #expect(try await fixture.claimOut(at: now).map(\.text) == ["x"])

            _ = try await fixture.store.receive([event("next", sentAt: 95)], at: now)
            turn = try #require(try await fixture.claim(at: now).first)
            #expect(!turn.isOvertaken)
            #expect(turn.state == state)
        }
    }

    @Test func `another villager's time is of no matter`() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.receive([event("a", sentAt: 1000)], at: StoreFixture.start + 1000)
            let turn = try #require(try await fixture.claim(at: StoreFixture.start + 1000).first)
            _ = try await fixture.store.commit([fixture.handled(turn)], now: StoreFixture.start + 1000)
            _ = try await fixture.store.receive(
                [event("b", sentAt: 0, from: "+84900000001")], at: StoreFixture.start + 1001)
            #expect(try await fixture.claim(at: StoreFixture.start + 1001).map(\.isOvertaken) == [false])
        }
    }
}
