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
