import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct AccountEventTests {
    private static let user = "2512523625412515"

    private func staff(_ text: String, id: String, officer: String?) -> InboundEvent {
        .staffMessage(
            StaffMessage(
                channel: StoreFixture.channel, providerID: id, recipient: StoreFixture.phone, text: text, kind: .text,
                author: officer.map { "zalo:\($0)" }))
    }

    private func report(_ reference: String, _ status: DeliveryReport.Status) -> InboundEvent {
        .deliveryReport(
            DeliveryReport(channel: StoreFixture.channel, reference: reference, status: status, detail: "x"))
    }

    private func sent(_ fixture: StoreFixture, reference: String) async throws -> MessageID {
        let message = try #require(try await fixture.claimOut().first).id
        try await fixture.store.recordSending(
            [SendResult(message: message, owner: "sender", outcome: .sent("ok", reference: reference))],
            now: StoreFixture.start)
        return message
    }

    @Test func `a receipt by the provider's id finds its message, also when it comes before our own record`()
        async throws
    {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai"], id: "a")
            // The receipt overtakes the answer of the call.
            #expect(
                try await fixture.store.receive([report("p1", .delivered)], at: StoreFixture.start)
                    == [.report(applied: false)])
            let first = try await sent(fixture, reference: "p1")
            #expect(try await fixture.deliveryState(of: first) == .delivered)
            let second = try await sent(fixture, reference: "p2")
            #expect(try await fixture.deliveryState(of: second) == .sent)
            #expect(
                try await fixture.store.receive(
                    [report("p2", .seen), report("p2", .delivered), report("p9", .seen)], at: StoreFixture.start)
                    == [.report(applied: true), .report(applied: false), .report(applied: false)])
            #expect(try await fixture.deliveryState(of: second) == .delivered)
            #expect(try await fixture.number("SELECT COUNT(*) FROM delivery_report WHERE message_id = 0") == 1)
        }
    }

    @Test func `an officer's own message ends the open questions, but not a request for erasure`() async throws {
        try await withStore { fixture in
            for (id, reason) in [("a", EscalationReason.feedback), ("b", .attachment), ("c", .erasureRequest)] {
                try await fixture.receive("chào", id: id)
                let turn = try #require(try await fixture.claim().first)
                let escalation = NewEscalation(reason: reason, unit: nil, promisedBy: nil)
                _ = try await fixture.store.commit(
                    [fixture.handled(turn, escalation: escalation)], now: StoreFixture.start)
            }
            let receipts = try await fixture.store.receive(
                [
                    staff("Chào bác", id: "s1", officer: "77"), staff("Chào bác", id: "s1", officer: "77"),
                    staff("tự động", id: "s2", officer: nil),
                ], at: StoreFixture.start)
            guard case .staffMessage = receipts[0] else {
                Issue.record("got \(receipts)")
                return
            }
            #expect(receipts[1] == .duplicate)
            #expect(receipts[2] == .ignored("sent by a program"))
            #expect(try await fixture.store.openEscalations(limit: 10).map(\.reason) == [.erasureRequest])
            let log = try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
            #expect(log.last?.author == "zalo:77")
            #expect(log.last?.deliveryState == .sent)
            #expect(log.last?.reference == "s1")
            #expect(try await fixture.claimOut() == [])
        }
    }

    @Test(arguments: [false, true])
    func `an officer's own message leaves what is restricted to those with the right`(isFirst: Bool) async throws {
        try await withStore { fixture in
            var reasons = [EscalationReason.feedback, .denunciation]
            if isFirst { reasons.reverse() }
            for reason in reasons {
                try await fixture.receive("chào", id: "m-\(reason.rawValue)")
                let turn = try #require(try await fixture.claim().first)
                let escalation = NewEscalation(reason: reason, unit: nil, promisedBy: nil)
                _ = try await fixture.store.commit(
                    [fixture.handled(turn, escalation: escalation)], now: StoreFixture.start)
            }
            _ = try await fixture.store.receive(
                [staff("Chào bác", id: "s1", officer: "77")], at: StoreFixture.start + 60)
            let restricted = try await fixture.store.openEscalations(limit: 10, restricted: true)
            #expect(restricted.map(\.reason) == [.denunciation])
            #expect(try await fixture.store.openEscalations(limit: 10).isEmpty)
            let id = try #require(restricted.first).id
            _ = try await fixture.store.answer(
                escalation: id, text: "Đã nhận đơn", by: "Thanh tra", restricted: true, now: StoreFixture.start + 90)
            #expect(try await fixture.store.openEscalations(limit: 10, restricted: true).isEmpty)
        }
    }

    @Test func `whether somebody follows is known whatever the order of the events`() async throws {
        try await withStore { fixture in
            func follow(_ seconds: Int, id: String) -> InboundEvent {
                .message(
                    InboundMessage(
                        channel: StoreFixture.channel, providerID: id, sender: Self.user, text: "",
                        sentAt: StoreFixture.start + seconds, kind: .follow))
            }
            func unfollow(_ seconds: Int) -> InboundEvent {
                .unfollowed(
                    Unfollowing(
                        channel: StoreFixture.channel, address: Self.user, at: StoreFixture.start + seconds))
            }
            let unknown = try await fixture.store.receive([unfollow(0)], at: StoreFixture.start)
            #expect(unknown == [.ignored("unfollow of somebody who never wrote")])
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact") == 0)
            // The return at 30 comes before the leaving at 20.
            let receipts = try await fixture.store.receive(
                [follow(10, id: "f1"), follow(30, id: "f2"), unfollow(20), unfollow(20)], at: StoreFixture.start)
            #expect(Array(receipts.suffix(2)) == [.unfollowed, .duplicate])
            #expect(try await fixture.number("SELECT followed_at > unfollowed_at FROM contact") == 1)
            _ = try await fixture.store.receive([unfollow(40)], at: StoreFixture.start)
            #expect(try await fixture.number("SELECT followed_at > unfollowed_at FROM contact") == 0)
        }
    }

    @Test func `a message to be sent knows its choices and when the villager last did something`() async throws {
        try await withStore { fixture in
            let asked = StoreFixture.start + -3600
            let events = [(MessageKind.image, "a", asked), (.erasureRequest, "b", StoreFixture.start)].map {
                InboundEvent.message(
                    InboundMessage(
                        channel: StoreFixture.channel, providerID: $1, sender: Self.user, text: "", sentAt: $2,
                        kind: $0))
            }
            _ = try await fixture.store.receive(events, at: StoreFixture.start)
            let turn = try #require(try await fixture.claim().first)
            #expect(turn.kind == .image)
            var handled = fixture.handled(turn)
            handled.replies = [Reply(template: "menu", text: "1. a\n2. b", choices: ["a", "b"])]
            _ = try await fixture.store.commit([handled], now: StoreFixture.start)
            let message = try #require(try await fixture.claimOut().first)
            #expect(message.choices == ["a", "b"])
            #expect(message.lastInteraction == asked)
            #expect(try await fixture.claim().map(\.kind) == [.erasureRequest])
        }
    }

    @Test func `a channel's alarm is told once until it ends`() async throws {
        try await withStore { fixture in
            for channel in [StoreFixture.channel, StoreFixture.channel, "other"] {
                try await fixture.store.raiseAlarm(of: channel, detail: "no token", now: StoreFixture.start)
            }
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.channel) == [StoreFixture.channel, "other"])
            #expect(open.map(\.reason) == [.channelBroken, .channelBroken])
            try await fixture.store.endAlarm(of: StoreFixture.channel, now: StoreFixture.start)
            #expect(try await fixture.store.openEscalations(limit: 10).map(\.channel) == ["other"])
            try await fixture.store.raiseAlarm(of: StoreFixture.channel, detail: "again", now: StoreFixture.start)
            #expect(try await fixture.store.openEscalations(limit: 10).count == 2)
        }
    }
}
