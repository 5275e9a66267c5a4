import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct DeliveryReportTests {
    @Test func `reports move the state forward only, in whatever order they come`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            let message = try #require(try await fixture.claimOut().first).id
            #expect(try await fixture.report(.buffered, of: message) == .report(applied: true))
            #expect(try await fixture.deliveryState(of: message) == .sent)
            #expect(try await fixture.report(.delivered, of: message) == .report(applied: true))
            for late in [DeliveryReport.Status.accepted, .buffered, .failed, .delivered] {
                #expect(try await fixture.report(late, of: message) == .report(applied: false))
            }
            // Our own answer from the provider comes last.
            try await fixture.store.recordSending(
                [SendResult(message: message, owner: "sender", outcome: .sent("SM1"))],
                now: StoreFixture.start
            )
            #expect(try await fixture.deliveryState(of: message) == .delivered)
            #expect(try await fixture.number("SELECT COUNT(*) FROM delivery_report") == 6)
            #expect(try await fixture.claimOut(at: StoreFixture.start + 100) == [])
        }
    }

    @Test func `a failed delivery is told to staff once`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            let message = try #require(try await fixture.claimOut().first).id
            #expect(try await fixture.report(.failed, of: message) == .report(applied: true))
            #expect(try await fixture.report(.failed, of: message) == .report(applied: false))
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.deliveryFailed])
            #expect(open.first?.detail == "stat:X")
        }
    }

    @Test func `a report about no message of ours is kept and moves nothing`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một", "hai"], id: "a")
            let message = try #require(try await fixture.claimOut().first).id
            let unsent = MessageID(message.number + 1)
            #expect(try await fixture.report(.delivered, of: MessageID(999)) == .report(applied: false))
            #expect(try await fixture.report(.delivered, of: MessageID(1)) == .report(applied: false))
            #expect(try await fixture.report(.delivered, of: unsent) == .report(applied: false))
            #expect(try await fixture.report(.delivered, of: message, channel: "zalo") == .report(applied: false))
            #expect(try await fixture.deliveryState(of: message) == .sending)
            #expect(try await fixture.deliveryState(of: unsent) == .queued)
            #expect(try await fixture.number("SELECT COUNT(*) FROM delivery_report") == 4)
        }
    }

    @Test func `a message that the provider took is not sent again`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            let message = try #require(try await fixture.claimOut().first).id
            try await fixture.store.recordSending(
                [
                    SendResult(
                        message: message,
                        owner: "sender",
                        outcome: .retry(at: StoreFixture.start, reason: "time")
                    )
                ],
                now: StoreFixture.start
            )
            #expect(try await fixture.report(.accepted, of: message) == .report(applied: true))
            #expect(try await fixture.claimOut(at: StoreFixture.start + 100) == [])
        }
    }

    @Test func `reports by the provider's id may come before it is known, twice and in any order`() async throws {
        try await withStore { fixture in
            func report(_ status: DeliveryReport.Status, of reference: String) async throws -> Receipt? {
                try await fixture.store.receive(
                    [
                        .deliveryReport(
                            DeliveryReport(
                                channel: StoreFixture.channel, reference: reference, status: status, detail: "x"))
                    ], at: StoreFixture.start
                ).first
            }
            try await fixture.queue(["một"], id: "a")
            let message = try #require(try await fixture.claimOut().first).id
            for status in [DeliveryReport.Status.seen, .delivered, .seen] {
                #expect(try await report(status, of: "p-1") == .report(applied: false))
            }
            #expect(try await report(.failed, of: "p-unknown") == .report(applied: false))
            #expect(try await fixture.deliveryState(of: message) == .sending)
            try await fixture.store.recordSending(
                [SendResult(message: message, owner: "sender", outcome: .sent("", reference: "p-1"))],
                now: StoreFixture.start)
            #expect(try await fixture.deliveryState(of: message) == .delivered)
            for status in [DeliveryReport.Status.delivered, .accepted, .failed] {
                #expect(try await report(status, of: "p-1") == .report(applied: false))
            }
            #expect(try await fixture.deliveryState(of: message) == .delivered)
            #expect(try await fixture.store.openEscalations(limit: 9).isEmpty)
        }
    }

    @Test func `a message reported failed that arrives after all is delivered`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["một"], id: "a")
            let message = try #require(try await fixture.claimOut().first).id
            #expect(try await fixture.report(.failed, of: message) == .report(applied: true))
            #expect(try await fixture.report(.accepted, of: message) == .report(applied: false))
            #expect(try await fixture.report(.delivered, of: message) == .report(applied: true))
            #expect(try await fixture.deliveryState(of: message) == .delivered)
        }
    }

    @Test(arguments: DeliveryState.allCases) func `no report leads back`(state: DeliveryState) {
        let order: [DeliveryState] = [.queued, .sending, .sent, .failed, .delivered]
        for status in [DeliveryReport.Status.accepted, .buffered, .delivered, .seen, .failed] {
            let next = state.after(status)
            #expect(order.firstIndex(of: next)! >= order.firstIndex(of: state)!)
        }
    }
}
