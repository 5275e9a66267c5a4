import CheckedYAML
import Content
import Foundation
import Testing

@testable import PublicServices

@Suite struct DossierTests {
    static let commune = Result { try Commune.load(folder: ShippedFolder.root + "/config/communes/dak-ha") }

    @Test(arguments: [
        ("1", DossierState.registered), ("10", .returned), ("Đang xử lý", .processing), ("dang xu ly", .processing),
        ("CHỜ BỔ SUNG", .supplementRequested), ("Có kết quả", .finished),
    ])
    func `a state is known by number, official name and local name`(text: String, state: DossierState) throws {
        #expect(try Self.commune.get().dossiers.state(text) == state)
    }

    @Test(arguments: ["0", "11", "", "chưa rõ", "999999999999999999999"])
    func `nothing else is a state`(text: String) throws {
        #expect(try Self.commune.get().dossiers.state(text) == nil)
    }

    @Test func `the clock runs only while the commune works`() {
        #expect(DossierState.allCases.filter { $0.clock == .running } == [.accepted, .processing])
        #expect(DossierState.allCases.filter(\.isTerminal) == [.rejected, .withdrawn, .stopped, .returned])
    }

    @Test(arguments: [
        ("220921-99", "000.00.53.H48-220921-0099"), ("mã 220921 - 0099 ạ", "000.00.53.H48-220921-0099"),
        ("261120-12345", "000.00.53.H48-261120-12345"), ("mã:220921–7?", "000.00.53.H48-220921-0007"),
        ("số 0901234567, hồ sơ 220921 -1234567.", "000.00.53.H48-220921-1234567"),
        ("230230-1 hay 220921-99", "000.00.53.H48-220921-0099"),
        // Words glued to it, and a second one.
        ("261120-0001nhe", "000.00.53.H48-261120-0001"), ("hs261120-0001", "000.00.53.H48-261120-0001"),
        ("mahs261120-0001xong chua", "000.00.53.H48-261120-0001"), ("Số261120-0001ạ", "000.00.53.H48-261120-0001"),
        ("261120-0001261120-0002", "000.00.53.H48-261120-0001"),
        ("hs261120-1,hs261120-2", "000.00.53.H48-261120-0001"),
    ])
    func `a short form is a code of the commune's agency`(text: String, code: String) throws {
        #expect(try Self.commune.get().dossiers.shortCode(in: text)?.description == code)
    }

    @Test(arguments: [
        "090912-3456", "0905-123456", "H48-220921-0099", "229921-99", "2209-99", "220921",
        "1220921-99", "220921-12345678", "220921-99a", "220921-99-1", "a220921-99", "1.220921-99", "190921-99",
        "220921 99",
        "220921--99", "220921- ", "220921-", "H48220921-99", "220921-99nhe2", "220921-99ab-1", "1a220921-99",
        "x1nhe220921-99",
    ])
    func `a phone, a whole code and an impossible day are no short form`(text: String) throws {
        #expect(try Self.commune.get().dossiers.shortCode(in: text) == nil)
    }

    @Test(arguments: [
        ("000.00.53.H48-220921-0099", true), ("H34-220921-0099", true), ("G09.20-20260609-0092637", true),
        ("H29-260310-0420", false),
    ])
    func `old and new issuers are accepted, others are not`(text: String, accepted: Bool) throws {
        let code = try #require(DossierCode(text))
        #expect(try Self.commune.get().dossiers.accepts(code) == accepted)
    }

    // 2026-11-27 is a Friday; the offices close at 17:00.
    @Test(arguments: [
        ("2026-11-27T09:59:59Z", nil as String?), ("2026-11-27T10:00:01Z", "2026-11-27"),
    ])
    func `a promise is broken when the doors close on its day`(moment: String, since: String?) throws {
        let now = try Date(moment, strategy: .iso8601)
        let dossier = try dossier(.processing, promised: "2026-11-27")
        let late = try dossier.lateness(in: Self.commune.get().calendar, now: now)
        #expect(late?.since.description == since)
    }

    @Test func `a promised Sunday lasts until Monday evening`() throws {
        let calendar = try Self.commune.get().calendar
        let dossier = try dossier(.accepted, promised: "2026-11-29")
        #expect(dossier.lateness(in: calendar, now: try Date("2026-11-30T09:00:00Z", strategy: .iso8601)) == nil)
        #expect(dossier.lateness(in: calendar, now: try Date("2026-11-30T10:01:00Z", strategy: .iso8601)) != nil)
    }

    @Test func `a new day is told while it has not passed, and then no more`() throws {
        let calendar = try Self.commune.get().calendar
        var dossier = try dossier(.processing, promised: "2026-11-20")
        dossier.newDate = CalendarDay("2026-11-26")
        let before = try #require(
            dossier.lateness(in: calendar, now: try Date("2026-11-24T02:00:00Z", strategy: .iso8601)))
        #expect(before.since.description == "2026-11-20")
        #expect(before.newDate?.description == "2026-11-26")
        let after = try #require(
            dossier.lateness(in: calendar, now: try Date("2026-11-27T02:00:00Z", strategy: .iso8601)))
        #expect(after.since.description == "2026-11-26")
        #expect(after.newDate == nil)
    }

    @Test(arguments: [DossierState.supplementRequested, .paymentRequested, .finished, .returned, .registered])
    func `nobody is late while the clock stands`(state: DossierState) throws {
        let dossier = try dossier(state, promised: "2026-01-05")
        let now = try Date("2026-11-24T02:00:00Z", strategy: .iso8601)
        #expect(dossier.lateness(in: try Self.commune.get().calendar, now: now) == nil)
    }

    @Test func `working days are counted without weekends and holidays`() throws {
        let calendar = try Self.commune.get().calendar
        let friday = try #require(CalendarDay("2026-12-31"))
        let tuesday = try #require(CalendarDay("2027-01-05"))
        #expect(calendar.workingDays(after: friday, through: tuesday) == 2)
        #expect(calendar.workingDays(after: tuesday, through: friday) == 0)
    }

    @Test(arguments: [
        ("2026-11-24T13:59:00Z", false), ("2026-11-24T14:00:00Z", true), ("2026-11-24T23:59:00Z", true),
        ("2026-11-25T00:00:00Z", false),
    ])
    func `it is quiet from nine in the evening to seven in the morning`(moment: String, quiet: Bool) throws {
        #expect(DossierRules().isQuiet(at: try Date(moment, strategy: .iso8601)) == quiet)
    }

    @Test(arguments: [
        ("issuers: [H4]", "issuers[0]"), ("short_form: {agency: H48-1}", "short_form.agency"),
        ("local_states: {Chờ: 11}", "local_states.Chờ"), ("tracking: {quiet: night}", "tracking.quiet"),
        ("tries: {contact: 0}", "tries.contact"), ("portal: {url: \"http://a.vn\", token: x}", "portal.url"),
        ("colour: red", "colour"),
    ])
    func `a wrong rule is refused with its place`(yaml: String, entry: String) throws {
        var problems = ProblemCollector()
        _ = DossierRules.read(from: try YAMLEntry.parse(yaml, file: "dossier-states.yaml"), problems: &problems)
        #expect(problems.problems.map(\.entry) == [entry])
    }

    private func dossier(_ state: DossierState, promised: String) throws -> Dossier {
        Dossier(
            code: try #require(DossierCode("H48-261120-0001")), procedureName: "Khai sinh", state: state,
            promisedOn: CalendarDay(promised))
    }
}

private enum ShippedFolder {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        .path
}
