import Conversations
import Foundation
import Testing

@testable import Storage

extension GatewayStore {
    /// Has the writer find several webhooks at once, so that they share a commit.
    fileprivate func receiveTogether(
        _ deliveries: [[InboundEvent]], at now: Date
    ) async throws -> [Result<[Receipt], any Error>] {
        let gate = DispatchSemaphore(value: 0)
        holdWriter(until: gate)
        let results = deliveries.map { events in
            AsyncStream<Result<[Receipt]?, any Error>> { stream in
                receive(events, at: { now }, unless: { false }) {
                    stream.yield($0)
                    stream.finish()
                }
            }
        }
        gate.signal()
        var receipts: [Result<[Receipt], any Error>] = []
        for result in results {
            for await result in result { receipts.append(result.map { $0 ?? [] }) }
        }
        return receipts
    }
}

@Suite struct ReceivingTogetherTests {
    @Test func `webhooks that share a commit each get their own receipts, copies among them too`() async throws {
        try await withStore { fixture in
            let results = try await fixture.store.receiveTogether(
                [
                    [fixture.text("một", id: "a")], [fixture.text("một", id: "a")],
                    [fixture.text("hai", id: "b"), .ignored(reason: "x")],
                    [],
                ],
                at: StoreFixture.start
            )
            let receipts = try results.map { try $0.get() }
            #expect(receipts.map(\.count) == [1, 1, 2, 0])
            #expect(receipts[1] == [.duplicate])
            #expect(try await fixture.number("SELECT count(*) FROM message") == 2)
        }
    }

    @Test func `what fails for one webhook is undone for that one alone`() async throws {
        try await withStore { fixture in
            try await fixture.refuse(insertInto: "message", when: "NEW.provider_id = 'spoilt'")
            let results = try await fixture.store.receiveTogether(
                [
                    [fixture.text("một", id: "a")],
                    [fixture.text("hai", id: "b"), fixture.text("ba", id: "spoilt")],
                    [fixture.text("bốn", id: "c")],
                ],
                at: StoreFixture.start
            )
            #expect((try? results[0].get())?.count == 1)
            #expect(throws: StorageError.self) { try results[1].get() }
            #expect((try? results[2].get())?.count == 1)
            let ids = try await fixture.store.read { transaction -> [String] in
                try transaction.all("SELECT provider_id FROM message ORDER BY provider_id") { try $0.next() }
            }
            #expect(ids == ["a", "c"])
        }
    }

    @Test func `an error that undoes the whole transaction fails all`() async throws {
        try await withStore(.file) { fixture in
            try await fixture.execute(
                """
                CREATE TRIGGER spoilt BEFORE INSERT ON message WHEN new.provider_id = 'spoilt'
                BEGIN SELECT RAISE(ROLLBACK, 'spoilt'); END
                """)
            let results = try await fixture.store.receiveTogether(
                [
                    [fixture.text("một", id: "a")], [fixture.text("hai", id: "spoilt")], [fixture.text("ba", id: "c")],
                ],
                at: StoreFixture.start
            )
            #expect(results.count == 3)
            for result in results { #expect(throws: StorageError.self) { try result.get() } }
            #expect(try await fixture.number("SELECT count(*) FROM message") == 0)
        }
    }
}
