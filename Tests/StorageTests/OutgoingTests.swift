import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct OutgoingTests {
    @Test func `a claim takes one message of each conversation, in order`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai"], id: "a")
            try await fixture.queue(["ba"], for: "+84900000001", id: "b")
            let first = try await fixture.claimOut()
            #expect(first.map(\.text) == ["một", "ba"])
            #expect(first.map(\.recipient) == [StoreFixture.phone, "+84900000001"])
            #expect(first.map(\.channel) == [StoreFixture.channel, StoreFixture.channel])
            #expect(first.map(\.earlierAttempts) == [0, 0])
            #expect(try await fixture.claimOut() == [])

            try await fixture.store.recordSending(
                [SendResult(message: first[0].id, owner: "sender", outcome: .sent("SM1"))],
                now: StoreFixture.start
            )
            #expect(try await fixture.deliveryState(of: first[0].id) == .sent)
            #expect(try await fixture.claimOut().map(\.text) == ["hai"])
            #expect(try await fixture.store.counts().queuedOutgoing == 2)
        }
    }

    @Test func `a retry waits for its time and holds the later message back`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai"], id: "a")
            let message = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [
                    SendResult(
                        message: message.id,
                        owner: "sender",
                        outcome: .retry(at: StoreFixture.start + 60, reason: "throttled")
                    )
                ],
                now: StoreFixture.start
            )
            #expect(try await fixture.deliveryState(of: message.id) == .queued)
            #expect(try await fixture.claimOut(at: StoreFixture.start + 59) == [])
            let again = try await fixture.claimOut(at: StoreFixture.start + 60)
            #expect(again.map(\.id) == [message.id])
            #expect(again.map(\.earlierAttempts) == [1])
        }
    }

    @Test func `a later message waits two minutes for an earlier one and no longer`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai", "ba"], id: "a")
            let first = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [
                    SendResult(
                        message: first.id,
                        owner: "sender",
                        outcome: .retry(at: StoreFixture.start + 3600, reason: "no credit")
                    )
                ],
                now: StoreFixture.start
            )
            #expect(try await fixture.claimOut(at: StoreFixture.start + 119) == [])
            #expect(try await fixture.claimOut(at: StoreFixture.start + 120).map(\.text) == ["hai"])
        }
    }

    @Test func `when the earlier one is due again it goes first, and alone`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai"], id: "a")
            #expect(try await fixture.claimOut(at: StoreFixture.start + 3600).map(\.text) == ["một"])
        }
    }

    @Test func `a lease that ran out may be sent again by another worker`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            let early = try #require(try await fixture.claimOut("first").first)
            #expect(try await fixture.claimOut("second", at: StoreFixture.start + 29) == [])
            let late = try #require(try await fixture.claimOut("second", at: StoreFixture.start + 30).first)
            #expect(late.id == early.id)
            #expect(late.earlierAttempts == 1)

            // Of the first worker only "sent" still counts: it is true whoever says it.
            for outcome in [
                SendResult.Outcome.retry(at: StoreFixture.start, reason: "x"), .failed("x"),
            ] {
                try await fixture.store.recordSending(
                    [SendResult(message: early.id, owner: "first", outcome: outcome)],
                    now: StoreFixture.start + 31
                )
                #expect(try await fixture.deliveryState(of: early.id) == .sending)
            }
            try await fixture.store.recordSending(
                [SendResult(message: early.id, owner: "first", outcome: .sent(""))],
                now: StoreFixture.start + 31
            )
            try await fixture.store.recordSending(
                [SendResult(message: early.id, owner: "second", outcome: .failed("x"))],
                now: StoreFixture.start + 32
            )
            #expect(try await fixture.deliveryState(of: early.id) == .sent)
            #expect(try await fixture.store.openEscalations(limit: 1) == [])
        }
    }

    @Test func `a message that will never go out is told to staff once`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai"], id: "a")
            for _ in 0..<2 {
                let message = try #require(try await fixture.claimOut().first)
                try await fixture.store.recordSending(
                    [SendResult(message: message.id, owner: "sender", outcome: .failed("no such number"))],
                    now: StoreFixture.start
                )
                #expect(try await fixture.deliveryState(of: message.id) == .failed)
            }
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.deliveryFailed])
            #expect(open.first?.detail == "no such number")
        }
    }

    @Test func `released messages are free at once`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            _ = try await fixture.claimOut("first")
            try await fixture.store.releaseLeases(owner: "first")
            #expect(try await fixture.claimOut("second").map(\.text) == ["một"])
        }
    }

    @Test func `a spoilt address fails alone`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            try await fixture.queue(["hai"], for: "+84900000001", id: "b")
            try await fixture.execute("UPDATE contact SET address_sealed = x'01' WHERE id = 1")
            #expect(try await fixture.claimOut().map(\.text) == ["hai"])
            #expect(try await fixture.store.openEscalations(limit: 10).map(\.reason) == [.deliveryFailed])
        }
    }
}
