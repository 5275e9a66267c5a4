import Conversations
import Foundation
import Testing

@testable import Storage

/// What staff see first, and that nothing is beyond what they see without a word.
@Suite struct EscalationListTests {
    private func raise(
        _ reason: EscalationReason, from sender: Int, promised: Int? = nil, in fixture: StoreFixture
    ) async throws {
        let phone = "+849\(10_000_000 + sender)"
        try await fixture.receive("câu hỏi \(sender)", from: phone, id: "q\(sender)")
        let turn = try #require(try await fixture.claim().first)
        let escalation = NewEscalation(
            reason: reason, unit: nil, promisedBy: promised.map { StoreFixture.start + $0 })
        _ = try await fixture.store.commit([fixture.handled(turn, escalation: escalation)], now: StoreFixture.start)
    }

    @Test func `emergencies come first, then what was promised soonest, then the oldest`() async throws {
        try await withStore { fixture in
            try await raise(.askedForStaff, from: 1, in: fixture)
            try await raise(.askedForStaff, from: 2, promised: 900, in: fixture)
            try await raise(.feedback, from: 3, promised: 300, in: fixture)
            try await raise(.notUnderstood, from: 4, in: fixture)
            try await raise(.emergency, from: 5, in: fixture)
            try await fixture.store.raiseAlarm(of: "zalo", detail: "down", now: StoreFixture.start)
            let list = try await fixture.store.openEscalationList(limit: 50)
            let wanted: [EscalationReason] = [
                .emergency, .channelBroken, .feedback, .askedForStaff, .askedForStaff, .notUnderstood,
            ]
            #expect(list.shown.map(\.reason) == wanted)
            #expect(list.shown.compactMap { $0.raisedBy?.text } == [5, 3, 2, 1, 4].map { "câu hỏi \($0)" })
        }
    }

    @Test(arguments: [(1, 4), (3, 4), (6, 6), (50, 13)])
    func `a limit hides no call for help, and the list says how many there are`(limit: Int, shown: Int) async throws {
        try await withStore { fixture in
            for sender in 0..<9 { try await raise(.askedForStaff, from: sender, promised: sender, in: fixture) }
            for sender in 9..<13 { try await raise(.emergency, from: sender, in: fixture) }
            let list = try await fixture.store.openEscalationList(limit: limit)
            #expect(list.total == 13 && list.elsewhere == 0)
            #expect(list.shown.count == shown)
            #expect(list.shown.prefix(4).allSatisfy { $0.reason == .emergency })
        }
    }

    @Test func `the message that raised a matter stays, whatever was written since, and additions are marked`()
        async throws
    {
        try await withStore { fixture in
            try await raise(.askedForStaff, from: 1, in: fixture)
            for index in 0..<8 {
                try await fixture.receive("thêm \(index)", from: "+84910000001", id: "n\(index)")
            }
            let matter = try #require(try await fixture.store.openEscalations(limit: 1).first)
            let turn = try #require(try await fixture.claim().first { $0.conversation == matter.conversation })
            let (message, id) = (turn.message, matter.id)
            try await fixture.store.write(at: StoreFixture.start) { try $0.add(message, to: id) }
            let list = try #require(try await fixture.store.openEscalations(limit: 1).first)
            #expect(list.raisedBy?.text == "câu hỏi 1")
            #expect(list.added.map(\.message) == [message])
            #expect(list.lastTexts.count == 5 && list.lastTexts.last?.text == "thêm 7")
        }
    }
}
