import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// The question behind an answer, and the digit that comes back.
@Suite struct SatisfactionStoreTests {
    private static let question = "Bac co hai long khong?"

    private func answer(
        _ desk: Desk, _ matter: EscalationID, by officer: Officer, at time: Date = Desk.start, form: String = "a"
    ) async throws -> MessageID {
        let detail = try #require(try await desk.store.matter(matter, by: officer, now: time))
        let result = try await desk.store.answer(
            NewAnswer(
                matter: matter, text: "Mời lên xã.", typed: "Mời lên xã.", code: detail.code,
                lastSeen: detail.lastMessage, isConfirmed: true, formKey: form, question: Self.question),
            by: officer, now: time)
        return try #require(result.message)
    }

    @Test func `it leaves behind the answer, once for a matter`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            _ = try await answer(desk, matter, by: officer)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM outgoing") == 2)
            #expect(
                try await desk.fixture.number(
                    "SELECT COUNT(*) FROM outgoing WHERE not_before > \(Desk.start.milliseconds)")
                    == 2)
            _ = try await desk.store.reopen(matter, by: officer, now: Desk.start + 60)
            _ = try await answer(desk, matter, by: officer, at: Desk.start + 120, form: "b")
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM satisfaction") == 1)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM outgoing") == 3)
        }
    }

    @Test func `taken back, nothing is asked and no thread shows it`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let message = try await answer(desk, matter, by: officer)
            while try await desk.store.readSettled(now: Desk.start) > 0 {}
            guard case .done = try await desk.store.takeBack(message, by: officer, now: Desk.start + 5) else {
                Issue.record("not taken back")
                return
            }
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM outgoing") == 0)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM satisfaction") == 0)
            let detail = try #require(try await desk.store.matter(matter, by: officer, now: Desk.start + 6))
            #expect(detail.thread.entries.count == 1)
            #expect(try await desk.store.search("hai long", by: officer, now: Desk.start + 6).total == 0)
        }
    }

    @Test func `nobody is asked about a call for help or what is kept private`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", restricted: true)
            for (reason, phone) in [(EscalationReason.emergency, "+84900000401"), (.denunciation, "+84900000402")] {
                let matter = try await desk.matter("a", reason, from: phone)
                _ = try await answer(desk, matter, by: officer, form: phone)
            }
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM satisfaction") == 0)
        }
    }

    @Test func `the first digit counts, is shown at its matter and in the sums`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let stranger = try await desk.officer("mar", communes: [Desk.other])
            let matter = try await desk.matter()
            _ = try await answer(desk, matter, by: officer)
            for (index, score) in [Satisfaction.poor, .good].enumerated() {
                let asks = try await desk.store.read { try $0.matters(of: [ConversationID(1)])[0]?.asksSatisfaction }
                #expect(asks == (index == 0))
                try await desk.write("\(score.rawValue)", at: Desk.start + 60 + Double(index)) { handled in
                    handled.effects = [.satisfaction(matter, score)]
                }
            }
            #expect(try await desk.store.matter(matter, by: officer, now: Desk.start + 99)?.satisfaction == .poor)
            let calendar = OfficeCalendar(weeklyHours: [:])
            let day = calendar.day(of: Desk.start)
            var query = ReportQuery(commune: Desk.commune, from: day, to: day)
            #expect(try await desk.store.satisfaction(of: query, calendar: calendar, by: officer) == [.poor: 1])
            #expect(try await desk.store.satisfaction(of: query, calendar: calendar, by: stranger) == nil)
            query.unit = "land"
            #expect(try await desk.store.satisfaction(of: query, calendar: calendar, by: officer) == [:])
        }
    }
}
