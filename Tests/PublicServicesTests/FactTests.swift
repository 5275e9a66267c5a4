import Foundation
import PublicServices
import Testing

struct `Standing of a fact` {
    @Test(arguments: [
        (Confidence.high, Fact.Standing.stated), (.medium, .reference), (.low, .withheld),
    ])
    func `confidence decides how a fact is told`(_ confidence: Confidence, _ standing: Fact.Standing) throws {
        let day = try #require(CalendarDay("2026-11-23"))
        let fact = Fact(text: "a", confidence: confidence, sources: ["b"], checkedOn: day)
        #expect(fact.standing(on: day) == standing)
    }

    @Test(arguments: [Confidence.high, .medium])
    func `a fact is told on its last day, as ended for half a year, and withheld after`(_ confidence: Confidence) throws
    {
        let last = try #require(CalendarDay("2027-02-28"))
        let fact = Fact(text: "a", confidence: confidence, sources: ["b"], checkedOn: last, validUntil: last)
        #expect(fact.standing(on: last) == (confidence == .high ? .stated : .reference))
        #expect(fact.standing(on: last.adding(days: 1)) == .lapsed)
        #expect(fact.standing(on: last.adding(days: Fact.lapsedDays)) == .lapsed)
        #expect(fact.standing(on: last.adding(days: Fact.lapsedDays + 1)) == .withheld)
    }

    @Test func `an unsure fact is withheld on every day`() throws {
        let last = try #require(CalendarDay("2027-02-28"))
        let fact = Fact(text: "a", confidence: .low, sources: ["b"], checkedOn: last, validUntil: last)
        #expect(fact.standing(on: last) == .withheld)
        #expect(fact.standing(on: last.adding(days: 1)) == .withheld)
    }
}

struct `Identifiers` {
    @Test func `ids are stored as plain text`() throws {
        let data = try JSONEncoder().encode(["topic": TopicID(rawValue: "birth_registration")])
        #expect(String(decoding: data, as: UTF8.self) == "{\"topic\":\"birth_registration\"}")
        #expect(try JSONDecoder().decode([UnitID].self, from: Data("[\"police\"]".utf8)) == ["police"])
        #expect("\(CommuneID(rawValue: "dak-ha"))" == "dak-ha")
    }

    @Test(arguments: ["1.00119", "1.0011931", "11.001193", "1,001193", "1.001193.000.00.00.H35", "1.00119٣", ""])
    func `a text of another form is no procedure code`(_ text: String) {
        #expect(ProcedureCode(checking: text) == nil)
        #expect(ProcedureCode(checking: "1.001193")?.rawValue == "1.001193")
    }
}
