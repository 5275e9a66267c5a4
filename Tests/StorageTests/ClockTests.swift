import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct ClockTests {
    static let now = StoreFixture.start

    @Test(arguments: [-10_800, 10_800]) func `a wait lasts as long as it was meant to, wherever the clock jumps`(
        jump: Int
    )
        async throws
    {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            let message = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [SendResult(message: message.id, owner: "sender", outcome: .retry(at: Self.now + 60, reason: "busy"))],
                now: Self.now)
            try await fixture.queue(["hai"], for: "+84900000001", id: "b")
            #expect(try await fixture.claimOut().map(\.text) == ["hai"])
            try await fixture.receive("đang xử lý", from: "+84900000002", id: "c")
            #expect(try await fixture.claim().count == 1)

            let after = Self.now + jump
            try await fixture.store.clockJumped(by: TimeInterval(jump), now: after)
            // Leases still hold, so that nothing is sent or handled twice …
            #expect(try await fixture.claimOut("other", at: after + 29).isEmpty)
            #expect(try await fixture.claim("other", at: after + 29).isEmpty)
            // … and end, and so do the waits.
            #expect(try await fixture.claimOut("other", at: after + 30).map(\.text) == ["hai"])
            #expect(try await fixture.claim("other", at: after + 30).count == 1)
            #expect(try await fixture.claimOut("other", at: after + 59).isEmpty)
            #expect(try await fixture.claimOut("other", at: after + 60).map(\.text) == ["một", "hai"])
        }
    }

    @Test(arguments: [-10_800, 10_800])
    func `a picture's next try and a portal's question wait as long as they were meant to`(
        jump: Int
    )
        async throws
    {
        try await withStore { fixture in
            let picture = InboundMessage(
                channel: "sms", providerID: "a", sender: "+84900000001", text: "", sentAt: nil, kind: .image,
                attachments: [MessageAttachment(kind: .image, url: "http://127.0.0.1/a.jpg")])
            _ = try await fixture.store.receive([.message(picture)], at: Self.now)
            #expect(try await fixture.store.claimAttachments(limit: 9, now: Self.now, lease: 60).count == 1)

            try await fixture.receive("hồ sơ", from: "+84900000002", id: "b")
            let turns = try await fixture.claim()
            let asked = try #require(turns.first { $0.text == "hồ sơ" })
            var turn = fixture.handled(asked)
            turn.commune = FollowUpTests.commune
            turn.waitingQuestion = .begin(DossierLookup(code: FollowUpTests.code), givesUpAt: Self.now + 3600)
            _ = try await fixture.store.commit([turn], now: Self.now)

            let after = Self.now + jump
            try await fixture.store.clockJumped(by: TimeInterval(jump), now: after)
            #expect(try await fixture.store.claimAttachments(limit: 9, now: after + 59, lease: 60).isEmpty)
            #expect(try await fixture.store.claimAttachments(limit: 9, now: after + 60, lease: 60).count == 1)
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: after + 29, lease: 60).isEmpty)
            let due = try #require(try await fixture.store.claimFollowUps(limit: 9, now: after + 30, lease: 60).first)
            #expect(due.givesUpAt == after + 3600)
            #expect(due.askedAt == after)
        }
    }

    @Test func `what staff promised stays what the villager was told`() async throws {
        try await withStore { fixture in
            try await fixture.receive("gặp cán bộ", id: "a")
            let turn = try #require(try await fixture.claim().first)
            let promise = Self.now + 7200
            _ = try await fixture.store.commit(
                [
                    fixture.handled(
                        turn, escalation: NewEscalation(reason: .askedForStaff, unit: nil, promisedBy: promise))
                ], now: Self.now)
            try await fixture.store.clockJumped(by: -10_800, now: Self.now + -10_800)
            let open = try #require(try await fixture.store.openEscalations(limit: 1).first)
            #expect(open.promisedBy == promise)
            #expect(try await fixture.store.caseState(open.id, in: turn.conversation) == .open(promisedBy: promise))
        }
    }

    @Test func `the time is kept for the next start`() async throws {
        try await withStore { fixture in
            #expect(try await fixture.store.lastClock() == nil)
            for seconds in [5, 3] {
                try await fixture.store.noteClock(Self.now + seconds)
                #expect(try await fixture.store.lastClock() == Self.now + seconds)
            }
        }
    }
}
