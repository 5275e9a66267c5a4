import Conversations
import Foundation
import Testing

@testable import Storage

/// Who denounces somebody is promised that only the handler reads it: the texts after it tell as much as the first.
@Suite struct DenunciationTests {
    private static let other = "+84900000007"

    /// Takes one message in and answers it, with a matter for staff where there is a reason.
    @discardableResult
    private func write(
        _ text: String, _ reason: EscalationReason? = nil, from sender: String = StoreFixture.phone,
        in fixture: StoreFixture, id: String, at time: Date = StoreFixture.start
    ) async throws -> IncomingTurn {
        try await fixture.receive(text, from: sender, id: id, at: time)
        let turn = try #require(try await fixture.claim(at: time).first)
        let escalation = reason.map { NewEscalation(reason: $0, unit: nil, promisedBy: nil) }
        _ = try await fixture.store.commit(
            [fixture.handled(turn, replies: ["trả lời \(text)"], escalation: escalation)], now: time)
        return turn
    }

    private func shown(_ list: OpenEscalations) -> Set<String> {
        Set(list.shown.flatMap { $0.lastTexts + $0.added + [$0.raisedBy].compactMap { $0 } }.map(\.text))
    }

    private func lists(_ fixture: StoreFixture) async throws -> (open: OpenEscalations, restricted: OpenEscalations) {
        (
            try await fixture.store.openEscalationList(limit: 50),
            try await fixture.store.openEscalationList(limit: 50, restricted: true)
        )
    }

    @Test func `all that follows a denunciation is read in the restricted list alone, ours too`() async throws {
        try await withStore { fixture in
            try await write("xin hỏi khai sinh", .noCheckedFact, in: fixture, id: "a")
            try await write("tôi tố cáo ông A", .denunciation, in: fixture, id: "b")
            for index in 0..<7 { try await write("chi tiết \(index)", in: fixture, id: "c\(index)") }
            try await write("0", .askedForStaff, in: fixture, id: "d")
            let (open, restricted) = try await lists(fixture)
            #expect(open.shown.map(\.reason) == [.noCheckedFact, .askedForStaff])
            #expect(open.shown.map(\.isTextHidden) == [false, true])
            #expect(open.elsewhere == 1)
            #expect(shown(open) == ["xin hỏi khai sinh", "trả lời xin hỏi khai sinh"])
            #expect(restricted.shown.map(\.reason) == [.denunciation])
            // Whatever was written since.
            #expect(restricted.shown[0].raisedBy?.text == "tôi tố cáo ông A")
            #expect(restricted.shown[0].lastTexts.last?.text == "trả lời 0")
            for summary in restricted.shown {
                #expect(try await fixture.store.escalation(summary.id) == nil)
                #expect(try await fixture.store.escalation(summary.id, restricted: true)?.id == summary.id)
            }
        }
    }

    @Test func `the case may be answered by its handler alone, and nobody learns which number it is`() async throws {
        try await withStore { fixture in
            try await write("tố cáo", .denunciation, in: fixture, id: "a")
            let id = try #require(try await lists(fixture).restricted.shown.first).id
            func refusal(_ id: EscalationID) async -> String {
                do throws(StorageError) {
                    _ = try await fixture.store.answer(escalation: id, text: "a", by: "Lan", now: StoreFixture.start)
                    return ""
                } catch {
                    return error.description.replacing("\(id)", with: "N")
                }
            }
            let words = await refusal(id)
            #expect(words.contains("--restricted"))
            #expect(await refusal(EscalationID(99)) == words)
            _ = try await fixture.store.answer(
                escalation: id, text: "Đã nhận.", by: "Lan", restricted: true, now: StoreFixture.start + 60)
            #expect(try await lists(fixture).restricted.total == 0)
        }
    }

    @Test func `what was hidden stays hidden when the case is closed, and what comes later does not`() async throws {
        try await withStore { fixture in
            try await write("tố cáo", .denunciation, in: fixture, id: "a")
            try await write("tên tôi là B", in: fixture, id: "b", at: StoreFixture.start + 5)
            let id = try #require(try await lists(fixture).restricted.shown.first).id
            _ = try await fixture.store.answer(
                escalation: id, text: "Đã nhận, chị B.", by: "Lan", restricted: true, now: StoreFixture.start + 60)
            try await write("xin gặp", .askedForStaff, in: fixture, id: "c", at: StoreFixture.start + 120)
            let open = try await lists(fixture).open
            #expect(open.shown.map(\.reason) == [.askedForStaff])
            #expect(shown(open) == ["xin gặp", "trả lời xin gặp"])
        }
    }

    @Test func `a call for help after a denunciation is told to all, with its own text alone`() async throws {
        try await withStore { fixture in
            try await write("tố cáo", .denunciation, in: fixture, id: "a")
            try await write("cứu với, nhà cháy", .emergency, in: fixture, id: "b")
            let open = try await lists(fixture).open
            #expect(open.shown.map(\.reason) == [.emergency])
            #expect(shown(open) == ["cứu với, nhà cháy"])
        }
    }

    @Test func `other villagers are shown as ever`() async throws {
        try await withStore { fixture in
            try await write("tố cáo", .denunciation, in: fixture, id: "a")
            try await write("xin gặp", .askedForStaff, from: Self.other, in: fixture, id: "b")
            let open = try await lists(fixture).open
            #expect(shown(open) == ["xin gặp", "trả lời xin gặp"])
        }
    }

    @Test func `one message that denounces and complains shows nothing in the open list`() async throws {
        try await withStore { fixture in
            try await fixture.receive("phản ánh và tố cáo", id: "a")
            let turn = try #require(try await fixture.claim().first)
            var handled = fixture.handled(
                turn, escalation: NewEscalation(reason: .feedback, unit: nil, promisedBy: nil))
            handled.furtherEscalations = [NewEscalation(reason: .denunciation, unit: nil, promisedBy: nil)]
            _ = try await fixture.store.commit([handled], now: StoreFixture.start)
            let (open, restricted) = try await lists(fixture)
            #expect(open.shown.map(\.isTextHidden) == [true] && shown(open) == [])
            #expect(open.elsewhere == 1 && shown(restricted) == ["phản ánh và tố cáo"])
        }
    }
}
