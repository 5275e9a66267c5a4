import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct FollowUpTests {
    static let commune = DossierTests.commune
    static let code = DossierTests.code
    static let now = StoreFixture.start

    private func ask(
        _ fixture: StoreFixture, id: String, digits: String? = nil, from sender: String = StoreFixture.phone,
        at time: Date = now
    ) async throws {
        try await fixture.receive("hồ sơ", from: sender, id: id, at: time)
        let turn = try #require(try await fixture.claim(at: time).first)
        var handled = fixture.handled(turn)
        handled.commune = Self.commune
        handled.waitingQuestion = .begin(DossierLookup(code: Self.code, digits: digits), givesUpAt: time + 14_400)
        _ = try await fixture.store.commit([handled], now: time)
    }

    private static let answer = FollowUpAnswer(replies: [Reply(template: "dossier_status", text: "đã có kết quả")])

    @Test func `a waiting question is claimed when it is due, by one worker at a time`() async throws {
        try await withStore { fixture in
            try await ask(fixture, id: "a", digits: "4567")
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 29, lease: 60).isEmpty)
            let due = try #require(
                try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 30, lease: 60).first)
            #expect(due.lookup == DossierLookup(code: Self.code, digits: "4567"))
            #expect(due.sender == StoreFixture.phone)
            #expect(due.commune == Self.commune)
            #expect(due.givesUpAt == Self.now + 14_400)
            #expect(due.attempts == 1)
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 60, lease: 60).isEmpty)
            try await fixture.store.postponeFollowUp(due.id, until: Self.now + 300, now: Self.now + 60)
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 299, lease: 60).isEmpty)
            #expect(
                try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 300, lease: 60).map(\.attempts) == [2])
        }
    }

    @Test func `the answers of a commune that has spent its budget wait`() async throws {
        try await withStore { fixture in
            try await ask(fixture, id: "a")
            fixture.settle(budget: 10)
            try await fixture.spend(10, in: Self.commune, at: Self.now)
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 30, lease: 60).isEmpty)
            // The next day has a budget of its own.
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 86_400, lease: 60).count == 1)
        }
    }

    @Test func `a gateway that ends at any moment leaves one question and one answer`() async throws {
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            var store = try GatewayStore.open(path: path, keys: keys)
            func reopen() throws -> StoreFixture {
                try store.close()
                store = try GatewayStore.open(path: path, keys: keys)
                return StoreFixture(store: store, path: path, keys: keys)
            }
            try await ask(try reopen(), id: "a")
            // Claimed, and then nothing more.
            #expect(try await reopen().store.claimFollowUps(limit: 9, now: Self.now + 30, lease: 60).count == 1)
            let early = try #require(
                try await reopen().store.claimFollowUps(limit: 9, now: Self.now + 90, lease: 60).first)
            let late = try #require(
                try await reopen().store.claimFollowUps(limit: 9, now: Self.now + 150, lease: 60).first)
            // Two that hold the same question: the first one answers.
            #expect(try await reopen().store.end(late, with: Self.answer, now: Self.now + 151))
            #expect(try await !reopen().store.end(early, with: Self.answer, now: Self.now + 152))
            let fixture = try reopen()
            #expect(try await fixture.claimOut(at: Self.now + 153).map(\.text) == ["đã có kết quả"])
            #expect(try await fixture.claimOut(at: Self.now + 153).isEmpty)
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 9999, lease: 60).isEmpty)
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_followup WHERE state = 'told'") == 1)
            try store.close()
        }
    }

    @Test func `who asks three times for one dossier is told once, with the digits that he brought`() async throws {
        try await withStore { fixture in
            try await ask(fixture, id: "a")
            try await ask(fixture, id: "b", digits: "4567", at: Self.now + 5)
            try await ask(fixture, id: "c", at: Self.now + 9)
            try await ask(fixture, id: "d", from: "+84900000001", at: Self.now + 9)
            let due = try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 60, lease: 60)
            #expect(due.map(\.lookup.digits) == ["4567", nil])
            #expect(due.map(\.sender) == [StoreFixture.phone, "+84900000001"])
        }
    }

    @Test func `HUY stops it, and so does an answer given meanwhile`() async throws {
        try await withStore { fixture in
            try await ask(fixture, id: "a")
            try await ask(fixture, id: "b", from: "+84900000001")
            let due = try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 30, lease: 60)
            for (sender, id) in [(StoreFixture.phone, "c"), ("+84900000001", "d")] {
                try await fixture.receive("HUY", from: sender, id: id)
                var handled = fixture.handled(try #require(try await fixture.claim().first))
                handled.commune = Self.commune
                if id == "c" { handled.optedOut = true } else { handled.waitingQuestion = .end(Self.code) }
                _ = try await fixture.store.commit([handled], now: Self.now + 31)
            }
            for followUp in due {
                #expect(try await !fixture.store.end(followUp, with: Self.answer, now: Self.now + 32))
                try await fixture.store.postponeFollowUp(followUp.id, until: Self.now + 40, now: Self.now + 33)
            }
            #expect(try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 9999, lease: 60).isEmpty)
            #expect(try await fixture.claimOut(at: Self.now + 60).isEmpty)
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_followup WHERE state = 'stopped'") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_followup WHERE state = 'answered'") == 1)
        }
    }

    @Test func `what is given up is said, and staff have it with a promise`() async throws {
        try await withStore { fixture in
            try await ask(fixture, id: "a")
            let due = try #require(
                try await fixture.store.claimFollowUps(limit: 9, now: Self.now + 14_400, lease: 60).first)
            let promise = Self.now + 30_000
            try await fixture.store.end(
                due,
                with: FollowUpAnswer(
                    replies: [Reply(template: "dossier_given_up", text: "vẫn chưa tra được")],
                    escalation: NewEscalation(reason: .dossierQuestion, unit: nil, promisedBy: promise),
                    isGivenUp: true), now: Self.now + 14_400)
            let open = try await fixture.store.openEscalations(limit: 9)
            #expect(open.map(\.reason) == [.dossierQuestion])
            #expect(open.map(\.promisedBy) == [promise])
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_followup WHERE state = 'given_up'") == 1)
        }
    }
}
