import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct IncomingTests {
    @Test func `a claim takes the oldest message of each conversation`() async throws {
        try await withStore { fixture in
            let first = try await fixture.receive("một", id: "a")
            try await fixture.receive("hai", id: "b")
            let other = try await fixture.receive("ba", from: "+84900000001", id: "c")

            let turns = try await fixture.claim()
            #expect(turns.map(\.message) == [first, other])
            #expect(turns.map(\.text) == ["một", "ba"])
            #expect(turns.map(\.sender) == [StoreFixture.phone, "+84900000001"])
            #expect(turns.map(\.attempts) == [1, 1])
            #expect(turns.first?.receivedAt == StoreFixture.start)
            #expect(turns.first?.state == DialogueState())
            #expect(turns.first?.optedOut == false)
            #expect(try await fixture.claim("another") == [])
        }
    }

    @Test func `the next message of a conversation follows when the earlier one is handled`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            let second = try await fixture.receive("hai", id: "b")
            let turn = try #require(try await fixture.claim().first)
            var state = turn.state
            state.misses = 1
            state.lastTurn = StoreFixture.start
            _ = try await fixture.store.commit(
                [fixture.handled(turn, replies: ["x", "y"], state: state)],
                now: StoreFixture.start
            )

            let next = try #require(try await fixture.claim().first)
            #expect(next.message == second)
            #expect(next.state == state)
            let log = try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
            #expect(log.map(\.text) == ["một", "hai", "x", "y"])
            #expect(log.map(\.deliveryState) == [nil, nil, .queued, .queued])
            #expect(log[0].decision == "answered")
            #expect(log[0].understanding == Samples.understanding)
            #expect(log[2].template == "answer")
            #expect(log[2].facts == ["2.000635/fee"])
            #expect(log[2].author == nil)
        }
    }

    @Test func `a limit is kept and concurrent claims share nothing`() async throws {
        try await withStore { fixture in
            for index in 0..<20 {
                try await fixture.receive("chào", from: "+8490000\(1000 + index)", id: "\(index)")
            }
            #expect(try await fixture.claim("first", limit: 3).count == 3)
            let claimed = try await withThrowingTaskGroup(of: [IncomingTurn].self) { group in
                for worker in 0..<8 { group.addTask { try await fixture.claim("w\(worker)", limit: 5) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 17)
            #expect(Set(claimed.map(\.message)).count == 17)
        }
    }

    @Test func `a lease that ran out is open to another worker, and the first one comes too late`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            let early = try #require(try await fixture.claim("first").first)
            #expect(try await fixture.claim("second", at: StoreFixture.start + 29) == [])
            let late = try #require(try await fixture.claim("second", at: StoreFixture.start + 30).first)
            #expect(late.attempts == 2)

            let skipped = try await fixture.store.commit(
                [fixture.handled(early, replies: ["x"], owner: "first")],
                now: StoreFixture.start + 31
            )
            #expect(skipped == [early.message])
            #expect(try await fixture.number("SELECT COUNT(*) FROM outgoing") == 0)
            let kept = try await fixture.store.commit(
                [fixture.handled(late, replies: ["x"], owner: "second")],
                now: StoreFixture.start + 31
            )
            #expect(kept == [])
            let again = try await fixture.store.commit(
                [fixture.handled(late, replies: ["x"], owner: "second")],
                now: StoreFixture.start + 31
            )
            #expect(again == [late.message])
            #expect(try await fixture.number("SELECT COUNT(*) FROM outgoing") == 1)
        }
    }

    @Test func `the third failure hands the message to staff and frees the conversation`() async throws {
        try await withStore { fixture in
            let message = try await fixture.receive("một", id: "a")
            let next = try await fixture.receive("hai", id: "b")
            var now = StoreFixture.start
            for (attempt, rest) in [(1, 2.0), (2, 10), (3, 0)] {
                #expect(try await fixture.claim(at: now).map(\.message) == [message])
                let counted = try await fixture.store.recordHandlingFailure(
                    message,
                    owner: "worker",
                    error: "no catalogue",
                    now: now
                )
                #expect(counted == attempt)
                // A fault that passes must not use up the tries within milliseconds.
                if rest > 0 { #expect(try await fixture.claim(at: now + rest - 0.1).isEmpty) }
                now += rest
            }
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.handlingFailed])
            #expect(open.first?.detail == "no catalogue")
            #expect(try await fixture.claim(at: now).map(\.message) == [next])
        }
    }

    @Test func `a failure told by a worker without the lease changes nothing`() async throws {
        try await withStore { fixture in
            let message = try await fixture.receive("một", id: "a")
            _ = try await fixture.claim("holder")
            _ = try await fixture.store.recordHandlingFailure(
                message,
                owner: "stranger",
                error: "x",
                now: StoreFixture.start
            )
            #expect(try await fixture.claim("other") == [])
            let unknown = try await fixture.store.recordHandlingFailure(
                MessageID(999),
                owner: "stranger",
                error: "x",
                now: StoreFixture.start
            )
            #expect(unknown == 0)
        }
    }

    @Test func `a message in whose handling the program ended five times goes to staff`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            for attempt in 0..<5 {
                #expect(try await fixture.claim(at: StoreFixture.start + 60 * attempt).count == 1)
            }
            #expect(try await fixture.claim(at: StoreFixture.start + 300) == [])
            #expect(try await fixture.store.openEscalations(limit: 10).map(\.reason) == [.handlingFailed])
            #expect(try await fixture.store.counts().pendingIncoming == 0)
        }
    }

    @Test func `what was cut off is claimed alone, so that it takes no others with it`() async throws {
        try await withStore { fixture in
            for index in 0..<4 { try await fixture.receive("chào", from: "+8490000000\(index)", id: "\(index)") }
            #expect(try await fixture.claim("dead", limit: 2).count == 2)
            try await fixture.store.releaseLeases { $0 == "dead" }
            #expect(try await fixture.claim("next").map(\.attempts) == [2])
            #expect(try await fixture.claim("next").map(\.attempts) == [2])
            #expect(try await fixture.claim("next").map(\.attempts) == [1, 1])
        }
    }

    @Test func `leases of the dead are freed, those of the living stay`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            try await fixture.receive("hai", id: "b")
            #expect(try await fixture.claim("dead/1").count == 1)
            #expect(try await fixture.claimOut("alive/2").count == 1)
            try await fixture.store.releaseLeases { $0.hasPrefix("dead") }
            #expect(try await fixture.claim("next").count == 1)
            #expect(try await fixture.claimOut("next") == [])
            try await fixture.store.releaseLeases { $0.hasPrefix("alive") }
            #expect(try await fixture.claimOut("next").map(\.earlierAttempts) == [1])
        }
    }

    @Test func `a spoilt row goes to staff and stops nobody else`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            let other = try await fixture.receive("hai", from: "+84900000001", id: "b")
            try await fixture.execute("UPDATE contact SET address_sealed = x'01' WHERE id = 1")
            #expect(try await fixture.claim().map(\.message) == [other])
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.handlingFailed])
            #expect(open.map(\.addressTail) == [nil])
        }
    }

    @Test func `a state of another shape is forgotten`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            try await fixture.execute("UPDATE conversation SET state = '{\"step\":\"gone\"}'")
            #expect(try await fixture.claim().map(\.state) == [DialogueState()])
        }
    }

    @Test func `who opted out stays so until he opts in`() async throws {
        try await withStore { fixture in
            for (index, wish) in [(0, true), (1, nil), (2, true), (3, false)] as [(Int, Bool?)] {
                try await fixture.receive("STOP", id: "\(index)")
                let turn = try #require(try await fixture.claim().first)
                #expect(turn.optedOut == (index == 1 || index == 2 || index == 3))
                _ = try await fixture.store.commit(
                    [fixture.handled(turn, optedOut: wish)],
                    now: StoreFixture.start + index
                )
            }
            #expect(try await fixture.number("SELECT COUNT(opted_out_at) FROM contact") == 0)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'contact.opted_out'") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'contact.opted_in'") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'turn.handled'") == 4)
        }
    }

    @Test func `released leases are free at once and cost no attempt`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            _ = try await fixture.claim("first")
            try await fixture.store.releaseLeases(owner: "stranger")
            #expect(try await fixture.claim("second") == [])
            try await fixture.store.releaseLeases(owner: "first")
            #expect(try await fixture.claim("second").map(\.attempts) == [1])
        }
    }
}
