import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct EscalationTests {
    static let wanted = NewEscalation(
        reason: .askedForStaff,
        unit: "one-stop",
        promisedBy: StoreFixture.start + 7200
    )

    /// A conversation of two messages, the second of which went to staff.
    private func escalated(_ fixture: StoreFixture) async throws -> EscalationSummary {
        try await fixture.queue(["xin chào"], id: "a")
        try await fixture.receive("số của tôi 012345678901", id: "b", at: StoreFixture.start + 5)
        let turn = try #require(try await fixture.claim(at: StoreFixture.start + 5).first)
        _ = try await fixture.store.commit(
            [fixture.handled(turn, escalation: Self.wanted)],
            now: StoreFixture.start + 5
        )
        return try #require(try await fixture.store.openEscalations(limit: 10).first)
    }

    @Test func `staff see the reason, the promise, the last texts and no whole address`() async throws {
        try await withStore { fixture in
            let summary = try await escalated(fixture)
            #expect(summary.reason == .askedForStaff)
            #expect(summary.unit == "one-stop")
            #expect(summary.createdAt == StoreFixture.start + 5)
            #expect(summary.promisedBy == StoreFixture.start + 7200)
            #expect(summary.channel == StoreFixture.channel)
            #expect(summary.addressTail == "678")
            #expect(summary.lastTexts.map(\.text) == ["chào", "xin chào", "số của tôi *********901"])
            #expect(summary.lastTexts.map(\.direction) == [.incoming, .outgoing, .incoming])
            #expect(try await fixture.store.escalation(summary.id) == summary)
            #expect(try await fixture.store.escalation(EscalationID(99)) == nil)
        }
    }

    @Test func `a matter that no turn raised is for the commune that the villager named`() async throws {
        try await withStore { fixture in
            let desk = Desk(fixture)
            try await desk.write("thôn 3 xã Đăk Mar") { $0.state.commune = Desk.other }
            for (sender, id) in [(StoreFixture.phone, "a"), ("+84987654321", "b")] {
                let message = try await fixture.receive("???", from: sender, id: id)
                for _ in 0..<StoreLimits.crashes {
                    try await fixture.store.noteCrashes(of: [message], now: StoreFixture.start)
                }
                #expect(try await fixture.claim().isEmpty)
            }
            #expect(try await fixture.store.openEscalations(limit: 10).map(\.commune) == [Desk.other, Desk.commune])
        }
    }

    @Test func `only the last five texts are shown`() async throws {
        try await withStore { fixture in
            _ = try await escalated(fixture)
            for index in 0..<5 { try await fixture.receive("tin \(index)", id: "more\(index)") }
            let summary = try #require(try await fixture.store.openEscalations(limit: 1).first)
            #expect(summary.lastTexts.map(\.text) == (0..<5).map { "tin \($0)" })
        }
    }

    @Test func `a conversation is open once for each reason with each unit`() async throws {
        try await withStore { fixture in
            let first = try await escalated(fixture)
            for (index, reason) in [EscalationReason.askedForStaff, .feedback].enumerated() {
                try await fixture.receive("nữa", id: "c\(index)")
                let turn = try #require(try await fixture.claim().first)
                _ = try await fixture.store.commit(
                    [
                        fixture.handled(
                            turn,
                            escalation: NewEscalation(reason: reason, unit: first.unit, promisedBy: nil)
                        )
                    ],
                    now: StoreFixture.start + 9
                )
            }
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.askedForStaff, .feedback])
            #expect(open.first?.id == first.id)
            #expect(open.first?.promisedBy == first.promisedBy)
            #expect(try await fixture.store.openEscalations(limit: 1).count == 1)
            #expect(try await fixture.store.counts().openEscalations == 2)
        }
    }

    @Test func `an answer goes to the villager, closes the escalation and is in the audit`() async throws {
        try await withStore { fixture in
            let open = try await escalated(fixture)
            let message = try await fixture.store.answer(
                escalation: open.id,
                text: "Mời bà ra xã.",
                by: "H'Lan",
                now: StoreFixture.start + 60
            )
            let log = try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
            #expect(log.last?.id == message)
            #expect(log.last?.text == "Mời bà ra xã.")
            #expect(log.last?.author == "H'Lan")
            #expect(log.last?.deliveryState == .queued)
            #expect(try await fixture.store.openEscalations(limit: 10) == [])
            let closed = try await fixture.store.escalation(open.id)
            #expect(closed?.answeredAt == StoreFixture.start + 60)
            #expect(closed?.answeredBy == "H'Lan")
            let audited = try await fixture.number(
                "SELECT COUNT(*) FROM audit WHERE action = 'escalation.answered' AND actor = 'H''Lan'"
            )
            #expect(audited == 1)
        }
    }

    @Test func `two officers who answer at once send one answer`() async throws {
        try await withStore { fixture in
            let open = try await escalated(fixture)
            let sent = await withTaskGroup(of: Bool.self) { group in
                for officer in ["H'Lan", "Minh"] {
                    group.addTask {
                        (try? await fixture.store.answer(
                            escalation: open.id,
                            text: "Mời bà.",
                            by: officer,
                            now: StoreFixture.start
                        )) != nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(sent.filter { $0 }.count == 1)
            let answers = try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
                .filter { $0.author != nil }
            #expect(answers.count == 1)
        }
    }

    @Test func `what cannot be answered says why and changes nothing`() async throws {
        try await withStore { fixture in
            let open = try await escalated(fixture)
            func refusal(_ id: EscalationID, _ text: String = "Mời bà.") async -> StorageError.Kind? {
                do throws(StorageError) {
                    _ = try await fixture.store.answer(escalation: id, text: text, by: "Minh", now: StoreFixture.start)
                    return nil
                } catch {
                    return error.kind
                }
            }
            #expect(await refusal(EscalationID(99)) == .unknownEscalation)
            #expect(await refusal(open.id, " \n") == .emptyText)
            #expect(await refusal(open.id) == nil)
            #expect(await refusal(open.id) == .alreadyAnswered)

            let bytes = UnreadableMessage(
                channel: StoreFixture.channel,
                providerID: "u",
                sender: nil,
                reason: "no text",
                bytes: [0]
            )
            _ = try await fixture.store.receive([.unreadable(bytes)], at: StoreFixture.start)
            let nobody = try #require(try await fixture.store.openEscalations(limit: 1).first)
            #expect(await refusal(nobody.id) == .noConversation)
            #expect(try await fixture.store.openEscalations(limit: 10).count == 1)
        }
    }
}
