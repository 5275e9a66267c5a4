import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What a villager adds to a matter at staff.
@Suite struct MatterTests {
    private static let start = StoreFixture.start

    /// Opens a matter by a message and gives its number.
    private func open(_ fixture: StoreFixture, _ reason: EscalationReason, unit: String? = "office") async throws
        -> EscalationID
    {
        try await fixture.receive("việc cần cán bộ", id: "first")
        let turn = try #require(try await fixture.claim().first)
        #expect(turn.matter == nil)
        var handled = fixture.handled(
            turn, escalation: NewEscalation(reason: reason, unit: unit, promisedBy: nil))
        handled.commune = "dak-mar"
        _ = try await fixture.store.commit([handled], now: Self.start)
        return EscalationID(Int64(try #require(try await fixture.number("SELECT MAX(id) FROM escalation"))))
    }

    private func add(_ fixture: StoreFixture, to matter: EscalationID, id: String, at time: Date) async throws {
        try await fixture.receive("thêm nữa", id: id, at: time)
        let turn = try #require(try await fixture.claim(at: time).first)
        var handled = fixture.handled(turn)
        handled.addsTo = matter
        handled.commune = "dak-ha"
        _ = try await fixture.store.commit([handled], now: time)
    }

    @Test func `what is added while a matter is open stays with it`() async throws {
        try await withStore { fixture in
            let matter = try await open(fixture, .askedForStaff)
            try await add(fixture, to: matter, id: "b", at: Self.start + 60)
            try await add(fixture, to: matter, id: "c", at: Self.start + 120)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation_message") == 2)
            try await fixture.receive("gì nữa", id: "d", at: Self.start + 180)
            let known = try #require(try await fixture.claim(at: Self.start + 180).first?.matter)
            #expect(known.id == matter)
            #expect(known.addedAt == Self.start + 120)
            #expect(known.answeredAt == nil)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation WHERE commune = 'dak-mar'") == 1)
        }
    }

    @Test(arguments: [EscalationReason.askedForStaff, .denunciation])
    func `what is written after the answer opens a matter that goes on with it`(reason: EscalationReason) async throws {
        try await withStore { fixture in
            let matter = try await open(fixture, reason)
            _ = try await fixture.store.answer(
                escalation: matter, text: "chào", by: "Minh", restricted: reason == .denunciation, now: Self.start + 30)
            try await add(fixture, to: matter, id: "b", at: Self.start + 60)
            try await add(fixture, to: matter, id: "c", at: Self.start + 90)
            let restricted = reason == .denunciation ? 1 : 0
            #expect(
                try await fixture.number(
                    """
                    SELECT COUNT(*) FROM escalation WHERE reason = 'villager_reply' AND state = 'open' AND unit = 'office'
                        AND commune = 'dak-mar' AND follows = \(matter.number) AND is_restricted = \(restricted)
                    """) == 1)
            // The second one joins the first.
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation") == 2)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation_message WHERE escalation_id = 2") == 1)
        }
    }

    @Test func `the newest matter counts: what was answered last, or what was opened after that`() async throws {
        try await withStore { fixture in
            let matter = try await open(fixture, .askedForStaff)
            _ = try await fixture.store.answer(escalation: matter, text: "chào", by: "Minh", now: Self.start + 30)
            try await fixture.receive("cảm ơn", id: "b", at: Self.start + 60)
            let turn = try #require(try await fixture.claim(at: Self.start + 60).first)
            #expect(turn.matter?.answeredAt == Self.start + 30)
            let feedback = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil)
            _ = try await fixture.store.commit([fixture.handled(turn, escalation: feedback)], now: Self.start + 60)
            try await fixture.receive("chi tiết", id: "c", at: Self.start + 90)
            #expect(try await fixture.claim(at: Self.start + 90).first?.matter?.reason == .feedback)
        }
    }

    @Test func `a matter of another conversation is not touched`() async throws {
        try await withStore { fixture in
            let matter = try await open(fixture, .askedForStaff)
            try await fixture.receive("của người khác", from: "+84900000009", id: "x")
            let turn = try #require(try await fixture.claim().first)
            #expect(turn.matter == nil)
            var handled = fixture.handled(turn)
            handled.addsTo = matter
            _ = try await fixture.store.commit([handled], now: Self.start)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation_message") == 0)
        }
    }

    @Test func `a report that comes before its message of staff is counted`() async throws {
        try await withStore { fixture in
            try await fixture.receive("chào", id: "a")
            let report = DeliveryReport(
                channel: StoreFixture.channel, reference: "z1", status: .delivered, detail: "seen")
            _ = try await fixture.store.receive([.deliveryReport(report)], at: Self.start)
            let staff = StaffMessage(
                channel: StoreFixture.channel, providerID: "z1", recipient: StoreFixture.phone, text: "chào bác",
                kind: .text, author: "zalo:7")
            _ = try await fixture.store.receive([.staffMessage(staff)], at: Self.start)
            #expect(try await fixture.number("SELECT COUNT(*) FROM delivery_report WHERE message_id = 0") == 0)
            #expect(try await fixture.number("SELECT COUNT(*) FROM outgoing WHERE state = 'delivered'") == 1)
        }
    }
}
