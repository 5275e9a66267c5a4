internal import JSONText
import PublicServices

/// Reads the text of a portal page that a crawl cut into keys: cells of its tables are glued to one another.
///
/// Where a step of the page holds the words of a heading, the crawl's own cut is wrong; so `raw_text` is cut again.
enum PortalPage {
    /// The page of another procedure stands under this code.
    struct OtherPage: Error {
        var code: String
        var found: String
    }

    private static let longestOffice = 160
    private static let none = "Không có thông tin"
    /// The headings of the page in their order; each is looked for behind the one before.
    private static let headings = [
        "Trình tự thực hiện", "Cách thức thực hiện", "Thành phần hồ sơ", "Căn cứ pháp lý", "Cơ quan thực hiện",
        "Yêu cầu, điều kiện thực hiện", "Kết quả xử lý",
    ]

    static func procedure(_ json: JSON) throws -> PublishedProcedure? {
        guard let code = try json.string("ma_thu_tuc").flatMap(ProcedureCode.init(checking:)),
            let name = try PublishedReading.text(json, "ten_thu_tuc")
        else { return nil }
        let page = try json.string("raw_text") ?? ""
        if let place = page.firstRange(of: "Mã thủ tục") {
            let found = page[place.upperBound...].prefix(8)
            guard found == code.rawValue else { throw OtherPage(code: code.rawValue, found: String(found)) }
        }
        var procedure = PublishedProcedure(code: code, name: name)
        func part(_ key: String) throws -> String {
            let text = try json.string(key) ?? ""
            return text == none ? "" : text
        }
        procedure.field = try part("linh_vuc")
        procedure.requirements = try clean(part("yeu_cau_dieu_kien"))
        procedure.steps = try clean(part("trinh_tu_thuc_hien"))
        // What is longer is the text of a step that holds the words of the heading.
        procedure.offices = try [clean(part("co_quan_thuc_hien"))].filter { !$0.isEmpty && $0.count <= longestOffice }
        procedure.result = try results(part("ket_qua_xu_ly"))
        let laws = #/[0-9]+\/[0-9]{4}\/[\p{L}0-9-]+/#
        procedure.laws = try part("can_cu_phap_ly").matches(of: laws).map { String($0.output) }
        // A cut that begins with the head of its table is right; else the page itself is cut.
        let ways = try part("cach_thuc_thuc_hien")
        let papers = try part("thanh_phan_ho_so")
        procedure.ways = self.ways(ways.contains(wayHead) ? ways : section(page, from: wayHead))
        procedure.papers = self.papers(papers.contains(paperHead) ? papers : section(page, from: paperHead))
        procedure.day = PublishedReading.firstDay(try json.string("ngay_doc"))
        return procedure
    }

    private static let wayHead = "Hình thức nộpThời gianPhí, lệ phíMô tả"
    private static let paperHead = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"

    /// What of the page begins with the head of a table, up to the heading of the next part.
    private static func section(_ page: String, from head: String) -> String {
        guard let start = page.firstRange(of: head)?.lowerBound else { return "" }
        let rest = page[start...]
        let ends = headings.compactMap { rest.firstRange(of: $0)?.lowerBound }.filter { $0 > start }
        return String(rest[..<(ends.min() ?? rest.endIndex)])
    }

    private static func clean(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// "Giấy khai sinhMã: KQ.1Trích lụcMã: KQ.2Từ khóa…" is two results; what stands behind is the page's search form.
    private static func results(_ text: String) -> String {
        let own = text.firstRange(of: "Từ khóa").map { text[..<$0.lowerBound] } ?? text[...]
        return own.split(separator: #/Mã: ?(?:KQ[0-9A-Z.]*[0-9]|[a-z0-9]+)/#).map { clean(String($0)) }.filter {
            !$0.isEmpty
        }
        .joined(separator: "; ")
    }

    /// Rows of ways: the name of a way and its time are glued, then fees, each with its remark in brackets.
    private static func ways(_ text: String) -> [PublishedProcedure.Way] {
        guard let head = text.firstRange(of: wayHead) else { return [] }
        let names = ["Trực tuyến": "online", "Trực tiếp": "direct", "Dịch vụ bưu chính": "post"]
        let units = [
            "Ngày làm việc": "working_day", "Ngày": "day", "Giờ": "hour", "Tháng": "month", "Khác": "other",
            "Giờ làm việc": "hour",
        ]
        let row =
            #/
            (Trực\ tuyến|Trực\ tiếp|Dịch\ vụ\ bưu\ chính)
            (?:([0-9]+)\ (Ngày\ làm\ việc|Giờ\ làm\ việc|Ngày|Giờ|Tháng|Khác)
            |([0-9]{1,2})(?=Miễn|Không)|Không\ có\ thông\ tin)
            /#
        let body = text[head.upperBound...]
        let starts = body.matches(of: row)
        return starts.enumerated().map { place, match in
            let end = place + 1 < starts.count ? starts[place + 1].range.lowerBound : body.endIndex
            let rest = clean(String(body[match.range.upperBound..<end]))
            let quantity = (match.output.2 ?? match.output.4).flatMap { Int($0) }
            let unit = match.output.3.flatMap { units[String($0)] } ?? "other"
            return PublishedProcedure.Way(
                way: names[String(match.output.1)] ?? "other", quantity: quantity, unit: unit,
                timeText: quantity == nil ? "" : "\(quantity ?? 0) \(match.output.3 ?? "")", fees: fees(rest))
        }
    }

    /// "150,000 Việt Nam Đồng(…)" is a sum; "Miễn phí(…)" is how the page prints 0, with a rule behind it.
    private static func fees(_ text: String) -> [PublishedProcedure.Fee] {
        guard !text.isEmpty, !text.hasPrefix(none) else { return [] }
        if text.hasPrefix("Miễn phí") {
            let rule = String(text.dropFirst("Miễn phí".count))
            let isBare = rule.allSatisfy { $0.isWhitespace || $0 == "(" || $0 == ")" }
            return [PublishedProcedure.Fee(amount: isBare ? 0 : nil, text: clean(text), isTypedZero: !isBare)]
        }
        let sums = text.matches(of: #/([0-9][0-9,]*) (?:Việt Nam Đồng|VNĐ)/#)
        return sums.enumerated().map { place, match in
            let end = place + 1 < sums.count ? sums[place + 1].range.lowerBound : text.endIndex
            let amount = Int(match.output.1.replacing(",", with: ""))
            // "25 VNĐ" is a slip for thousands: which, nobody can know.
            let isSlip = (1..<FacetComparison.smallestSum).contains(amount ?? 0)
            return PublishedProcedure.Fee(
                amount: isSlip ? nil : amount, text: clean(String(text[match.range.lowerBound..<end])),
                isTypedZero: amount == 0)
        }
    }

    /// Papers end with their numbers: "1 bản chính,0 bản sao"; the name of a form file is glued in front of them.
    private static func papers(_ text: String) -> [PublishedProcedure.Paper] {
        let counts = #/([0-9]+) bản chính(?:, ?([0-9]+) bản sao)?|([0-9]+) bản sao/#
        var papers: [PublishedProcedure.Paper] = []
        for table in text.split(separator: paperHead).dropFirst(text.hasPrefix(paperHead) ? 0 : 1) {
            var start = table.startIndex
            for match in table.matches(of: counts) {
                var name = clean(String(table[start..<match.range.lowerBound]))
                start = match.range.upperBound
                var form: String?
                if let file = name.firstMatch(of: #/[^.;:]*\.(?:docx?|pdf|xlsx?)$/#) {
                    form = String(file.output)
                    name = String(name[..<file.range.lowerBound])
                }
                guard !name.isEmpty else { continue }
                papers.append(
                    PublishedProcedure.Paper(
                        name: name, originals: match.output.1.flatMap { Int($0) } ?? 0,
                        copies: (match.output.2 ?? match.output.3).flatMap { Int($0) } ?? 0, form: form))
            }
        }
        return papers
    }
}
