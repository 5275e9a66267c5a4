import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

@testable import Gateway

@Suite struct DossierTableTests {
    private static func rules() throws -> DossierRules {
        try Commune.load(folder: GatewayBench.root + "/config/communes/dak-ha").dossiers
    }

    private static let header = "Mã hồ sơ;Tên thủ tục;Trạng thái;Ngày tiếp nhận;Ngày hẹn trả;Số điện thoại"

    private func read(_ text: String) throws -> [Dossier] {
        try DossierTable.read(Array(text.utf8), file: "x.csv", rules: Self.rules()).dossiers
    }

    @Test func `the example file is read whole`() throws {
        let table = try DossierTable.load(
            path: GatewayBench.root + "/config/examples/dossiers.csv", rules: Self.rules())
        #expect(table.dossiers.map(\.state) == [.processing, .supplementRequested, .finished, .processing, .returned])
        #expect(table.dossiers[0].phone == "+84901234567")
        #expect(table.dossiers[0].procedureCode == "1.001193")
        #expect(table.dossiers[3].reason == "Chờ xác minh nơi cư trú; đã gửi công văn")
        #expect(table.dossiers[3].newDate == CalendarDay("2026-11-30"))
        #expect(table.dossiers[4].phone == nil)
    }

    @Test(arguments: [
        "\u{FEFF}Mã hồ sơ,Tên thủ tục,Trạng thái,Lý do\r\nH48-261120-0001,Khai sinh,2,\"một, hai\"\r\n",
        "ma ho so\tTEN THU TUC\ttrang thai\tLy do\nH48-261120-0001\tKhai sinh\tĐược tiếp nhận\tmột, hai",
        "Trạng thái;Ghi chú;Lý do;Mã hồ sơ;Tên thủ tục\n\n\"đã tiếp nhận\";;\"một, hai\"; h48-261120-OOO1 ;Khai sinh\n",
    ])
    func `separators, quotes, line ends, BOM and the order of columns do not matter`(text: String) throws {
        let dossier = try #require(try read(text).first)
        #expect(dossier.code.description == "H48-261120-0001")
        #expect(dossier.procedureName == "Khai sinh")
        #expect(dossier.state == .accepted)
        #expect(dossier.reason == "một, hai")
    }

    @Test(arguments: [
        ("xyz;Khai sinh;2;;;", "x.csv:2: Mã hồ sơ: \"xyz\" is no dossier code"),
        ("H11-261120-0001;Khai sinh;2;;;", "x.csv:2: Mã hồ sơ: codes of H11 are not looked up here"),
        ("H48-261120-0001;;2;;;", "x.csv:2: Tên thủ tục: the field is empty"),
        ("H48-261120-0001;Khai sinh;đang bay;;;", "x.csv:2: Trạng thái: the state \"đang bay\" is not known"),
        ("H48-261120-0001;Khai sinh;11;;;", "x.csv:2: Trạng thái: the state \"11\" is not known"),
        ("H48-261120-0001;Khai sinh;2;31/02/2026;;", "x.csv:2: Ngày tiếp nhận: \"31/02/2026\" is no day"),
        ("H48-261120-0001;Khai sinh;2;20/11/2026;19/11/2026;", "x.csv:2: Ngày hẹn trả: the promised day lies before"),
        ("H48-261120-0001;Khai sinh;2;;30/12/1899;", "x.csv:2: Ngày hẹn trả: \"30/12/1899\" is what Excel makes of"),
        ("H48-261120-0001;Khai sinh;2;0/1/1900;;", "x.csv:2: Ngày tiếp nhận: \"0/1/1900\" is what Excel makes of"),
        ("H48-261120-0001;Khai sinh;2;;1899-12-30;", "x.csv:2: Ngày hẹn trả: \"1899-12-30\" is what Excel makes of"),
        ("H48-261120-0001;Khai sinh;2;;0;", "x.csv:2: Ngày hẹn trả: \"0\" is what Excel makes of"),
        ("H48-261120-0001;Khai sinh;2;;30/11/1999;", "x.csv:2: Ngày hẹn trả: \"30/11/1999\" lies outside"),
        ("H48-261120-0001;Khai sinh;2;;30/11/2126;", "x.csv:2: Ngày hẹn trả: \"30/11/2126\" lies outside"),
        ("H48-261120-0001;Khai sinh;2;;99999;", "x.csv:2: Ngày hẹn trả: \"99999\" lies outside"),
        ("H48-261120-0001;A;2;;;\nH48-261120-0001;B;2;;;", "x.csv:3: Mã hồ sơ: the code stands in line 2 already"),
        ("\"H48-261120-0001;A;2;;;", "x.csv:2: a quoted field does not end"),
        ("\"H48-261120-0001\"x;A;2;;;", "x.csv:2: a quoted field does not end"),
    ])
    func `a fault is named with line, column and mend, and nothing is taken`(lines: String, expected: String) throws {
        do {
            let taken = try read(Self.header + "\n" + lines)
            Issue.record("taken: \(taken.count)")
        } catch let problems as FileProblems {
            #expect(problems.problems.count == 1)
            let text = "\(problems)"
            #expect(text.contains(expected), "\(text)")
            #expect(text.contains("Fix: "))
            #expect(!text.contains("12345"))
        }
    }

    @Test func `all faults of a file are named at once`() throws {
        let lines = "a;Khai sinh;2;;;\nb;;x;;;\nH48-261120-0001;Khai sinh;2;;;"
        #expect {
            _ = try read(Self.header + "\n" + lines)
        } throws: { error in
            (error as? FileProblems)?.problems.compactMap(\.line) == [2, 3, 3, 3]
        }
    }

    @Test(arguments: [
        ("", "the file is empty"), ("Mã hồ sơ;Trạng thái\n", "Tên thủ tục: the column is missing"),
        ("Mã hồ sơ;Số hồ sơ;Tên thủ tục;Trạng thái\n", "two columns mean the same"),
    ])
    func `a first line that names too little or too much is refused`(text: String, expected: String) throws {
        #expect {
            _ = try read(text)
        } throws: { "\($0)".contains(expected) }
    }

    private func table(_ text: String, closedOn calendar: OfficeCalendar? = nil) throws -> DossierTable {
        try DossierTable.read(Array(text.utf8), file: "x.csv", rules: Self.rules(), calendar: calendar)
    }

    private static let row = "H48-261120-0001;Khai sinh;2;;;"

    @Test(arguments: [
        "0901234567", "\u{202A}0901234567\u{202C}", "\u{200B}0901234567", "0901\u{00A0}234\u{00A0}567",
        "0901\u{2011}234\u{2011}567", "０９０１２３４５６７", "'0901234567", "=\"0901234567\"", "\"=\"\"0901234567\"\"\"",
        "+84901234567", "901234567", "\u{FEFF}0901 234 567", "0901234567 / 0901234567", "0901234567 (Lan)",
    ])
    func `a phone is read as it is meant`(cell: String) throws {
        let table = try table(Self.header + "\n" + Self.row + cell)
        #expect(table.dossiers.first?.phone == "+84901234567")
        #expect(table.warnings.isEmpty)
    }

    @Test(arguments: [
        ("+85620 5551 2345", "another country"), ("+1 408 555 1234", "another country"),
        ("0901234567 / 0912345678", "several numbers"), ("\"0901234567\n0912345678\"", "several numbers"),
        ("0901234567,0912345678", "several numbers"), ("12345", "no Vietnamese phone"), ("90123456", "digits"),
        ("9,01E+08", "digits"), ("Lan", "no Vietnamese phone"),
    ])
    func `a row is taken without the right of its phone where that is none or several`(cell: String, words: String)
        throws
    {
        let table = try table(Self.header + "\n" + Self.row + cell + "\n" + Self.row.replacing("01;K", with: "02;K"))
        #expect(table.dossiers.map(\.phone) == [nil, nil])
        #expect(table.warnings.count == 1)
        let warning = try #require(table.warnings.first)
        #expect(warning.line == 2 && warning.what.contains(words), "\(warning)")
        // The fix names a made-up number; what stood in the cell is not repeated.
        #expect(!warning.what.contains("1234567") && !warning.what.contains("5551"))
    }

    @Test(arguments: ["", "-", "không có", "0", "KO"]) func `a word for no phone is none`(cell: String) throws {
        let table = try table(Self.header + "\n" + Self.row + cell)
        #expect(table.dossiers.count == 1 && table.dossiers[0].phone == nil && table.warnings.isEmpty)
    }

    @Test(arguments: [
        "sep=;\n", "sep=;\r\n", "SEP=;\n", "\"sep=;\"\n", "\u{FEFF}sep=;\n",
        "DANH SÁCH HỒ SƠ;;;;;\nUBND xã Đăk Hà, tháng 11;;;;;\n;;;;;\n", "Báo cáo, kỳ 11, năm 2026\n",
        "\u{FEFF}\"Danh sách\nhồ sơ\";;;\n",
    ])
    func `what stands above the names of the columns is passed over`(above: String) throws {
        let table = try table(above + Self.header + "\n" + Self.row + "0901234567")
        #expect(table.dossiers.map(\.phone) == ["+84901234567"])
        #expect(table.warnings.isEmpty == above.lowercased().contains("sep="))
    }

    @Test func `a hint of another separator is obeyed`() throws {
        let table = try table("sep=,\nMã hồ sơ,Tên thủ tục,Trạng thái\nH48-261120-0001,\"a;b;c;d\",2")
        #expect(table.dossiers.first?.procedureName == "a;b;c;d")
    }

    @Test(arguments: [
        "12;;;;;", ";;;;;", "\u{00A0};;;;;\u{200B}", "3.;;;;;", "Tổng cộng: 1;;;;;", "Người lập biểu;;;;;Lan",
    ])
    func `a last row that is no dossier is left out`(last: String) throws {
        let table = try table(Self.header + "\n" + Self.row + "\n" + last + "\n")
        #expect(table.dossiers.count == 1)
    }

    @Test(arguments: [
        ("45292", "2024-01-01"), ("45292.5", "2024-01-01"), ("36526", "2000-01-01"), ("46356", "2026-11-30"),
        ("30/11/26", "2026-11-30"), ("08:00 30/11/2026", "2026-11-30"), ("30-11-2026 08:00:00", "2026-11-30"),
        ("2026-11-30T00:00:00", "2026-11-30"), ("ngày 30 tháng 11 năm 2026", "2026-11-30"),
        ("NGÀY 3 THÁNG 1 NĂM 2026", "2026-01-03"), ("07:30:00, 30 - 11 - 2026", "2026-11-30"),
        ("2026.11.30 07:30", "2026-11-30"), ("1.2.2026", "2026-02-01"), ("30/11/2026, sáng", "2026-11-30"),
        ("46356,3125", "2026-11-30"),
        ("30\u{2011}11\u{2011}2026", "2026-11-30"), ("３０/11/2026", "2026-11-30"), ("\u{200E}30/11/2026", "2026-11-30"),
    ])
    func `a day is read as people and spreadsheets write it`(cell: String, day: String) throws {
        let table = try table(Self.header + "\nH48-261120-0001;Khai sinh;9;\(cell);;")
        #expect(table.dossiers.first?.receivedOn == CalendarDay(day))
    }

    @Test(arguments: [
        "30/11/202", "30/11/20266", "300/11/2026", "30/11", "30//11/2026", "2026 - 11 - 30", "2026-11-30x",
        "30/11/2026x",
        "\"30/11/2026\n01/12/2026\"", "ngày 30 tháng 11", "30 tháng 11 năm 26", "45292x", "123456", "1234",
        "7:3 30/11/2026",
        "mai",
    ])
    func `what is no day is named as none`(cell: String) throws {
        #expect {
            _ = try table(Self.header + "\nH48-261120-0001;Khai sinh;9;\(cell);;")
        } throws: { "\($0)".contains("is no day of the calendar") }
    }

    @Test func `a table of many rows costs what its rows cost`() throws {
        let row = ";Đăng ký khai sinh;Đang xử lý;20/11/2026;27/11/2026;0901234567"
        func time(_ rows: Int) throws -> Duration {
            let lines = (0..<rows).map { "H48-261120-\(10_000 + $0)" + row }.joined(separator: "\n")
            return try ContinuousClock().measure {
                let table = try table(Self.header + "\n" + lines)
                #expect(table.dossiers.count == rows)
            }
        }
        _ = try time(100)
        let (one, ten) = (try time(400), try time(4_000))
        #expect(ten < one * 40, "\(one), \(ten)")
    }

    @Test(arguments: [
        ("Đang giải quyết", DossierState.processing), ("đang thụ lý", .processing), ("Đã xong", .finished),
        ("Trễ hạn", .processing), ("QUÁ HẠN", .processing), ("da hoan thanh", .finished), ("Đã trả", .returned),
        ("Chờ bổ sung hồ sơ", .supplementRequested), ("Đang xử lý quá hạn", .processing), ("Đã\u{00A0}xong", .finished),
    ])
    func `usual names of states are known`(name: String, state: DossierState) throws {
        let table = try table(Self.header + "\nH48-261120-0001;Khai sinh;\(name);;;")
        #expect(table.dossiers.first?.state == state)
    }

    @Test(arguments: ["ĐT liên hệ", "Điện thoại liên hệ", "SĐT", "Di động", "SĐT người nộp", "số\u{00A0}điện thoại"])
    func `columns of phones have many names`(name: String) throws {
        let table = try table("Mã hồ sơ;Tên thủ tục;Trạng thái;\(name)\nH48-261120-0001;Khai sinh;2;0901234567")
        #expect(table.dossiers.first?.phone == "+84901234567" && table.warnings.isEmpty)
    }

    @Test(arguments: [
        ("ĐT của chủ hồ sơ", "Số điện thoại"), ("Zalo/SĐT 1", "Số điện thoại"), ("Ngày phải hẹn dân", "Ngày hẹn trả"),
    ])
    func `a column that smells of one that matters is warned of`(name: String, column: String) throws {
        let table = try table("Mã hồ sơ;Tên thủ tục;Trạng thái;\(name)\nH48-261120-0001;Khai sinh;2;x")
        #expect(table.warnings.contains { $0.entry == name && $0.what.contains(column) })
    }

    @Test func `of two columns that mean the same the more usual one is taken, with a warning`() throws {
        let table = try table(
            "Mã hồ sơ;Tên thủ tục;Trạng thái;Liên hệ;Số điện thoại\nH48-261120-0001;Khai sinh;2;thôn 2;0901234567")
        #expect(table.dossiers.first?.phone == "+84901234567")
        #expect(table.warnings.map(\.entry) == ["Liên hệ"])
    }

    @Test(arguments: [("28/11/2026", true), ("29/11/2026", true), ("01/01/2027", true), ("30/11/2026", false)])
    func `a promise on a closed day is taken and warned of`(day: String, isClosed: Bool) throws {
        let commune = try Commune.load(folder: GatewayBench.root + "/config/communes/dak-ha")
        let table = try table(
            Self.header + "\nH48-261120-0001;Khai sinh;2;;\(day);", closedOn: commune.calendar)
        #expect(table.dossiers.count == 1)
        #expect(table.warnings.contains { $0.what.contains("closed") } == isClosed)
    }

    @Test func `warnings of a long file are bounded`() throws {
        let rows = (1000..<1200).map { "H48-261120-\($0);Khai sinh;2;;;12345" }
        let table = try table(Self.header + "\n" + rows.joined(separator: "\n"))
        #expect(table.dossiers.count == 200)
        #expect(table.warnings.count == 51 && table.warnings.last?.what.contains("150 more") == true)
    }

    @Test func `a cell that a terminal would obey is shown harmless`() throws {
        #expect {
            _ = try table(Self.header + "\n\"H48\u{1B}[2J\r\n#9\";Khai sinh;2;;;")
        } throws: { error in
            let problems = (error as? FileProblems)?.problems ?? []
            return problems.count == 1 && "\(problems)".unicodeScalars.allSatisfy { $0.value >= 0x20 }
        }
    }

    @Test(arguments: [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]] as [[UInt8]])
    func `a workbook is called what it is`(bytes: [UInt8]) throws {
        #expect {
            _ = try DossierTable.read(bytes, file: "x.xlsx", rules: Self.rules())
        } throws: { "\($0)".contains("workbook") }
    }

    @Test func `another encoding than UTF-8 is refused`() throws {
        #expect(throws: FileProblems.self) {
            _ = try DossierTable.read([0x4D, 0xE3], file: "x.csv", rules: Self.rules())
        }
    }

    /// One table with a fault or remark of each kind.
    @Test func `officers read every fault and remark in Vietnamese, with its line`() throws {
        let calendar = try Commune.load(folder: GatewayBench.root + "/config/communes/dak-ha").calendar
        func said(_ bytes: [UInt8]) throws -> [DossierRemark] {
            let table = DossierTable(bytes, file: "x.csv", rules: try Self.rules(), calendar: calendar)
            return table.faults + table.remarks
        }
        let tables = [
            "Tổng hợp\n" + Self.header + ";Di động;Ngày hẹn trong giấy\n"
                + "xyz;;đang bay;31/02/2026;0;09 08\nH11-261120-0001;A;2;1/1/1999;;\nH48-261120-0003;B;2;9/11/2026;8/11/2026;098"
                + "\nH48-261120-0004;C;2;;;0901234567, 0901234568\nH48-261120-0004;C;2;;;+15551234567\nCộng;;;;;",
            "Mã hồ sơ;Tên thủ tục\n1;2", "Mã hồ sơ;Mã HS;Tên thủ tục;Trạng thái\n", "", "\"a",
            Self.header + "\n"
                + String(
                    repeating: "Cộng;;;;;\n", count: 80),
            "Mã hồ sơ;Tên thủ tục;Trạng thái;Mã thủ tục\nH48-261120-0001;A;2;khai sinh",
        ]
        var said = try tables.map { Array($0.utf8) }.flatMap(said)
        said += try [[0x50, 0x4B], [0x4D, 0xE3]].flatMap { try self.remarks($0) }
        #expect(said.count > 20)
        for remark in said {
            let words = remark.vietnamese
            #expect(words.hasSuffix(".") && words.contains { !$0.isASCII } && !words.contains("\""), "\(words)")
            #expect(!remark.problem(in: "x").what.isEmpty)
        }
    }

    private func remarks(_ bytes: [UInt8]) throws -> [DossierRemark] {
        DossierTable(bytes, file: "x.csv", rules: try Self.rules()).faults
    }
}
