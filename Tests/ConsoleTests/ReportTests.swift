import Conversations
import Foundation
import Testing

@testable import Console
@testable import PublicServices
@testable import Storage

@Suite struct ReportTests {
    private static let day = CalendarDay(daysSince1970: 20_783)
    private static let names = ReportSheet.Names(
        topic: { $0.rawValue == "evil" ? "=HYPERLINK(\"http://x\")" : "Việc \($0.rawValue)" }, channel: { $0.rawValue },
        price: { $0.rawValue == "sms" ? 350 : nil })

    private func calendar() throws -> OfficeCalendar {
        let periods = try [#require(OpenPeriod(from: 450, to: 690)), #require(OpenPeriod(from: 780, to: 1020))]
        let days: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        return OfficeCalendar(weeklyHours: Dictionary(uniqueKeysWithValues: days.map { ($0, periods) }))
    }

    private func report() -> OfficeReport {
        var report = OfficeReport(ReportQuery(commune: "dak-ha", from: Self.day, to: Self.day))
        report.received = 1284
        report.people = 412
        report.understoodAtFirst = Share(812, of: 1000)
        report.topics = (0..<14).map { (topic: TopicID(rawValue: "\($0)"), count: 200 - $0 * 7) }
        report.topics[3].topic = "evil"
        report.hours[8] = 171
        report.hours[9] = 158
        report.hours[20] = 18
        report.decisions = ["answer": 812, "none": 100, "menu": 88]
        report.matters = [.askedForStaff: 40, .notUnderstood: 14]
        report.closedWithoutAnswer = [.spam: 3]
        report.answeredByStaff = 50
        report.firstAnswerOf = 50
        report.firstAnswer = (42, 170)
        report.promisesKept = Share(52, of: 54)
        report.units = ["sms": 900, "zalo": 30]
        report.hamlets = ["thôn 2 (xã Hà Mòn)": 9, "": 45]
        report.sentByMachine = 900
        report.guidedOnline = 120
        report.interested = ["solar_interest": 7, "evil": 1]
        return report
    }

    private func sheet(_ report: OfficeReport) throws -> ReportSheet {
        ReportSheet(
            report, calendar: try calendar(), names: Self.names, levels: [.toanTrinh: 120, .motPhan: 40, .chuaRo: 3])
    }

    /// The cells of the file, row by row.
    private func rows(_ text: String) -> [[String]] {
        #expect(text.hasPrefix("\u{FEFF}"))
        return text.dropFirst().split(separator: "\r\n").map { row in
            row.dropFirst().dropLast().split(separator: "\",\"", omittingEmptySubsequences: false)
                .map { String($0).replacing("\"\"", with: "\"") }
        }
    }

    private let head = ReportFile.Head(
        commune: "xã Đăk Hà", unit: nil, from: "1/11/2026", to: "26/11/2026", at: "14:05 ngày 26/11/2026", by: "Hạnh")

    @Test func `file, chart and table tell the same numbers`() throws {
        let sheet = try sheet(report())
        let rows = rows(ReportFile.csv(sheet, head: head))
        for table in sheet.all {
            let ofTable = rows.filter { $0.first == table.caption && $0.count == 7 }
            #expect(ofTable.map { $0[2] } == table.lines.map { $0.number.map(String.init) ?? "" }, "\(table.id)")
            #expect(ofTable.map { $0[5] } == table.lines.map { $0.share ?? "" })
            let chart = ReportChart.values(table)
            switch table.chart {
            case .bars:
                let bars = try #require(chart["bars"] as? [Values])
                #expect(bars.map { $0["number"] as? String } == table.lines.map(\.text))
                // As long as the number, to the pixel.
                let most = table.lines.compactMap(\.number).max() ?? 1
                for (bar, line) in zip(bars, table.lines) {
                    let length = try #require(bar["width"] as? Int)
                    #expect(abs(length - (line.number ?? 0) * 250 / most) <= 2)
                }
            case .hours:
                let columns = try #require(chart["columns"] as? [Values])
                #expect(columns.count == 24)
                let heights = columns.compactMap { $0["height"] as? Int }
                #expect(heights.indices.filter { heights[$0] > 0 } == [8, 9, 20])
                #expect(heights[8] > heights[9] && heights[9] > heights[20])
            case nil: #expect(chart.isEmpty)
            }
        }
        let topics = try #require(sheet.tables.first)
        #expect(
            topics.lines.count == 11 && topics.lines.last?.label == "Việc khác" && topics.lines.last?.isOpen == true)
        #expect(topics.lines.compactMap(\.number).reduce(0, +) == report().topics.reduce(0) { $0 + $1.count })
    }

    @Test func `numbers of a standby say up to when they are complete, and others say nothing`() throws {
        let title = "Số liệu đến"
        #expect(!rows(ReportFile.csv(try sheet(report()), head: head)).contains { $0.first == title })
        var late = head
        late.upTo = "14:04 ngày 26/11/2026"
        let file = rows(ReportFile.csv(try sheet(report()), head: late))
        #expect(file.filter { $0.first == title } == [[title, "14:04 ngày 26/11/2026"]])
    }

    @Test func `what a spreadsheet would take for a formula is text`() throws {
        let text = ReportFile.csv(try sheet(report()), head: head)
        #expect(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""))
        for evil in ["=1", "+1", "-1", "@a", "\t=1", " =1", "＝1", "\r=1", "\n@a"] {
            #expect(ReportFile.cell(evil).hasPrefix("\"'"), "\(evil.debugDescription)")
        }
        #expect(ReportFile.cell("Đăng ký \"khai sinh\"") == "\"Đăng ký \"\"khai sinh\"\"\"")
        #expect(!ReportFile.cell("a\r\nb").contains("\n"))
    }

    @Test func `what was not measured is not zero`() throws {
        let empty = OfficeReport(ReportQuery(commune: "dak-ha", from: Self.day, to: Self.day))
        let sheet = try sheet(empty)
        #expect(sheet[ReportSheet.Named.understood]?.text == "chưa có số liệu")
        #expect(sheet[ReportSheet.Named.understood]?.share == nil)
        #expect(sheet.overview.lines.last?.number == nil)
        #expect(sheet.tables[0].finding == "Tin theo việc: chưa có số liệu")
        // Headings are the names of sections, which differ.
        #expect(Set(sheet.all.map(\.finding)).count == sheet.all.count)
        #expect(ReportWords.percent(0, of: 0) == nil)
        #expect(ReportWords.percent(1, of: 3) == "33,3\u{A0}%")
        #expect(ReportWords.percent(2, of: 3) == "66,7\u{A0}%")
        #expect(ReportWords.percent(999, of: 1000) == "99,9\u{A0}%")
    }

    @Test func `a sum is told only where every price is known`() throws {
        var report = report()
        let mixed = try #require(try sheet(report).tables.last)
        #expect(mixed.finding == "Gửi đi 930 tin" && mixed.lines.map(\.money) == [315_000, nil])
        report.units = ["sms": 900]
        #expect(try sheet(report).tables.last?.finding == "Gửi đi 900 tin, hết 315.000\u{A0}đ")
    }

    @Test func `hours outside of the office's are drawn open`() throws {
        let hours = try #require(try sheet(report()).tables.first { $0.chart == .hours })
        #expect(hours.lines.indices.filter { !hours.lines[$0].isOpen } == [7, 8, 9, 10, 11, 13, 14, 15, 16])
        #expect(hours.finding == "Bà con nhắn nhiều nhất lúc 8 đến 10 giờ")
    }

    @Test func `days are named as an office names them`() throws {
        let thursday = try #require(CalendarDay(year: 2026, month: 11, day: 26))
        let week = try #require(ReportPeriod.thisWeek.days(on: thursday))
        #expect(week.from.description == "2026-11-23" && week.to == thursday)
        let last = try #require(ReportPeriod.lastMonth.days(on: thursday))
        #expect(last.from.description == "2026-10-01" && last.to.description == "2026-10-31")
        #expect(ReportWords.period(from: last.from, to: last.to, today: thursday) == "tháng 10/2026")
        #expect(ReportWords.period(from: last.from, to: last.from, today: thursday) == "ngày 1/10/2026")
        let begun = thursday.adding(days: -25)
        #expect(ReportWords.period(from: begun, to: thursday, today: thursday) == "tháng 11/2026")
        #expect(ReportWords.period(from: begun, to: begun.adding(days: 1), today: thursday) == "1/11 đến 2/11/2026")
        #expect(ReportPeriod.day("5/11/2026") == ReportPeriod.day("2026-11-05"))
        for text in ["", "5/11", "31/11/2026", "2026-13-01", "a-b-c", "99999999999999999999-1-1"] {
            #expect(ReportPeriod.day(text) == nil, "\(text)")
        }
    }

    @Test func `a plan whose time is over says so, and what is counted is not called the target`() throws {
        let today = try #require(CalendarDay(year: 2026, month: 11, day: 26))
        let old = PlanTargets.Plan(
            name: "KH", period: "2021–2025", endsOn: today.adding(days: -1), standing: .inForce, sources: ["a"],
            targets: [
                PlanTargets.Target(name: "Trực tuyến", target: "50 %", confidence: .medium, measure: .understoodAtFirst)
            ])
        var open = old
        open.endsOn = nil
        open.standing = .unconfirmed
        let targets = ReportTargets(
            PlanTargets(version: 1, checkedOn: today, plans: [old, open]), sheet: try sheet(report()), procedures: [],
            today: today)
        #expect(targets.plans[0].standing == "2021–2025 · đã hết kỳ, chỉ để đối chiếu")
        #expect(targets.plans[1].standing == "2021–2025 · chưa xác nhận được")
        let row = try #require(targets.plans[0].rows.first)
        #expect(row.counted == "81,2\u{A0}% tin hỏi được hiểu ngay" && row.target == "50 %")
        #expect(row.note == "Mức tham khảo.")
    }
}
