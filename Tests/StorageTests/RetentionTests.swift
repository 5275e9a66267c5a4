import Conversations
import Foundation
import Testing

@testable import Storage

/// Texts and numbers go when their time is over; counts stay, and what staff still need.
@Suite struct RetentionTests {
    private static let later = StoreFixture.start.addingTimeInterval(800 * 24 * 3600)
    private static let retention = Retention(
        keptSince: [StoreFixture.channel: later.addingTimeInterval(-700 * 24 * 3600)],
        attachmentsKeptSince: later.addingTimeInterval(-60 * 24 * 3600))

    private func send(_ store: StoreFixture, _ reply: String, id: String, at time: Date) async throws {
        try await store.queue([reply], id: id, at: time)
        let sent = try await store.claimOut(at: time).map {
            SendResult(message: $0.id, owner: "sender", outcome: .sent("ok"))
        }
        try await store.store.recordSending(sent, now: time)
    }

    @Test func `old texts and numbers go, counts stay, and young ones are left alone`() async throws {
        try await withStore { store in
            try await send(store, "câu trả lời cũ", id: "old", at: StoreFixture.start)
            try await store.queue(["câu trả lời mới"], for: "+84922222222", id: "new", at: Self.later)
            let forgotten = try await store.store.forget(Self.retention, now: Self.later)
            #expect(forgotten.messages == 2)
            #expect(forgotten.contacts == 1)
            #expect(try await store.store.messages(of: StoreFixture.channel, address: StoreFixture.phone).isEmpty)
            #expect(try await store.store.messages(of: StoreFixture.channel, address: "+84922222222").count == 2)
            #expect(try await store.number("SELECT COUNT(*) FROM message") == 4)
            #expect(try await store.number("SELECT COUNT(*) FROM message WHERE text = ''") == 2)
            #expect(try await store.store.forget(Self.retention, now: Self.later).isNothing, "once is enough")
            guard store.server == nil else { return }
            let bytes = try #require(FileManager.default.contents(atPath: store.path))
            #expect(bytes.range(of: Data("câu trả lời cũ".utf8)) == nil)
        }
    }

    @Test func `what an open matter rests on stays until it is answered`() async throws {
        try await withStore { store in
            try await store.receive("đường hỏng", id: "m1")
            let matter = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil)
            let turns = try await store.claim()
            _ = try await store.store.commit(
                turns.map { store.handled($0, escalation: matter) }, now: StoreFixture.start)
            #expect(try await store.store.forget(Self.retention, now: Self.later).isNothing)
            let open = try await store.store.openEscalations(limit: 1)
            _ = try await store.store.answer(
                escalation: try #require(open.first?.id), text: "xã sẽ sửa", by: "Hạnh", restricted: false,
                now: Self.later)
            let forgotten = try await store.store.forget(Self.retention, now: Self.later)
            #expect(forgotten.messages == 1)
            #expect(try await store.number("SELECT COUNT(*) FROM message WHERE text = 'xã sẽ sửa'") == 1)
            #expect(forgotten.contacts == 0, "the answer still has to reach its villager")
            #expect(try await store.claimOut(at: Self.later).map(\.text) == ["xã sẽ sửa"])
        }
    }

    @Test func `of many villagers each is looked at, of each channel by its own time`() async throws {
        try await withStore { store in
            let count = StoreLimits.contactsPerLook + 3
            let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))"
            let other = "zalo-khac"
            let (day, sealed) = (Int64(24 * 3600 * 1000), store.server == nil ? "x'01'" : "'\\x01'::bytea")
            let index = store.server == nil ? "CAST('v' || i AS BLOB)" : "convert_to('v' || i, 'UTF8')"
            // Every second is of a channel that keeps longer, and of those the last one has been silent for longer still.
            let channel = "CASE WHEN i % 2 = 0 THEN '\(other)' ELSE '\(StoreFixture.channel)' END"
            try await store.execute(
                """
                INSERT INTO contact (channel, address_index, address_sealed, created_at)
                \(numbers) SELECT \(channel), \(index), \(sealed), 0 FROM n
                """)
            let end = Self.later.milliseconds
            try await store.execute(
                """
                INSERT INTO conversation (contact_id, updated_at)
                SELECT id, CASE WHEN id >= (SELECT MAX(id) FROM contact) - 1 THEN \(end - 900 * day) ELSE \(end - 750 * day) END
                FROM contact
                """)
            var retention = Self.retention
            retention.keptSince[ChannelID(rawValue: other)] = Self.later.addingTimeInterval(-800 * 24 * 3600)
            let forgotten = try await store.store.forget(retention, now: Self.later)
            #expect(forgotten.contacts == (count + 1) / 2 + 1)
            #expect(
                try await store.number("SELECT COUNT(*) FROM contact WHERE length(address_sealed) > 0") == count / 2 - 1
            )
            #expect(try await store.store.forget(retention, now: Self.later).isNothing)
        }
    }

    @Test func `whoever asked for silence keeps it`() async throws {
        try await withStore { store in
            try await store.receive("ngung", id: "m1")
            let turns = try await store.claim()
            _ = try await store.store.commit(turns.map { store.handled($0, optedOut: true) }, now: StoreFixture.start)
            let forgotten = try await store.store.forget(Self.retention, now: Self.later)
            #expect(forgotten.messages == 1)
            #expect(forgotten.contacts == 0)
            #expect(try await store.number("SELECT COUNT(*) FROM contact WHERE opted_out_at IS NOT NULL") == 1)
        }
    }
}
