import CheckedYAML
import Content
import Foundation
import Testing

@testable import PublicServices

/// What may stand in `config/services`, and how a commune changes it.
@Suite struct CatalogueEntryTests {
    private static let fact = #"{ text: "Miễn phí.", confidence: H, sources: ["a"], checked_on: 2026-11-23 }"#

    private func load(_ text: String) throws -> Result<ServiceCatalogue, FileProblems> {
        let folder = FileManager.default.temporaryDirectory.appending(path: "services-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(to: folder.appending(path: "a.yaml"), atomically: true, encoding: .utf8)
        return Result { () throws(FileProblems) in try ServiceCatalogue.load(folder: folder.path) }
    }

    private func entry(_ head: String, link: String = "dichvucong.gov.vn") -> String {
        """
        procedures:
          - \(head)
            name: Một thủ tục
            label: Một
            topic: birth_registration
            field: f
            level: khong
            unit: one_stop
            phrases: ["đăng ký lại"]
            facts:
              fee: \(Self.fact)
              link:
                text: "\(link)"
                confidence: H
                sources: ["a"]
                checked_on: 2026-11-23
        """
    }

    @Test func `a procedure without a national code has a name of ours and is unsure by itself`() throws {
        let catalogue = try load(entry("code: none-birth-bundle")).get()
        let procedure = try #require(catalogue.procedures.first)
        #expect(procedure.isCodeUnsure)
        #expect(!procedure.code.isNational)
        #expect(procedure.label == "Một")
        #expect(procedure.phrases == ["đăng ký lại"])
    }

    @Test(arguments: [
        ("code: none-birth-bundle", "dichvucong.gov.vn, mã 1.001193", "tells the code 1.001193"),
        ("code: \"1.001193\"", "dichvucong.gov.vn, mã 1.001194", "tells the code 1.001194"),
        ("code: nonsense", "dichvucong.gov.vn", "no national procedure code"),
    ])
    func `an unsure code and another procedure's code are never told`(_ code: String, _ link: String, _ what: String)
        throws
    {
        guard case .failure(let problems) = try load(entry(code, link: link)) else {
            Issue.record("it was accepted")
            return
        }
        #expect(problems.problems.contains { $0.what.contains(what) }, "\(problems)")
    }

    @Test func `a subject stands once and says something`() throws {
        let subject = """
              - topic: digital_skills
                interest: true
                statements:
                  - \(Self.fact)
            """
        let catalogue = try load("subjects:\n" + subject).get()
        #expect(catalogue.subject("digital_skills")?.takesInterest == true)
        guard case .failure(let problems) = try load("subjects:\n" + subject + "\n" + subject) else {
            Issue.record("it was accepted twice")
            return
        }
        #expect(problems.problems.first?.what.contains("already") == true)
    }

    @Test(arguments: FactKind.allCases)
    func `a commune overrides any fact of any procedure`(_ kind: FactKind) throws {
        let known = Fact(
            text: "cũ", confidence: .low, sources: ["a"], checkedOn: CalendarDay(daysSince1970: 20_000))
        var better = known
        better.text = "mới"
        better.confidence = .high
        let procedures = ["1.000001", "none-own-name"].map {
            Procedure(
                code: ProcedureCode(rawValue: $0), name: "n", topic: "t", field: "f", level: .khong, unit: "u",
                isMain: false, facts: [kind: known])
        }
        let catalogue = ServiceCatalogue(
            procedures: procedures, subjects: [Subject(topic: "s", statements: [known])])
        let commune = Commune(
            id: "c", name: "xã C", shortName: "C", province: "p", units: [Unit(id: "u", name: "U", address: "A")],
            hotline: "1", calendar: OfficeCalendar(weeklyHours: [:]), retentionMonths: 1, answerPromise: 1,
            overrides: procedures.map { ProcedureOverride(code: $0.code, facts: [kind: better]) },
            subjectOverrides: [Subject(topic: "s", statements: [better])])
        #expect(commune.problems(of: catalogue) == [])
        let applied = catalogue.applying(overrides: commune)
        #expect(applied.procedures.map { $0.facts[kind]?.text } == ["mới", "mới"])
        #expect(applied.subject("s")?.statements.map(\.text) == ["mới"])
    }

    @Test func `an override of a subject that nobody knows is a problem`() {
        let commune = Commune(
            id: "c", name: "xã C", shortName: "C", province: "p", units: [], hotline: "1",
            calendar: OfficeCalendar(weeklyHours: [:]), retentionMonths: 1, answerPromise: 1,
            subjectOverrides: [Subject(topic: "s", statements: [])])
        #expect(commune.problems(of: ServiceCatalogue(procedures: [])).map(\.entry) == ["s"])
    }
}
