import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct InterestTests {
    private func register(
        _ topic: TopicID, from sender: String = StoreFixture.phone, id: String, in fixture: StoreFixture,
        at time: Date = StoreFixture.start
    ) async throws {
        try await fixture.receive("DK", from: sender, id: id, at: time)
        let turns = try await fixture.claim(at: time)
        let handled = turns.map { fixture.handled($0, replies: ["Đã ghi"], interest: topic) }
        #expect(try await fixture.store.commit(handled, now: time) == [])
    }

    @Test func `a villager stands on a list once, however often he asks`() async throws {
        try await withStore { fixture in
            try await register("digital_skills", id: "a", in: fixture)
            try await register("digital_skills", id: "b", in: fixture, at: StoreFixture.start + 60)
            let entries = try await fixture.store.interests(of: nil, limit: 10)
            #expect(
                entries == [
                    InterestEntry(
                        topic: "digital_skills", channel: StoreFixture.channel, address: "678", at: StoreFixture.start)
                ])
        }
    }

    @Test func `lists are apart by topic, the newest first, and bounded`() async throws {
        try await withStore { fixture in
            try await register("digital_skills", id: "a", in: fixture)
            try await register("ecommerce_selling", id: "b", in: fixture, at: StoreFixture.start + 60)
            try await register(
                "digital_skills", from: "+84900000111", id: "c", in: fixture, at: StoreFixture.start + 120)
            let store = fixture.store
            #expect(try await store.interests(of: "digital_skills", limit: 10).map(\.address) == ["111", "678"])
            #expect(try await store.interests(of: "ecommerce_selling", limit: 10).count == 1)
            #expect(try await store.interests(of: nil, limit: 2).map(\.address) == ["111", "678"])
        }
    }

    @Test func `whole addresses are opened on purpose only, and the audit says by whom`() async throws {
        try await withStore { fixture in
            try await register("digital_skills", id: "a", in: fixture)
            let opened = try await fixture.store.openedInterests(
                of: "digital_skills", by: "Minh", now: StoreFixture.start)
            #expect(opened.map(\.address) == [StoreFixture.phone])
            #expect(
                try await fixture.number(
                    "SELECT count(*) FROM audit WHERE action = 'interest.exported' AND actor = 'Minh'") == 1)
            #expect(try await fixture.number("SELECT count(*) FROM audit WHERE action = 'interest.noted'") == 1)
        }
    }

    @Test func `a turn whose lease is gone puts nobody on a list`() async throws {
        try await withStore { fixture in
            let id = try await fixture.receive("DK", id: "a")
            let turn = try #require(try await fixture.claim().first)
            let late = fixture.handled(turn, interest: "digital_skills", owner: "somebody else")
            #expect(try await fixture.store.commit([late], now: StoreFixture.start) == [id])
            #expect(try await fixture.store.interests(of: nil, limit: 10) == [])
        }
    }
}
