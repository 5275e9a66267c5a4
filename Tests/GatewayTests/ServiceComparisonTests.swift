import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

@testable import Gateway

@Suite struct ServiceComparisonTests {
    /// A line of our own format.
    static func line(
        _ code: String, _ name: String, fee: String = "null", typedZero: Bool = false, days: Int = 3, more: String = ""
    ) -> String {
        """
        {"code": "\(code)", "name": "\(name)", "field": "Thử", "read_on": "2026-11-20", \
        "receiving_office": "Ủy ban nhân dân cấp xã", "result": "Giấy mẫu", "ways": [{"way": "direct", "time": \
        {"qty": \(days), "unit": "working_day"}, "fees": [{"amount_vnd": \(fee), "text": "theo quy định", \
        "portal_zero": \(typedZero)}]}], "documents": [{"case": "", "items": [{"name": "- Tờ khai; theo mẫu", \
        "originals": 1, "copies": 0, "form_file": "mau.docx"}, {"name": "lưu ý", "originals": 0, "copies": 0}]}]\(more)}
        """
    }

    private func read(_ text: String) throws -> [PublishedProcedure] {
        try PublishedFile.read(Array(text.utf8), name: "thu.jsonl")
    }

    private func fact(_ text: String, _ confidence: Confidence = .high, on day: String = "2026-11-01") throws -> Fact {
        Fact(text: text, confidence: confidence, sources: ["s"], checkedOn: try #require(CalendarDay(day)))
    }

    private func procedure(_ code: String, _ name: String, _ facts: [FactKind: Fact]) -> Procedure {
        Procedure(
            code: ProcedureCode(rawValue: code), name: name, topic: "t", field: "Thử", level: .khong, unit: "one_stop",
            isMain: false, facts: facts)
    }

    private func verdicts(_ facts: [FactKind: Fact], _ line: String) throws -> [FactKind?: ServiceComparison.Finding] {
        let comparison = ServiceComparison(
            ServiceCatalogue(procedures: [procedure("9.000001", "Cấp giấy mẫu", facts)]),
            PublishedCatalogue(try read(line)))
        let findings = try #require(comparison.entries.first).findings
        return Dictionary(findings.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `each facet says what ours and theirs have, and which is older`() throws {
        let found = try verdicts(
            [.fee: fact("20.000 đồng."), .time: fact("5 ngày làm việc."), .documents: fact("Tờ khai.")],
            Self.line("9.000001", "Cấp giấy mẫu", fee: "20000"))
        #expect(found[nil]?.verdict == .agrees)
        #expect(found[.fee]?.verdict == .agrees)
        #expect(found[.time]?.verdict == .differs)
        #expect(found[.documents]?.verdict == .agrees)
        #expect(found[.result]?.verdict == .onlyTheirs)
        #expect(found[.time]?.isOlder == true)
        let newer = try verdicts(
            [.time: fact("3 ngày làm việc.", on: "2026-11-25")], Self.line("9.000001", "Cấp giấy mẫu"))
        #expect(newer[.time]?.isOlder == false)
        #expect(newer[.time]?.verdict == .agrees)
    }

    @Test func `a typed zero is no exemption`() throws {
        let line = Self.line("9.000001", "Cấp giấy mẫu", typedZero: true)
        #expect(try verdicts([.fee: fact("Miễn phí.")], line)[.fee]?.verdict == .unclear)
        #expect(try verdicts([.fee: fact("Theo mức của tỉnh.")], line)[.fee]?.verdict == .agrees)
        let free = Self.line("9.000001", "Cấp giấy mẫu", fee: "0")
        #expect(try verdicts([.fee: fact("Miễn phí.")], free)[.fee]?.verdict == .agrees)
    }

    @Test func `what we withhold is what they can give`() throws {
        let line = Self.line("9.000001", "Cấp giấy mẫu")
        #expect(try verdicts([.time: fact("3 ngày.", .low)], line)[.time]?.verdict == .onlyTheirs)
    }

    @Test func `codes that have gone, were merged or are ours alone are named`() throws {
        let ours = ServiceCatalogue(procedures: [
            procedure("9.000001", "Cấp giấy mẫu", [:]), procedure("9.000002", "Đổi giấy phép thử nghiệm", [:]),
            procedure("none-test-copy", "Sao lục hồ sơ thử nghiệm", [:]),
        ])
        let lines = [
            Self.line("9.000001", "Cấp giấy mẫu", more: ", \"ended\": \"đã nhập vào 9.000009\""),
            Self.line("9.000008", "Thủ tục đổi giấy phép thử nghiệm"),
            Self.line("9.000007", "Sao lục hồ sơ thử nghiệm"),
        ]
        let comparison = ServiceComparison(ours, PublishedCatalogue(try read(lines.joined(separator: "\n"))))
        #expect(comparison.absent.map(\.procedure.code) == ["9.000002"])
        #expect(comparison.absent.first?.successor?.code == "9.000008")
        #expect(comparison.uncoded.first?.candidate?.code == "9.000007")
        let text = ComparisonText.lines(comparison, showsAll: false)
        #expect(text.contains { $0.contains("MÃ ĐÃ HẾT DÙNG: đã nhập vào 9.000009") })
        #expect(text.contains { $0.contains("có thể nay là 9.000008") })
        #expect(text.last == "1 mã đã hết dùng (9.000001), 1 mã của ta họ không có, 2 thủ tục của họ ta chưa có.")
    }

    @Test func `a province's own entry does not stand in for the central one`() throws {
        let own = Self.line("9.000001", "Của tỉnh", more: ", \"issued_by\": \"UBND tỉnh X\"")
        let central = Self.line("9.000001", "Cấp giấy mẫu", more: ", \"issued_by\": \"Bộ Thử\"")
        for lines in [[own, central], [central, own]] {
            let catalogue = PublishedCatalogue(try read(lines.joined(separator: "\n")))
            #expect(catalogue.procedures["9.000001"]?.name == "Cấp giấy mẫu")
        }
    }

    @Test func `proposals load as a catalogue of which nothing is told`() throws {
        let hostile = #"Tên \"lạ\"\\: [x] http://evil.com 1.001193 – “ngoặc”\u0007\n- a"#
        let lines = [
            Self.line("9.000001", "Cấp giấy mẫu", fee: "20000"),
            Self.line("9.000005", hostile, more: ", \"requirements\": \"Đủ 18 tuổi; xem www.evil.com và 2.000815\""),
        ]
        let ours = ServiceCatalogue(procedures: [procedure("9.000001", "Cấp \"giấy\" mẫu", [:])])
        let comparison = ServiceComparison(ours, PublishedCatalogue(try read(lines.joined(separator: "\n"))))
        let today = try #require(CalendarDay("2026-11-26"))
        let text = try #require(
            ServiceProposal.yaml(comparison, codes: ["9.000001", "9.000005"], today: today))
        let folder = FileManager.default.temporaryDirectory.appending(path: "proposal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(to: folder.appending(path: "a.yaml"), atomically: true, encoding: .utf8)
        let loaded = try ServiceCatalogue.load(folder: folder.path)
        #expect(loaded.procedures.map(\.code) == ["9.000001", "9.000005"])
        #expect(loaded["9.000001"]?.facts[.fee]?.text == "nộp trực tiếp: 20.000 đồng")
        #expect(loaded["9.000001"]?.facts[.documents]?.text == "Tờ khai, theo mẫu")
        #expect(loaded["9.000005"]?.facts[.eligibility]?.text == "Đủ 18 tuổi; xem và")
        for procedure in loaded.procedures {
            for fact in procedure.facts.values {
                #expect(fact.standing(on: today) == .withheld)
                #expect(fact.checkedOn.description == "2026-11-20")
                #expect(fact.sources == ["thu.jsonl, ghi ngày 20/11/2026"])
            }
        }
        #expect(ServiceProposal.yaml(comparison, codes: ["8.000000"], today: today) == nil)
    }
}

/// Files that people get wrong, and files that were made to do harm.
@Suite struct PublishedFileTests {
    private func problems(_ bytes: [UInt8]) throws -> [String] {
        do throws(PublishedFileProblems) {
            _ = try PublishedFile.read(bytes, name: "f")
            return []
        } catch { return error.problems.map(\.description) }
    }

    private func problems(_ text: String) throws -> [String] { try problems(Array(text.utf8)) }

    static let good = ServiceComparisonTests.line("9.000001", "Cấp giấy mẫu")

    @Test(arguments: [
        ("", "tệp trống"), (" \n\n", "tệp trống"), ("%PDF-1.7", "không phải JSON"), ("PK\u{3}\u{4}", "không phải JSON"),
        ("[{\"code\": \"9.000001\"}]", "mảng JSON"), ("{\"name\": \"x\"}", "không có mã"), ("{}", "không có mã"),
        ("{\"code\": \"9.1\", \"name\": \"x\"}", "không có mã"), ("{\"code\": 7, \"name\": \"x\"}", "ghi sai kiểu"),
        ("{\"code\": \"9.000001\", \"name\": \"x\", \"ways\": 3}", "ghi sai kiểu"),
        ("{\"code\": \"9.000001\", \"name\": \"x\", \"documents\": [7]}", "ghi sai kiểu"),
    ])
    func `a wrong file gets a sentence`(_ text: String, _ what: String) throws {
        let found = try problems(text)
        #expect(found.count == 1)
        #expect(found.first?.contains(what) == true, "\(found)")
        #expect(found.first?.contains("Cách sửa: ") == true)
    }

    @Test func `an entry of our own making is passed over`() throws {
        let own = Self.good.replacing("9.000001", with: "none-own-name")
        #expect(try PublishedFile.read(Array((own + "\n" + Self.good).utf8), name: "f").map(\.code) == ["9.000001"])
    }

    @Test func `a file that was cut off is told from a wrong line`() throws {
        let cut = Self.good + "\n" + Self.good.prefix(200)
        #expect(try problems(cut) == ["f, dòng 2: tệp bị cắt giữa chừng. Cách sửa: tải lại tệp cho đủ"])
        #expect(try problems("{oops\n" + Self.good + "\n").first?.contains("dòng 1: dòng này không phải JSON") == true)
    }

    @Test func `every line that is wrong is named, up to twenty, and nothing is taken`() throws {
        let lines = [Self.good] + Array(repeating: "{\"name\": \"x\"}", count: 40)
        #expect(try problems(lines.joined(separator: "\n")).count == 20)
    }

    @Test func `what is too long or too deep is refused in little time`() throws {
        let name = String(repeating: "a", count: 1 << 20)
        let long = Self.good + "\n{\"code\": \"9.000001\", \"name\": \"\(name)\"}"
        #expect(try problems(long).first?.contains("dòng dài hơn 1024 KB") == true)
        let deep = Self.good + "\n" + String(repeating: "{\"a\":", count: 100_000)
        #expect(try problems(deep + "\n").first?.contains("không phải JSON") == true)
        #expect(try problems([UInt8](repeating: 0x7B, count: 3 << 20)).isEmpty == false)
    }

    @Test func `numbers beyond all bounds are read as none`() throws {
        let line = ServiceComparisonTests.line("9.000001", "x", fee: "99999999999999999999999")
        let read = try PublishedFile.read(Array(line.utf8), name: "f")
        #expect(read.first?.ways.first?.fees.first?.amount == nil)
    }

    @Test func `what is no file gets a sentence too`() throws {
        for path in ["/nonexistent/x.jsonl", "/tmp", "/dev/zero"] {
            #expect(throws: PublishedFileProblems.self) { try PublishedFile.load(path: path) }
        }
    }
}

/// The shapes that crawls of the portal come in; the samples are made up.
@Suite struct PortalFormatTests {
    private func page(_ changes: [String: String] = [:]) throws -> PublishedProcedure {
        var keys = [
            "ma_thu_tuc": "9.000001", "ten_thu_tuc": "Cấp giấy mẫu", "linh_vuc": "Thử",
            "trinh_tu_thuc_hien": "Bước 1: nộp.", "yeu_cau_dieu_kien": "Không có thông tin",
            "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tả"
                + "Trực tuyến3 Ngày làm việc25,000 Việt Nam Đồng(nửa giá)"
                + "Trực tiếp5 NgàyMiễn phí(Theo quy định)Dịch vụ bưu chínhKhông có thông tinKhông có thông tin",
            "thanh_phan_ho_so": "Hồ sơ:Tên giấy tờMẫu đơn, tờ khaiSố lượng"
                + "Tờ khai theo mẫu.ToKhai 1.docx1 bản chính,0 bản sao"
                + "Bản sao căn cước0 bản chính,1 bản sao",
            "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnNghị định mẫu 12/2026/NĐ-CP",
            "ket_qua_xu_ly": "Giấy mẫuMã: KQ.G1.0001Thông báoMã: KQ.G1.0002Từ khóaKhông có thông tin",
            "raw_text": "Cấp giấy mẫuMã thủ tục9.000001Số quyết định1",
        ]
        keys.merge(changes) { $1 }
        let data = try JSONSerialization.data(withJSONObject: keys, options: [.prettyPrinted])
        return try #require(try PublishedFile.read(Array(data), name: "trang.json").first)
    }

    @Test func `cells that are glued to one another are told apart`() throws {
        let procedure = try page()
        #expect(procedure.ways.map(\.way) == ["online", "direct", "post"])
        #expect(procedure.ways.map(\.quantity) == [3, 5, nil])
        #expect(procedure.ways.map(\.unit) == ["working_day", "day", "other"])
        #expect(procedure.ways[0].fees.first?.amount == 25_000)
        #expect(procedure.ways[1].fees.first?.isTypedZero == true)
        #expect(procedure.ways[2].fees.isEmpty)
        #expect(procedure.papers.map(\.name) == ["Tờ khai theo mẫu.", "Bản sao căn cước"])
        #expect(procedure.papers.map(\.form) == ["ToKhai 1.docx", nil])
        #expect(procedure.papers.map(\.originals) == [1, 0])
        #expect(procedure.papers.map(\.copies) == [0, 1])
        #expect(procedure.result == "Giấy mẫu; Thông báo")
        #expect(procedure.laws == ["12/2026/NĐ-CP"])
        #expect(procedure.requirements.isEmpty)
    }

    @Test func `a number without a unit and a sum that is a slip are kept as what they are`() throws {
        let procedure = try page([
            "cach_thuc_thuc_hien":
                "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp1Miễn phíTrực tuyến2 Ngày25 VNĐ(nửa giá)"
        ])
        #expect(procedure.ways.map(\.quantity) == [1, 2])
        #expect(procedure.ways.map(\.unit) == ["other", "day"])
        #expect(procedure.ways.map(\.fees.first?.amount) == [0, nil])
    }

    @Test func `a table that the crawl cut wrong is cut from the page again`() throws {
        let table = "Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn đề nghị1 bản chínhCăn cứ pháp lýTên văn bản 3 bản chính"
        let procedure = try page([
            "thanh_phan_ho_so": "thực hiện như sau", "raw_text": "Mã thủ tục9.000001 … Thành phần hồ sơ" + table,
        ])
        #expect(procedure.papers.map(\.name) == ["Đơn đề nghị"])
    }

    @Test func `the page of another procedure is refused`() throws {
        #expect(throws: PublishedFileProblems.self) { try page(["raw_text": "Mã thủ tục8.000002Số"]) }
    }

    @Test func `a record and a row of the portal's interface are read`() throws {
        let record = """
            {"code": "9.000001", "source_id": "x", "name": "Cấp  giấy mẫu", "category": {"name": "Thử"}, "results": ["Giấy"],
             "channels": [{"method": "POSTAL", "fees": [{"value_vnd": 0, "text": "theo nghị quyết"}],
              "processing": {"qty": 2, "unit": "DAY"}}],
             "checklist_raw": [{"group": "", "items": [{"name": "Đơn", "original_qty": 1, "copy_qty": 0,
              "attachments": [{"name": "don.doc"}]}]}],
             "legal_basis": [{"code": "12/2026/NĐ-CP", "name": "Mẫu"}], "state": "UPDATED",
             "source": {"updated_at": "2026-04-15T10:11:58.905Z"}}
            """
        let procedure = try #require(try PublishedFile.read(Array(record.utf8), name: "r.json").first)
        #expect(procedure.name == "Cấp giấy mẫu")
        #expect(procedure.day?.description == "2026-04-15")
        #expect(procedure.ways.first?.way == "post")
        #expect(procedure.ways.first?.fees.first?.isTypedZero == true)
        #expect(procedure.papers.first?.form == "don.doc")
        #expect(procedure.ended == nil)
        let rows = """
            {"id": "a", "name": "Một", "codeNotation": "9.000002", "departments": ["", "Sở Thử"], "state": "ACTIVE"}
            {"id": "b", "name": "Hai", "codeNotation": "9.000003", "departments": [], "state": "DELETED"}
            """
        let read = try PublishedFile.read(Array(rows.utf8), name: "rows.jsonl")
        #expect(read.map(\.offices) == [["Sở Thử"], []])
        #expect(read.map(\.ended) == [nil, "trạng thái DELETED"])
    }
}
