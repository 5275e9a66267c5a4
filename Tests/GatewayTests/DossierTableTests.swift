import CheckedYAML
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
        ("H48-261120-0001;Khai sinh;2;;;12345", "x.csv:2: Số điện thoại: it is no Vietnamese phone number"),
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
            #expect(text.contains("Mend: "))
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

    @Test func `another encoding than UTF-8 is refused`() throws {
        #expect(throws: FileProblems.self) {
            _ = try DossierTable.read([0x4D, 0xE3], file: "x.csv", rules: Self.rules())
        }
    }
}
