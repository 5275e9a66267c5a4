import Conversations
import Foundation
import PublicServices
import Storage

/// A report as tables of words and numbers: the one source of its page, its charts, its print and its file.
struct ReportSheet: Sendable, Equatable {
    /// What a number counts.
    enum Unit: String, Sendable {
        case messages = "tin"
        case people = "người nhắn"
        case matters = "việc"
        case minutes = "phút"
        case procedures = "thủ tục"
    }

    struct Line: Sendable, Equatable {
        var label: String
        /// Nil where nothing was measured, which is not the same as 0.
        var number: Int?
        var unit: Unit
        /// What the number is a part of.
        var whole: Int?
        /// In đồng; nil where no price is known.
        var money: Int?
        /// Drawn without filling: what is not one thing, or lies outside of office hours.
        var isOpen = false

        var text: String {
            guard let number else { return "chưa có số liệu" }
            return unit == .minutes ? ReportWords.wait(number) : NumberWords.grouped(number)
        }

        /// "16,5 %"; nothing where the whole is empty.
        var share: String? {
            guard let number, let whole else { return nil }
            return ReportWords.percent(number, of: whole)
        }
    }

    enum Chart: Sendable { case bars, hours }

    struct Table: Sendable, Equatable {
        /// Also the anchor of its section.
        var id: String
        /// What it is about, the first column of the file.
        var caption: String
        /// What it says, the heading.
        var finding: String
        var labels: String
        var lines: [Line]
        var chart: Chart?
        var note: String?

        var hasShares: Bool { lines.contains { $0.whole != nil } }
        var hasMoney: Bool { lines.contains { $0.money != nil } }
    }

    var overview: Table
    var tables: [Table]
    var all: [Table] { [overview] + tables }

    /// What stands in the names of things is given, so that the same sheet is made everywhere.
    struct Names: Sendable {
        var topic: @Sendable (TopicID) -> String
        var channel: @Sendable (ChannelID) -> String
        var price: @Sendable (ChannelID) -> Int?
    }

    /// How many topics stand by themselves; the others together are one line.
    private static let topics = 10

    /// - Parameter levels: how many procedures of the commune's catalogue can be done how far online.
    init(_ report: OfficeReport, calendar: OfficeCalendar, names: Names, levels: [ServiceLevel: Int] = [:]) {
        overview = Self.overview(report)
        tables = [
            Self.topics(report, names), Self.hours(report, calendar), Self.decisions(report), Self.matters(report),
            Self.hamlets(report),
            Self.closed(report), Self.interested(report, names), Self.levels(levels), Self.sent(report, names),
        ]
    }

    /// Lines of the overview that are spoken of elsewhere too.
    enum Named {
        static let understood = "Máy hiểu ngay lần đầu", unmarked = "Tin viết không dấu",
            guided = "Tin gửi đi có chỉ chỗ nộp trực tuyến", promises = "Giữ đúng giờ hẹn"
    }

    subscript(name: String) -> Line? { overview.lines.first { $0.label == name } }

    private static func overview(_ report: OfficeReport) -> Table {
        let (understood, promises) = (report.understoodAtFirst, report.promisesKept)
        let raised = report.matters.values.reduce(0, +)
        let known = report.decisions.filter { $0.key != "unread" }.values.reduce(0, +)
        let note = "Giờ chờ tính theo giờ làm việc, từ \(NumberWords.grouped(report.firstAnswerOf)) câu trả lời"
        return Table(
            id: "chung", caption: "Số liệu chung", finding: "Số liệu chung", labels: "Mục",
            lines: [
                Line(label: "Tin bà con gửi đến", number: report.received, unit: .messages),
                Line(label: "Số điện thoại, tài khoản đã nhắn", number: report.people, unit: .people),
                Line(
                    label: Named.understood, number: understood.whole > 0 ? understood.part : nil,
                    unit: .messages, whole: understood.whole),
                Line(label: Named.unmarked, number: report.unmarked, unit: .messages, whole: known),
                Line(label: "Máy gửi đi", number: report.sentByMachine, unit: .messages),
                Line(
                    label: Named.guided, number: report.guidedOnline, unit: .messages,
                    whole: report.sentByMachine + report.sentByStaff),
                Line(label: "Cán bộ gửi đi", number: report.sentByStaff, unit: .messages),
                Line(label: "Không trả lời vì hết số tin trong ngày", number: report.unanswered, unit: .messages),
                Line(label: "Việc đến cán bộ", number: raised, unit: .matters),
                Line(label: "Cán bộ đã trả lời", number: report.answeredByStaff, unit: .matters, whole: raised),
                Line(label: "Còn đang chờ", number: report.stillOpen, unit: .matters, whole: raised),
                Line(
                    label: Named.promises, number: promises.whole > 0 ? promises.part : nil, unit: .matters,
                    whole: promises.whole),
                Line(label: "Chờ cán bộ trả lời, ở giữa", number: report.firstAnswer?.median, unit: .minutes),
                Line(label: "9/10 người chờ không quá", number: report.firstAnswer?.ninety, unit: .minutes),
            ], note: note + ".")
    }

    private static func topics(_ report: OfficeReport, _ names: Names) -> Table {
        let whole = report.topics.reduce(0) { $0 + $1.count }
        var lines = report.topics.prefix(topics).map {
            Line(label: names.topic($0.topic), number: $0.count, unit: .messages, whole: whole)
        }
        let rest = report.topics.dropFirst(topics).reduce(0) { $0 + $1.count }
        if rest > 0 {
            lines.append(Line(label: "Việc khác", number: rest, unit: .messages, whole: whole, isOpen: true))
        }
        let first = lines.first.map { $0.label.prefix(1).lowercased() + $0.label.dropFirst() }
        return Table(
            id: "viec-hoi", caption: "Tin theo việc",
            finding: first.map { "Bà con hỏi nhiều nhất về \($0)" } ?? none("Tin theo việc"),
            labels: "Việc", lines: lines, chart: .bars, note: "Chỉ tính tin máy trả lời hoặc chỉ đúng nơi.")
    }

    private static func hours(_ report: OfficeReport, _ calendar: OfficeCalendar) -> Table {
        let whole = report.hours.reduce(0, +)
        let open = ReportWords.officeHours(calendar)
        let lines = report.hours.indices.map { hour in
            Line(
                label: "\(hour):00–\(hour):59", number: report.hours[hour], unit: .messages, whole: whole,
                isOpen: !open.contains(hour))
        }
        var busiest = 0
        for hour in 0..<23 where pair(hour, report.hours) > pair(busiest, report.hours) { busiest = hour }
        let finding = "Bà con nhắn nhiều nhất lúc \(busiest) đến \(busiest + 2) giờ"
        return Table(
            id: "gio", caption: "Tin theo giờ trong ngày",
            finding: whole == 0 ? none("Tin theo giờ trong ngày") : finding,
            labels: "Giờ", lines: lines, chart: .hours,
            note: "Cột rỗng: phần lớn ngoài giờ làm việc (\(calendar.hoursText)).")
    }

    /// What came in two hours of the day together.
    private static func pair(_ hour: Int, _ hours: [Int]) -> Int { hours[hour] + hours[hour + 1] }

    private static func decisions(_ report: OfficeReport) -> Table {
        let whole = report.decisions.values.reduce(0, +)
        let sorted = report.decisions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let share = ReportWords.percent(report.understoodAtFirst.part, of: report.understoodAtFirst.whole)
        return Table(
            id: "hieu", caption: "Máy làm gì với tin",
            finding: share.map { "Máy hiểu ngay \($0) số tin hỏi" } ?? none("Máy làm gì với tin"), labels: "Máy làm gì",
            lines: sorted.map {
                Line(label: ReportWords.decision($0.key), number: $0.value, unit: .messages, whole: whole)
            }, chart: .bars)
    }

    private static func matters(_ report: OfficeReport) -> Table {
        let whole = report.matters.values.reduce(0, +)
        let sorted = report.matters.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        let first = sorted.first.map { ", nhiều nhất vì \(MatterWords.reason($0.key))" } ?? ""
        return Table(
            id: "viec-can-bo", caption: "Việc đến cán bộ",
            finding: whole == 0 ? none("Việc đến cán bộ") : "\(NumberWords.grouped(whole)) việc đến cán bộ\(first)",
            labels: "Vì sao",
            lines: sorted.map {
                Line(
                    label: MatterWords.capitalized(MatterWords.reason($0.key)), number: $0.value, unit: .matters,
                    whole: whole)
            }, chart: .bars)
    }

    /// Nothing where no hamlet is known of anybody.
    private static func hamlets(_ report: OfficeReport) -> Table {
        let whole = report.hamlets.values.reduce(0, +)
        let known = report.hamlets.filter { !$0.key.isEmpty }
        let sum = known.values.reduce(0, +)
        let sorted = known.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var lines = sorted.map {
            Line(label: MatterWords.capitalized($0.key), number: $0.value, unit: .matters, whole: whole)
        }
        if let unknown = report.hamlets[""] {
            lines.append(Line(label: "Chưa biết thôn", number: unknown, unit: .matters, whole: whole, isOpen: true))
        }
        let most = sorted.first.map { ", nhiều nhất \($0.key)" } ?? ""
        return Table(
            id: "theo-thon", caption: "Việc đến cán bộ theo thôn",
            finding: whole == 0
                ? none("Việc đến cán bộ theo thôn")
                : "Biết thôn của \(NumberWords.grouped(sum)) trong \(NumberWords.grouped(whole)) việc\(most)",
            labels: "Thôn",
            lines: lines, chart: .bars, note: "Chỉ biết thôn của người mà cán bộ đã ghi, ở trang “Ghi chú” của việc.")
    }

    /// The table beside which the lists are taken.
    static let interestID = "quan-tam"

    private static func interested(_ report: OfficeReport, _ names: Names) -> Table {
        let whole = report.interested.values.reduce(0, +)
        let sorted = report.interested.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        let most = sorted.first.map { ", nhiều nhất về “\(names.topic($0.key))”" } ?? ""
        return Table(
            id: interestID, caption: "Bà con đăng ký quan tâm",
            finding: whole == 0
                ? none("Bà con đăng ký quan tâm") : "\(NumberWords.grouped(whole)) lượt đăng ký quan tâm\(most)",
            labels: "Về việc",
            lines: sorted.map {
                Line(label: names.topic($0.key), number: $0.value, unit: .people, whole: whole)
            }, chart: .bars)
    }

    private static func levels(_ levels: [ServiceLevel: Int]) -> Table {
        let whole = levels.values.reduce(0, +)
        let online = (levels[.toanTrinh] ?? 0) + (levels[.motPhan] ?? 0)
        return Table(
            id: "muc-do", caption: "Thủ tục theo mức độ trực tuyến",
            finding: whole == 0
                ? none("Thủ tục theo mức độ trực tuyến")
                : "\(NumberWords.grouped(online)) trong \(NumberWords.grouped(whole)) thủ tục nộp được trực tuyến",
            labels: "Mức độ",
            lines: ServiceLevel.allCases.filter { levels[$0] != nil }.map {
                Line(
                    label: ReportWords.level($0), number: levels[$0], unit: .procedures, whole: whole,
                    isOpen: $0 == .chuaRo)
            }, chart: .bars, note: "Theo danh mục của xã lúc này, không theo kỳ báo cáo.")
    }

    private static func closed(_ report: OfficeReport) -> Table {
        let whole = report.closedWithoutAnswer.values.reduce(0, +)
        let sorted = report.closedWithoutAnswer.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        return Table(
            id: "dong", caption: "Việc đóng mà không nhắn trả lời",
            finding: whole == 0
                ? "Không việc nào đóng mà không nhắn trả lời"
                : "\(NumberWords.grouped(whole)) việc đóng mà không nhắn trả lời", labels: "Vì sao",
            lines: sorted.map {
                Line(label: MatterWords.closing($0.key), number: $0.value, unit: .matters, whole: whole)
            }, chart: .bars)
    }

    private static func sent(_ report: OfficeReport, _ names: Names) -> Table {
        let lines = report.units.sorted { $0.key.rawValue < $1.key.rawValue }.map { channel, units in
            Line(
                label: names.channel(channel), number: units, unit: .messages,
                money: names.price(channel).map { $0 * units })
        }
        let whole = lines.reduce(0) { $0 + ($1.number ?? 0) }
        let money = lines.compactMap(\.money)
        // A sum without the price of one channel would be a wrong one.
        let cost = money.count == lines.count ? ", hết \(NumberWords.money(money.reduce(0, +)))" : ""
        return Table(
            id: "gui-di", caption: "Tin gửi đi và tiền",
            finding: lines.isEmpty ? none("Tin gửi đi và tiền") : "Gửi đi \(NumberWords.grouped(whole)) tin\(cost)",
            labels: "Kênh",
            lines: lines, chart: .bars,
            note: "SMS tính theo số tin mà nhà mạng tính tiền, gồm cả tin báo điện thoại trực."
                + (money.count == lines.count ? "" : " Kênh chưa ghi giá trong cấu hình thì không tính tiền."))
    }

    /// Each with its own name: headings are the names of their sections.
    private static func none(_ caption: String) -> String { "\(caption): chưa có số liệu" }
}
