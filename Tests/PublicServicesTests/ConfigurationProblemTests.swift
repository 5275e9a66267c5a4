import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

/// A folder that is removed after the test.
private final class Scratch {
    let path = FileManager.default.temporaryDirectory.appending(path: "services-\(UUID().uuidString)").path
    init(_ files: [String: String]) throws {
        for (name, text) in files {
            let url = URL(filePath: "\(path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

private let goodProcedure = """
    procedures:
      - code: "1.001193"
        name: Đăng ký khai sinh
        topic: birth_registration
        field: Hộ tịch
        level: mot_phan
        unit: one_stop
        main: true
        facts:
          fee:
            text: "8.000 đ một bản."
            confidence: H
            sources: [a source]
            checked_on: 2026-11-23
            valid_until: 2027-02-28
    """

private let goodCommune = [
    "dak-ha/commune.yaml": """
    id: dak-ha
    name: xã Đăk Hà
    short_name: Đăk Hà
    province: tỉnh Quảng Ngãi
    hotline: "0260 385 1234"
    retention_months: 24
    answer_promise_hours: 8
    """,
    "dak-ha/calendar.yaml": """
    hours:
      mon: ["07:30-11:30"]
    holidays:
      2027-01-01: Tết Dương lịch
    """,
    "dak-ha/units.yaml": """
    units:
      - id: one_stop
        name: Một cửa
        address: Số 1
    """,
    "dak-ha/overrides.yaml": """
    overrides:
      - code: "1.001193"
        level: toan_trinh
        facts:
          time: { text: "3 ngày.", confidence: M, sources: [xã], checked_on: 2026-11-23 }
    """,
]

private func catalogueProblems(_ files: [String: String]) throws -> [FileProblem] {
    let folder = try Scratch(files)
    return #expect(throws: FileProblems.self) { try ServiceCatalogue.load(folder: folder.path) }?.problems ?? []
}

private func communeProblems(_ file: String, replacing old: String, with new: String) throws -> [FileProblem] {
    var files = goodCommune
    files[file] = try #require(files[file]).replacing(old, with: new)
    let folder = try Scratch(files)
    return #expect(throws: FileProblems.self) { try Commune.loadAll(folder: folder.path) }?.problems ?? []
}

struct `Problems of the catalogue` {
    @Test(arguments: [
        ("\"1.001193\"", "1.193", 2, "procedures[0].code"),
        ("name: Đăng ký khai sinh", "title: Đăng ký", 3, "procedures[0].title"),
        ("birth_registration", "Birth", 4, "procedures[0].topic"),
        ("mot_phan", "mot_phân", 6, "procedures[0].level"),
        ("main: true", "main: yes", 8, "procedures[0].main"),
        ("      fee:", "      fees:", 10, "procedures[0].facts.fees"),
        ("8.000 đ một bản.", "8.000 đ – một bản", 11, "procedures[0].facts.fee.text"),
        ("8.000 đ một bản.", "Xem evilgov.vn", 11, "procedures[0].facts.fee.text"),
        ("8.000 đ một bản.", "Xem bit.ly/2", 11, "procedures[0].facts.fee.text"),
        ("8.000 đ một bản.", String(repeating: "a ", count: 300), 11, "procedures[0].facts.fee.text"),
        ("confidence: H", "confidence: X", 12, "procedures[0].facts.fee.confidence"),
        ("[a source]", "[]", 13, "procedures[0].facts.fee.sources"),
        ("checked_on: 2026-11-23", "checked_on: 2026-11-31", 14, "procedures[0].facts.fee.checked_on"),
        ("valid_until: 2027-02-28", "valid_until: 2025-02-28", 10, "procedures[0].facts.fee"),
    ])
    func `a mistake is named with file, line, entry and mend`(
        _ old: String,
        _ new: String,
        _ line: Int,
        _ entry: String
    ) throws {
        let problems = try catalogueProblems(["ho-tich.yaml": goodProcedure.replacing(old, with: new)])
        let found = try #require(problems.first)
        #expect(found.file.hasSuffix("/ho-tich.yaml"))
        #expect(found.line == line)
        #expect(found.entry == entry)
        #expect(!found.mend.isEmpty)
    }

    @Test func `a link fact must hold a link`() throws {
        let text = goodProcedure.replacing("      fee:", with: "      link:")
        #expect(try catalogueProblems(["a.yaml": text]).map(\.what) == ["the text holds no link"])
    }

    @Test func `all problems of all files come at once`() throws {
        let wrong = goodProcedure.replacing("mot_phan", with: "x").replacing("confidence: H", with: "confidence: X")
        let problems = try catalogueProblems(["a.yaml": wrong, "b.yaml": "procedures: [", "c.yaml": ""])
        #expect(problems.map { ($0.file as NSString).lastPathComponent } == ["a.yaml", "a.yaml", "b.yaml", "c.yaml"])
    }

    @Test func `a code in two files names both`() throws {
        let problems = try catalogueProblems(["a.yaml": goodProcedure, "b.yaml": goodProcedure])
        #expect(problems.count == 1)
        #expect(problems.first?.file.hasSuffix("b.yaml") == true)
        #expect(problems.first?.what.contains("a.yaml:2") == true)
        #expect(problems.first?.line == 2)
    }

    @Test func `a topic with two main procedures is refused`() throws {
        let second = goodProcedure.replacing("1.001193", with: "1.004884")
        let problems = try catalogueProblems(["a.yaml": goodProcedure, "b.yaml": second])
        #expect(problems.map(\.mend) == ["keep \"main: true\" at one of the two"])
        let folder = try Scratch(["a.yaml": goodProcedure, "b.yaml": second.replacing("    main: true\n", with: "")])
        let catalogue = try ServiceCatalogue.load(folder: folder.path)
        #expect(catalogue.procedures(of: "birth_registration").map(\.isMain) == [true, false])
    }

    @Test func `a missing or an empty folder is refused`() throws {
        #expect(throws: FileProblems.self) { try ServiceCatalogue.load(folder: "/nowhere/at/all") }
        #expect(try catalogueProblems(["readme.txt": ""]).first?.what == "no .yaml file is in this folder")
    }
}

struct `Problems of a commune` {
    @Test func `a right commune loads and overrides the catalogue`() throws {
        let folder = try Scratch(goodCommune)
        let services = try Scratch(["a.yaml": goodProcedure])
        let commune = try Commune.load(folder: folder.path + "/dak-ha")
        let catalogue = try ServiceCatalogue.load(folder: services.path)
        #expect(commune.problems(of: catalogue) == [])
        let local = try #require(catalogue.applying(overrides: commune)["1.001193"])
        #expect(local.level == .toanTrinh)
        #expect(local.facts[.time]?.text == "3 ngày.")
        #expect(local.facts[.fee]?.text == "8.000 đồng một bản.")
        #expect(catalogue["1.001193"]?.level == .motPhan)
    }

    @Test(arguments: [
        ("commune.yaml", "id: dak-ha", "id: dak-mar", 1, ""),
        ("commune.yaml", "hotline:", "hot_line:", 5, "hot_line"),
        ("commune.yaml", "0260 385 1234", "call us", 5, "hotline"),
        ("commune.yaml", "0260 385 1234", "0260 000 0001", 5, "hotline"),
        ("commune.yaml", "24", "0", 6, "retention_months"),
        ("calendar.yaml", "mon:", "monday:", 2, "hours.monday"),
        ("calendar.yaml", "07:30-11:30", "11:30-07:30", 2, "hours.mon[0]"),
        ("calendar.yaml", "07:30-11:30", "7h30-11h30", 2, "hours.mon[0]"),
        ("calendar.yaml", "[\"07:30-11:30\"]", "[\"07:30-11:30\", \"11:00-12:00\"]", 2, "hours.mon[1]"),
        ("calendar.yaml", "[\"07:30-11:30\"]", "[]", 1, "hours"),
        ("calendar.yaml", "2027-01-01", "1/1/2027", 4, "holidays.1/1/2027"),
        (
            "calendar.yaml", "holidays:", "extra_working_days:\n  2027-01-01: bù\nholidays:", 4,
            "extra_working_days.2027-01-01"
        ),
        ("units.yaml", "id: one_stop", "id: One Stop", 2, "units[0].id"),
        (
            "units.yaml", "    address: Số 1", "    address: Số 1\n  - { id: one_stop, name: b, address: c }", 5,
            "units[1]"
        ),
        ("overrides.yaml", "level: toan_trinh", "level: all", 3, "overrides[0].level"),
    ])
    func `a mistake is named with file, line, entry and mend`(
        _ file: String,
        _ old: String,
        _ new: String,
        _ line: Int,
        _ entry: String
    ) throws {
        let problems = try communeProblems("dak-ha/\(file)", replacing: old, with: new)
        let found = try #require(problems.first)
        #expect(found.file.hasSuffix("dak-ha/\(file)"))
        #expect(found.line == line)
        #expect(found.entry == entry)
        #expect(!found.mend.isEmpty)
    }

    @Test func `every missing file is named`() throws {
        let folder = try Scratch(["dak-ha/overrides.yaml": "overrides: []"])
        let thrown = #expect(throws: FileProblems.self) { try Commune.load(folder: folder.path + "/dak-ha") }
        #expect(thrown?.problems.map(\.what) == Array(repeating: "the file is missing", count: 3))
    }

    @Test func `an override of an unknown code and a missing unit are found`() throws {
        var files = goodCommune
        files["dak-ha/overrides.yaml"] = "overrides:\n  - code: \"1.000000\"\n    unit: one_stop\n"
        files["dak-ha/units.yaml"] = "units:\n  - { id: police, name: Công an, address: Số 1 }\n"
        let folder = try Scratch(files)
        let services = try Scratch(["a.yaml": goodProcedure])
        let commune = try Commune.load(folder: folder.path + "/dak-ha")
        let problems = commune.problems(of: try ServiceCatalogue.load(folder: services.path))
        #expect(problems.map(\.entry) == ["1.000000", "1.001193"])
        #expect(problems.map(\.line) == [2, 2])
        #expect(problems.allSatisfy { !$0.mend.isEmpty && !$0.file.isEmpty })
    }
}

struct `Phones of a practice` {
    @Test func `without the key the commune is open, with it those alone are answered`() throws {
        func phones(_ line: String) throws -> [String]? {
            var files = goodCommune
            files["dak-ha/commune.yaml", default: ""] += "\n" + line
            let folder = try Scratch(files)
            return try withExtendedLifetime(folder) {
                try Commune.loadAll(folder: folder.path)["dak-ha"]?.practicePhones
            }
        }
        #expect(try phones("") == nil)
        #expect(try phones("practice_phones: []") == [])
        #expect(try phones("practice_phones: [\"0912 000 321\", \"2512523625412515\"]")?.count == 2)
    }

    @Test(arguments: ["\"12\"", "\"0912-000-321\"", "\"ông Bình\"", "\"\""])
    func `what is no number is named`(phone: String) throws {
        let problems = try communeProblems(
            "dak-ha/commune.yaml", replacing: "retention_months: 24",
            with: "retention_months: 24\npractice_phones: [\(phone)]")
        #expect(problems.map(\.entry) == ["practice_phones[0]"])
        #expect(problems.first?.mend.isEmpty == false)
    }
}
