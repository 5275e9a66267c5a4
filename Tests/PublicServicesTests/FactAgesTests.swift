import CheckedYAML
import Testing

@testable import PublicServices

@Suite struct FactAgesTests {
    let today = CalendarDay(daysSince1970: 20_780)

    private func fact(checked: String = "2026-11-01", until: String? = nil) throws -> Fact {
        Fact(
            text: "x", confidence: .high, sources: ["s"], checkedOn: try #require(CalendarDay(checked)),
            validUntil: until.flatMap { CalendarDay($0) })
    }

    private func warnings(_ facts: [FactKind: Fact], unsure: Bool = false) -> [String] {
        let procedure = Procedure(
            code: "1.000001", name: "Một", topic: "t", field: "f", level: .khong, unit: "u", isMain: true,
            facts: facts, isCodeUnsure: unsure, origin: FileOrigin(file: "a.yaml", line: 3))
        return FactAges.warnings(ServiceCatalogue(procedures: [procedure]), [], on: today).map(\.what)
    }

    @Test(arguments: [
        ("2026-05-01", "fee: ended on 2026-05-01 and is withheld"),
        ("2026-11-22", "fee: ended on 2026-11-22 and is told as such until 2027-05-21"),
        ("2026-11-23", "fee: ends on 2026-11-23"),
        ("2027-01-21", "fee: ends on 2027-01-21"),
    ])
    func `a fact that has ended or ends within sixty days is told of`(_ until: String, _ what: String) throws {
        #expect(warnings([.fee: try fact(until: until)]) == [what])
    }

    @Test func `a fact with a longer end and a recent check is left in peace`() throws {
        #expect(warnings([.fee: try fact(until: "2027-01-22")]).isEmpty)
        #expect(warnings([.fee: try fact(checked: "2025-11-23")]).isEmpty)
    }

    @Test func `facts that share an old check are told of together`() throws {
        let old = try fact(checked: "2025-11-22")
        #expect(warnings([.fee: old, .time: old]) == ["fee, time: was last checked on 2025-11-22"])
    }

    @Test func `an unsure code is told of until it is found`() throws {
        #expect(warnings([:], unsure: true).first?.contains("not sure") == true)
        #expect(warnings([:]).isEmpty)
    }

    @Test func `subjects and a commune's overrides grow old too`() throws {
        let old = try fact(checked: "2025-01-01")
        let subject = Subject(topic: "s", statements: [old])
        let commune = Commune(
            id: "c", name: "xã C", shortName: "C", province: "p", units: [], hotline: "1",
            calendar: OfficeCalendar(weeklyHours: [:]), retentionMonths: 1, answerPromise: 1,
            overrides: [ProcedureOverride(code: "1.000001", facts: [.fee: old])], subjectOverrides: [subject])
        let warnings = FactAges.warnings(
            ServiceCatalogue(procedures: [], subjects: [subject]), [commune], on: today)
        #expect(warnings.map(\.entry) == ["s", "1.000001", "s"])
    }
}
