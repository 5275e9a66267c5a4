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

    /// Numbers that are the same in each run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 16 | state << 48
        }
    }

    private func messages(_ count: Int, seed: UInt64, on channel: ChannelID) -> [InboundEvent] {
        var dice = Dice(state: seed)
        return (0..<count).map { _ in
            var message = InboundMessage(
                channel: channel, providerID: "\(Int.random(in: 0..<12, using: &dice))",
                sender: "+8490000000\(Int.random(in: 0..<3, using: &dice))",
                text: ["một", "số 0912345678", ""].randomElement(using: &dice) ?? "",
                sentAt: [nil, StoreFixture.start, StoreFixture.start + 7].randomElement(using: &dice) ?? nil,
                attachments: Bool.random(using: &dice)
                    ? [] : [MessageAttachment(kind: .link, url: "https://example.vn/x")],
                isLate: Bool.random(using: &dice))
            message.isUnproven = Int.random(in: 0..<4, using: &dice) == 0
            return .message(message)
        }
    }

    @Test(arguments: 1...12)
    func `messages that come together end as if each had come alone`(seed: UInt64) async throws {
        try await withStore { fixture in
            let store = fixture.store
            var apart: [Receipt] = []
            for event in messages(30, seed: seed, on: "apart") {
                apart += try await store.receive([event], at: StoreFixture.start)
            }
            let audits = try await fixture.number("SELECT COUNT(*) FROM audit") ?? 0
            let first = try await store.receive(
                Array(messages(30, seed: seed, on: "together").prefix(4)), at: StoreFixture.start)
            let rest = try await store.receiveTogether(
                messages(30, seed: seed, on: "together").dropFirst(4).map { [$0] }, at: StoreFixture.start)
            let together = try first + rest.flatMap { try $0.get() }
            func shape(_ receipts: [Receipt]) -> [String] { receipts.map { "\($0)".prefix { $0 != "(" }.description } }
            #expect(shape(apart) == shape(together))
            func kept(_ channel: String) async throws -> [String] {
                try await store.read { transaction in
                    try transaction.all(
                        """
                        SELECT message.provider_id, message.text, CASE WHEN message.original_sealed IS NULL THEN 0 ELSE 1 END,
                            message.sent_at, message.is_unproven, incoming.state, incoming.line,
                            (SELECT COUNT(*) FROM attachment WHERE attachment.message_id = message.id),
                            contact.address_index, contact.address_sealed
                        FROM message JOIN incoming ON incoming.message_id = message.id
                        JOIN conversation ON conversation.id = message.conversation_id
                        JOIN contact ON contact.id = conversation.contact_id
                        WHERE message.channel = ? ORDER BY message.id
                        """,
                        [channel]
                    ) { row in
                        let (id, text, isSealed): (String, String, Int) = (
                            try row.next(), try row.next(), try row.next()
                        )
                        let (sentAt, isUnproven, state): (Int64?, Int, String) =
                            (row.nextIfAny(), try row.next(), try row.next())
                        let (line, attachments): (String, Int) = (try row.next(), try row.next())
                        let (index, sealed): (Data, Data) = (try row.next(), try row.next())
                        let sender = try transaction.address(sealed, index: index)
                        return [
                            id, text, "\(isSealed)", "\(sentAt ?? 0)", "\(isUnproven)", state, "\(line == channel)",
                            "\(attachments)", sender,
                        ].joined(separator: ", ")
                    }
                }
            }
            #expect(try await kept("apart") == kept("together"))
            for table in ["quarantine", "contact"] {
                let apart = try await fixture.number("SELECT COUNT(*) FROM \(table) WHERE channel = 'apart'")
                #expect(try await fixture.number("SELECT COUNT(*) FROM \(table)") == 2 * (apart ?? 0), "\(table)")
            }
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit") == 2 * audits)
        }
    }

    @Test func `a report and a message that come together are both kept, in one webhook and in several`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["trả lời"], id: "a")
            let sent = try #require(try await fixture.claimOut().first)
            let report = InboundEvent.deliveryReport(
                DeliveryReport(channel: StoreFixture.channel, message: sent.id, status: .delivered, detail: ""))
            let receipts = try await fixture.store.receiveTogether(
                [
                    [report, fixture.text("hai", id: "b"), .ignored(reason: "x"), fixture.text("hai", id: "b")],
                    [report],
                ],
                at: StoreFixture.start
            ).map { try $0.get() }
            #expect(receipts[0].count == 4)
            #expect(receipts[0][0] == .report(applied: true))
            #expect(receipts[0][2] == .ignored("x"))
            #expect(receipts[0][3] == .duplicate)
            #expect(receipts[1] == [.report(applied: false)])
        }
    }
}
