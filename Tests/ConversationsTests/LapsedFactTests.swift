import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What villagers read when a law has ended and its facts were not checked yet.
@Suite struct LapsedFactTests {
    private func answer(
        _ facets: [Facet], on day: String, _ spelling: Spelling = .marked
    ) throws -> AnswerComposer.Answer {
        let composer = try ShippedContent.dialogue.get().composer
        let day = try #require(CalendarDay(day))
        let noon = Date(timeIntervalSince1970: Double(day.daysSince1970) * 86_400 + 5 * 3600)
        return composer.answer(
            "birth_registration", facets: facets, spelling: spelling, explainReference: true, now: noon)
    }

    @Test func `it is told with its last day, and nothing goes to staff`() throws {
        let answer = try answer([.fees], on: "2027-03-01")
        #expect(answer.escalation == nil)
        #expect(answer.pages.joined().contains("theo quy định đến ngày 28/2/2027, xã đang kiểm tra"))
        let plain = try self.answer([.fees], on: "2027-03-01", .unmarked)
        #expect(plain.pages.joined().contains("theo quy dinh den ngay 28/2/2027, xa dang kiem tra"))
    }

    @Test func `the day is said at length once`() throws {
        let text = try answer([.time, .fees, .place], on: "2027-03-01").pages.joined(separator: " ")
        #expect(text.components(separatedBy: "xã đang kiểm tra").count == 2)
        #expect(text.components(separatedBy: "28/2/2027").count == 4)
    }

    @Test func `before the end and long after it nothing is said of it`() throws {
        #expect(try !answer([.fees], on: "2027-02-28").pages.joined().contains("28/2/2027"))
        #expect(try answer([.fees], on: "2027-12-01").escalation?.reason == .noCheckedFact)
    }
}
