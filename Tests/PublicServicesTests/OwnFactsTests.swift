import CheckedYAML
import Content
import Foundation
import Testing

@testable import PublicServices

@Suite struct OwnFactsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static let day = CalendarDay(daysSince1970: 20_783)

    private func entry(
        _ kind: FactKind = .fee, _ text: String = "8.000 đ một \"bản\" (giấy).", code: ProcedureCode = "1.001193"
    )
        -> OwnFacts.Entry
    {
        OwnFacts.Entry(
            code: code, kind: kind, text: text, source: "NQ 12/2026 # của HĐND: \"xã\"", by: "Nguyễn Thị Hạnh",
            on: Self.day, validUntil: Self.day.adding(days: 100), was: "Miễn phí: có\n'dấu'")
    }

    @Test func `what was written is read again`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "facts-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var bare = entry(.time, "Trong ngày.", code: "none-land-mediation")
        bare.was = nil
        for entries in [[], [entry()], [entry(), bare]] {
            let facts = OwnFacts(entries)
            try facts.text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try OwnFacts.load(path: path) == facts)
        }
    }

    @Test func `faults of the file are told with their line`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "facts-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = OwnFacts([entry()]).text.replacing("\"1.001193\"", with: "\"x\"").replacing("fee", with: "money")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let problems = try #require(throws: FileProblems.self) { try OwnFacts.load(path: path) }
        #expect(problems.problems.compactMap(\.line) == [4, 5])
    }

    @Test func `a confirmed fact is told as sure, and forgotten where its procedure is gone`() throws {
        let catalogue = try ServiceCatalogue.load(folder: Self.root + "/config/services")
        let commune = try Commune.load(folder: Self.root + "/config/communes/dak-ha")
        let code = try #require(
            catalogue.procedures.first { $0.facts[.fee]?.standing(on: Self.day) == .reference }?.code)
        let facts = OwnFacts([entry(code: code), entry(code: "9.999999")])
        let told = facts.applied(to: commune, in: catalogue)
        #expect(told.problems(of: catalogue).isEmpty)
        let fact = try #require(catalogue.applying(overrides: told)[code]?.facts[.fee])
        #expect(fact.standing(on: Self.day) == .stated && fact.text.hasPrefix("8.000 đ"))
        #expect(fact.standing(on: Self.day.adding(days: 101)) == .lapsed)
        #expect(fact.standing(on: Self.day.adding(days: 101 + Fact.lapsedDays)) == .withheld)
        #expect(facts.warnings(of: catalogue, file: "facts.yaml").map(\.entry) == ["9.999999"])
        #expect(facts.removing(code, .fee).applied(to: commune, in: catalogue) == commune)
    }

    @Test func `the newest word on a fact is the one that is kept`() {
        let facts = OwnFacts([entry()]).setting(entry(.fee, "Miễn phí.")).setting(entry(.time, "Một ngày."))
        #expect(facts.entries.map(\.text) == ["Miễn phí.", "Một ngày."])
    }

    @Test func `what cannot be told is refused, and signs of a word processor become plain`() throws {
        #expect(try OwnFacts.text(of: " “Miễn” – phí…\n", kind: .fee) == "\"Miễn\" - phí...")
        #expect(throws: OwnFacts.Fault.empty) { try OwnFacts.text(of: " \n", kind: .fee) }
        #expect(throws: OwnFacts.Fault.tooLong(401)) {
            try OwnFacts.text(of: String(repeating: "a", count: 401), kind: .fee)
        }
        #expect(throws: OwnFacts.Fault.sign("🎉")) { try OwnFacts.text(of: "Miễn phí 🎉", kind: .fee) }
        #expect(throws: OwnFacts.Fault.self) { try OwnFacts.text(of: "Xem facebook.com", kind: .fee) }
        #expect(throws: OwnFacts.Fault.noLink) { try OwnFacts.text(of: "Trên cổng", kind: .link) }
    }
}
