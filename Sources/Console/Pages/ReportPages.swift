import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// "Báo cáo": what was asked and answered in some days, as page, charts, print and file of one query.
extension ConsoleDesk {
    var reportRoutes: [Route] {
        [
            .get("/bao-cao", .supervisors) { try await reportPage($0) },
            .get("/bao-cao/tep", .supervisors) { try await reportFile($0) },
            .post("/bao-cao/quan-tam", .supervisors) { try await interestFile($0) },
        ]
    }

    /// What is asked for, read from the address.
    private struct Wish {
        var commune: Commune
        var unit: UnitID?
        var hamlet: String?
        var period: ReportPeriod
        var from: CalendarDay
        var to: CalendarDay
        /// As they were typed, to stand in the fields again.
        var typed: (from: String, to: String)
        var faults: [(field: String, words: String)] = []

        /// The same again, for the file.
        var address: String {
            var parts = [("ky", period.rawValue), ("xa", commune.id.rawValue)]
            if let unit { parts.append(("to", unit.rawValue)) }
            if let hamlet { parts.append(("thon", hamlet)) }
            if period == .own { parts += [("tu", from.description), ("den", to.description)] }
            return parts.map { "\($0.0)=" + FormText.encoded($0.1) }.joined(separator: "&")
        }
    }

    private func wish(_ visit: Visit, by officer: Officer) throws -> Wish {
        let asked = visit.query["xa"].map(CommuneID.init(rawValue:))
        let id = asked.flatMap { officer.profile.communes.contains($0) ? $0 : nil } ?? officer.profile.communes.first
        guard let commune = commune(id) else { throw Refusal(.notFound) }
        let today = ClockWords(now: visit.now).today
        let period = visit.query["ky"].flatMap(ReportPeriod.init(rawValue:)) ?? .thisMonth
        let span = period.days(on: today) ?? (today.adding(days: 1 - today.day), today)
        let unit = visit.query["to"].flatMap { commune.unit(UnitID(rawValue: $0))?.id }
        let hamlet = commune.hamlets.map(\.label).first { $0 == visit.query["thon"] }
        var wish = Wish(
            commune: commune, unit: unit, hamlet: hamlet, period: period, from: span.from, to: span.to,
            typed: (span.from.description, span.to.description))
        guard period == .own else { return wish }
        wish.typed = (String((visit.query["tu"] ?? "").prefix(20)), String((visit.query["den"] ?? "").prefix(20)))
        let (from, to) = (ReportPeriod.day(wish.typed.from), ReportPeriod.day(wish.typed.to))
        if from == nil { wish.faults.append(("tu", "Chọn ngày bắt đầu, như 1/11/2026")) }
        if to == nil { wish.faults.append(("den", "Chọn ngày cuối, như 30/11/2026")) }
        guard let from, let to else { return wish }
        if from > to {
            wish.faults.append(("den", "Ngày cuối phải sau ngày bắt đầu"))
        } else if to.daysSince1970 - from.daysSince1970 >= limits.reportDays {
            wish.faults.append(("den", "Chọn nhiều nhất \(limits.reportDays) ngày"))
        } else {
            (wish.from, wish.to) = (from, to)
        }
        return wish
    }

    private func report(_ wish: Wish, by officer: Officer, now: Date) async throws -> OfficeReport {
        let query = ReportQuery(
            commune: wish.commune.id, unit: wish.unit, hamlet: wish.hamlet, from: wish.from, to: wish.to)
        guard
            let report = try await store.report(query, calendar: wish.commune.calendar, by: officer, now: now)
        else { throw Refusal(.notFound) }
        return report
    }

    private func sheet(_ report: OfficeReport, of commune: Commune) -> ReportSheet {
        let levels = Dictionary(procedures(of: commune).map { ($0.level, 1) }, uniquingKeysWith: +)
        return ReportSheet(
            report, calendar: commune.calendar,
            names: ReportSheet.Names(
                topic: { topic($0) ?? $0.rawValue }, channel: { id in channelName(id) },
                price: { channels[$0]?.segmentPrice }), levels: levels)
    }

    /// "SMS", with its id where several channels have that name.
    private func channelName(_ id: ChannelID) -> String {
        let name = channel(id) ?? id.rawValue
        let same = channels.keys.filter { channel($0) == name }
        return same.count > 1 && name != id.rawValue ? "\(name) (\(id.rawValue))" : name
    }

    private func targets(beside sheet: ReportSheet, of commune: Commune, today: CalendarDay) -> ReportTargets? {
        content.targets.map {
            ReportTargets(
                $0, sheet: sheet, procedures: procedures(of: commune), today: today)
        }
    }

    /// As the commune has them.
    private func procedures(of commune: Commune) -> [Procedure] {
        content.services.applying(overrides: commune).procedures
    }

    private func reportFile(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let wish = try wish(visit, by: officer)
        guard wish.faults.isEmpty else { return .seeOther("/bao-cao?" + wish.address) }
        let report = try await report(wish, by: officer, now: visit.now)
        let sheet = sheet(report, of: wish.commune)
        let clock = ClockWords(now: visit.now)
        let text = ReportFile.csv(
            sheet, targets: targets(beside: sheet, of: wish.commune, today: clock.today),
            head: ReportFile.Head(
                commune: wish.commune.name + (wish.commune.isSample ? " (mẫu)" : ""),
                unit: unit(wish.unit, of: wish.commune), hamlet: wish.hamlet, from: wish.from.vietnameseText,
                to: wish.to.vietnameseText, at: "\(clock.clock(visit.now)) ngày \(clock.dayAndYear(visit.now))",
                upTo: report.upTo.map { "\(clock.clock($0)) ngày \(clock.dayAndYear($0))" },
                by: officer.profile.name))
        return .download(
            text, name: "bao-cao-\(wish.commune.id)-\(wish.from)-\(wish.to).csv", type: "text/csv; charset=utf-8")
    }

    /// Who put themselves on the commune's lists, with whole numbers to call; the record keeps who took it.
    private func interestFile(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let own = Set(channels.filter { $0.value.commune == commune.id }.keys)
        let entries = try await store.openedInterests(of: nil, on: own, by: "officer \(officer.id)", now: visit.now)
        let names = Dictionary(
            entries.map { ($0.topic, topic($0.topic) ?? $0.topic.rawValue) }, uniquingKeysWith: { first, _ in first })
        return .download(
            InterestText.csv(entries, names: names), name: "quan-tam-\(commune.id).csv", type: "text/csv; charset=utf-8"
        )
    }

    private func reportPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let wish = try wish(visit, by: officer)
        let clock = ClockWords(now: visit.now)
        let heading = "Báo cáo " + ReportWords.period(from: wish.from, to: wish.to, today: clock.today)
        let report = try await report(wish, by: officer, now: visit.now)
        let sheet = sheet(report, of: wish.commune)
        let targets = targets(beside: sheet, of: wish.commune, today: clock.today)
        var values: Values = [
            "heading": heading, "file": "/bao-cao/tep?" + wish.address, "errors": errors(wish.faults),
            "about": about(wish, upTo: report.upTo, clock: clock), "figures": figures(sheet),
            "tables": ([sheet.overview] + sheet.tables).map(table),
            "commune": wish.commune.id.rawValue, "code": visit.formCode,
            "me": officer.displayName, "at": "\(clock.clock(visit.now)) ngày \(clock.dayAndYear(visit.now))",
        ]
        values.merge(fields(wish, officer: officer)) { $1 }
        values["targets"] =
            targets.map { targets -> Any in
                [
                    "about": targets.about,
                    "plans": targets.plans.enumerated().map { index, plan in
                        [
                            "id": "ke-hoach-\(index + 1)", "name": plan.name, "standing": plan.standing,
                            "doubt": given(plan.doubt), "hasRows": !plan.rows.isEmpty,
                            "rows": plan.rows.map {
                                ["name": $0.name, "target": $0.target, "counted": $0.counted, "note": $0.note] as Values
                            },
                        ] as Values
                    },
                ] as Values
            } ?? false
        return page(
            visit, title: heading, isWrong: !wish.faults.isEmpty, page: "bao-cao",
            main: library.text(of: "report", values))
    }

    private func about(_ wish: Wish, upTo: Date?, clock: ClockWords) -> String {
        let end = wish.to > clock.today ? clock.today : wish.to
        var words =
            "\(MatterWords.capitalized(wish.commune.name)), từ \(wish.from.vietnameseText) đến hết \(end.vietnameseText), giờ Việt Nam."
        if let unit = unit(wish.unit, of: wish.commune) {
            words += " Việc của cán bộ chỉ tính \(unit); tin nhắn là của cả xã."
        }
        if let hamlet = wish.hamlet {
            words += " Việc của cán bộ chỉ tính người ở \(hamlet) mà cán bộ đã ghi."
        }
        if let upTo { words += " Số liệu đến \(clock.clock(upTo))." }
        return words + (wish.commune.isSample ? " Số liệu mẫu." : "")
    }

    private func fields(_ wish: Wish, officer: Officer) -> Values {
        func options(_ list: [(String, String)], _ chosen: String) -> [Values] {
            list.map { ["value": $0.0, "label": $0.1, "chosen": $0.0 == chosen] }
        }
        let communes = officer.profile.communes.compactMap { commune($0) }
        let units = [("", "Cả xã")] + wish.commune.units.map { ($0.id.rawValue, $0.name) }
        func fault(_ field: String) -> Any { given(wish.faults.first { $0.field == field }?.words) }
        return [
            "periods": options(ReportPeriod.allCases.map { ($0.rawValue, $0.label) }, wish.period.rawValue),
            "units": options(units, wish.unit?.rawValue ?? ""),
            "hamlets": wish.commune.hamlets.isEmpty
                ? false as Any
                : [
                    "list": options(
                        [("", "Cả xã")] + wish.commune.hamlets.map { ($0.label, $0.label) }, wish.hamlet ?? "")
                ] as Values,
            "communes": communes.count > 1
                ? ["list": options(communes.map { ($0.id.rawValue, $0.name) }, wish.commune.id.rawValue)] as Values
                : false,
            "from": wish.typed.from, "to": wish.typed.to, "wrongFrom": fault("tu"), "wrongTo": fault("den"),
        ]
    }

    /// The four figures on top.
    private func figures(_ sheet: ReportSheet) -> [Values] {
        func figure(_ big: String?, _ label: String, _ small: String = "") -> Values {
            ["big": big ?? "–", "label": label, "small": small]
        }
        let lines = sheet.overview.lines
        let understood = sheet[ReportSheet.Named.understood]
        let promises = sheet[ReportSheet.Named.promises]
        let (median, ninety) = (lines[lines.count - 2], lines[lines.count - 1])
        let none = "chưa có số liệu"
        return [
            figure(lines[0].text, "tin bà con gửi đến", "từ \(lines[1].text) số điện thoại, tài khoản"),
            figure(
                understood?.share, "máy hiểu ngay lần đầu",
                understood?.number == nil ? none : "không phải hỏi lại"),
            figure(
                promises?.number.map { "\(NumberWords.grouped($0))/\(NumberWords.grouped(promises?.whole ?? 0))" },
                "giữ đúng giờ hẹn", promises?.share ?? none),
            figure(
                median.number == nil ? nil : median.text, "chờ cán bộ trả lời",
                ninety.number == nil ? none : "9/10 người chờ không quá \(ninety.text)"),
        ]
    }

    private func table(_ table: ReportSheet.Table) -> Values {
        var values: Values = [
            "id": table.id, "finding": table.finding, "caption": table.caption, "labels": table.labels,
            "note": given(table.note), "hasShares": table.hasShares, "hasMoney": table.hasMoney,
            "isInterest": table.id == ReportSheet.interestID, "hasLines": !table.lines.isEmpty,
            "isBars": table.chart == .bars, "isHours": table.chart == .hours,
            "unit": table.chart == nil ? "Số" : ReportWords.heading(of: table.lines.first?.unit),
            "lines": table.lines.map { line in
                [
                    "label": line.label, "number": line.text, "share": line.share ?? "",
                    "money": line.money.map(NumberWords.money) ?? "",
                ] as Values
            },
        ]
        values["chart"] = table.lines.isEmpty || table.chart == nil ? false : ReportChart.values(table)
        return values
    }
}

/// The days that a report can be asked for by name; the raw value stands in addresses.
enum ReportPeriod: String, CaseIterable, Sendable {
    case thisWeek = "tuan-nay"
    case thisMonth = "thang-nay"
    case lastMonth = "thang-truoc"
    case own = "tu-chon"

    var label: String {
        switch self {
        case .thisWeek: "Tuần này"
        case .thisMonth: "Tháng này"
        case .lastMonth: "Tháng trước"
        case .own: "Ngày tự chọn"
        }
    }

    /// The last included; nil where the days are typed.
    func days(on today: CalendarDay) -> (from: CalendarDay, to: CalendarDay)? {
        let first = today.adding(days: 1 - today.day)
        switch self {
        case .thisWeek:
            let monday = today.adding(days: -(Weekday.allCases.firstIndex(of: today.weekday) ?? 0))
            return (monday, today)
        case .thisMonth: return (first, today)
        case .lastMonth:
            let last = first.adding(days: -1)
            return (last.adding(days: 1 - last.day), last)
        case .own: return nil
        }
    }

    /// "2026-11-27" as a field gives it, or "27/11/2026" as people write it.
    static func day(_ typed: String) -> CalendarDay? {
        let parts = typed.trimmingCharacters(in: .whitespaces).replacing("/", with: "-").split(separator: "-")
        let numbers = parts.compactMap { $0.utf8.count <= 4 ? Int($0) : nil }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        return parts[0].utf8.count == 4
            ? CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2])
            : CalendarDay(year: numbers[2], month: numbers[1], day: numbers[0])
    }
}
