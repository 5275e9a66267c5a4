import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage

/// "Lịch làm việc": when the offices are open, days that officers enter, and the phone on duty.
extension ConsoleDesk {
    var calendarRoutes: [Route] {
        [
            .get("/lich") { try await calendarPage($0, faults: []) },
            .post("/lich/ngay", .supervisors) { try await enterDays($0) },
            .post("/lich/ngay/bo", .supervisors) { try await dropDay($0) },
            .post("/lich/truc", .supervisors) { try await setDutyPhone($0) },
            .post("/lich/truc/bo", .supervisors) { try await dropDutyPhone($0) },
            .post("/lich/nam", .supervisors) { try await setKnownYear($0, isKnown: true) },
            .post("/lich/nam/bo", .supervisors) { try await setKnownYear($0, isKnown: false) },
        ]
    }

    private typealias Faults = [(field: String, words: String)]

    private static let done = [
        "ngay": "Đã ghi. Máy trả lời và hẹn giờ theo ngày này từ bây giờ.",
        "bo": "Đã bỏ. Ngày này lại theo lịch chung của xã.",
        "truc": "Đã đổi điện thoại trực. Tin khẩn cấp báo đến số mới từ bây giờ.",
        "bo-truc": "Đã bỏ. Điện thoại trực lại là số trong cấu hình của xã.",
        "nam": "Đã xác nhận. Máy hẹn giờ đến hết năm này.", "bo-nam": "Đã bỏ xác nhận.",
    ]

    private func calendarPage(_ visit: Visit, faults: Faults) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let calendar = commune.calendar
        let today = ClockWords(now: visit.now).today
        let own = commune.ownDays
        let mayChange = officer.profile.role != .officer
        func fault(_ field: String) -> Any { given(faults.first { $0.field == field }?.words) }
        let kind = visit.form["kieu"] ?? "nghi"
        let values: Values = [
            "errors": errors(faults), "communes": communeChoice(commune, by: officer), "commune": commune.id.rawValue,
            "name": MatterWords.capitalized(commune.name), "inlineName": commune.name, "code": visit.formCode,
            "mayChange": mayChange,
            "done": given(Self.done[visit.query["xong"] ?? ""]),
            "now": CalendarWords.now(calendar, at: visit.now), "hours": calendar.hoursText, "hotline": commune.hotline,
            "duty": commune.dutyPhone ?? "chưa ghi", "holder": given(own.dutyPhone?.holder),
            "dutyBy": given(own.dutyPhone.map { "\($0.by) ghi ngày \($0.on.vietnameseText)" }),
            "known": given(known(commune, today: today)),
            "nextYear": given(mayChange ? nextYear(commune, today: today).map { String($0) } : nil),
            "ownYear": given(
                own.knownYear.map {
                    "\($0.by) xác nhận ngày \($0.on.vietnameseText): đã ghi đủ ngày nghỉ đến hết năm \($0.year)."
                }),
            "missed": given(try await missed(commune, by: officer, now: visit.now)),
            "days": days(commune, from: today, mayChange: mayChange),
            "from": visit.form["tu"] ?? "", "to": visit.form["den"] ?? "", "typedHours": visit.form["gio"] ?? "",
            "reason": visit.form["ly-do"] ?? "", "isClosed": kind == "nghi", "isUsual": kind == "bu",
            "isHours": kind == "gio",
            "wrongFrom": fault("tu"), "wrongTo": fault("den"), "wrongHours": fault("gio"),
            "wrongReason": fault("ly-do"),
            "phone": visit.form["so"] ?? own.dutyPhone?.phone ?? "", "wrongPhone": fault("so"),
            "typedHolder": visit.form["ai"] ?? own.dutyPhone?.holder ?? "", "wrongHolder": fault("ai"),
        ]
        return page(
            visit, title: "Lịch làm việc", isWrong: !faults.isEmpty, page: "lich",
            main: library.text(of: "officeCalendar", values))
    }

    /// Days in a row that are alike.
    private struct Stretch {
        var first: CalendarDay
        var last: CalendarDay
        var what: String
        var reason: String
        var by: String?
    }

    /// What is closed or worked otherwise than the week says, from today on.
    private func days(_ commune: Commune, from today: CalendarDay, mayChange: Bool) -> [Values] {
        let calendar = commune.calendar
        let marked = Set(calendar.holidays.keys).union(calendar.extraWorkingDays.keys).union(calendar.dayHours.keys)
        var stretches: [Stretch] = []
        for day in marked.filter({ $0 >= today }).sorted() {
            let own = commune.ownDays[day]
            let periods = calendar.periods(on: day)
            let next = Stretch(
                first: day, last: day, what: periods.isEmpty ? "nghỉ" : "làm việc " + CalendarWords.hours(periods),
                reason: own?.name ?? calendar.holidays[day] ?? calendar.extraWorkingDays[day] ?? "",
                by: own.map { "\($0.by) ghi ngày \($0.on.vietnameseText)" })
            if let before = stretches.last, before.last.adding(days: 1) == day,
                (before.what, before.reason, before.by ?? "") == (next.what, next.reason, next.by ?? "")
            {
                stretches[stretches.count - 1].last = day
            } else {
                stretches.append(next)
            }
        }
        return stretches.prefix(limits.calendarDays).map { stretch in
            let isOne = stretch.first == stretch.last
            return [
                "day": isOne
                    ? CalendarWords.day(stretch.first)
                    : "\(CalendarWords.day(stretch.first)) đến \(CalendarWords.day(stretch.last).lowercased())",
                "what": stretch.what, "reason": stretch.reason, "by": given(stretch.by),
                "drop": mayChange && stretch.by != nil
                    ? ["first": stretch.first.description, "last": stretch.last.description] as Values : false as Any,
            ]
        }
    }

    /// Until when holidays were entered, said from some months before on.
    private func known(_ commune: Commune, today: CalendarDay) -> String? {
        guard let end = commune.calendar.knownUntil,
            end.daysSince1970 - today.daysSince1970 < limits.calendarNoticeDays
        else { return nil }
        return end < today
            ? "Lịch nghỉ mới ghi đến hết năm \(end.year) nên máy không hẹn giờ với bà con."
            : "Lịch nghỉ mới ghi đến hết năm \(end.year). Sau ngày \(end.vietnameseText) máy không hẹn giờ với bà con nữa."
    }

    /// The year whose holidays come next to be entered, where it is time for them.
    private func nextYear(_ commune: Commune, today: CalendarDay) -> Int? {
        guard known(commune, today: today) != nil, let end = commune.calendar.knownUntil else { return nil }
        return max(end.year + 1, today.year)
    }

    /// How many answers are promised for days on which nobody is there any more.
    private func missed(_ commune: Commune, by officer: Officer, now: Date) async throws -> String? {
        let calendar = commune.calendar
        let promised = try await store.promises(
            of: commune.id, after: now, limit: limits.calendarPromises, by: officer)
        let days = promised.map { calendar.day(of: $0) }.filter { calendar.periods(on: $0).isEmpty }
        guard let first = days.min() else { return nil }
        return
            "\(days.count) việc đã hẹn trả lời bà con vào ngày nghỉ, sớm nhất \(CalendarWords.day(first).lowercased())."
    }

    // MARK: - Entering

    private func enterDays(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let today = ClockWords(now: visit.now).today
        var faults: Faults = []
        let days = typedDays(visit, today: today, faults: &faults)
        var kind = OwnDays.Kind.closed
        switch visit.form["kieu"] {
        case "bu": kind = .usual
        case "gio":
            do throws(TypedHours.Fault) {
                kind = .hours(try TypedHours.periods(in: visit.typed("gio")))
            } catch {
                faults.append(("gio", CalendarWords.fault(error)))
            }
        default: break
        }
        if kind == .usual, let open = days.first(where: { !commune.calendar.periods(on: $0).isEmpty }) {
            faults.append(("tu", "\(CalendarWords.day(open)) vốn đã làm việc. Muốn đổi giờ thì chọn “Làm giờ khác”"))
        }
        var name = ""
        do throws(OwnDays.NameFault) {
            name = try OwnDays.name(of: visit.typed("ly-do"))
        } catch {
            faults.append(("ly-do", CalendarWords.fault(error)))
        }
        if name.isEmpty {
            switch visit.form["kieu"] {
            case "bu": name = "Làm bù"
            case "gio": name = "Giờ riêng trong ngày"
            default:
                if !faults.contains(where: { $0.field == "ly-do" }) {
                    faults.append(("ly-do", "Viết lý do nghỉ, bà con hỏi thì máy nói"))
                }
            }
        }
        guard faults.isEmpty else { return try await calendarPage(visit, faults: faults) }
        let entries = days.map {
            OwnDays.Entry(day: $0, kind: kind, name: name, by: officer.profile.name, on: today)
        }
        let old = today.adding(days: -limits.calendarPastDays)
        return try await changed(
            visit, commune, .dayEntered, subject: days.map(\.description).joined(separator: " "), as: "ngay",
            field: "tu"
        ) { own in
            own.removeAll(before: old)
            for entry in entries { own.set(entry) }
        }
    }

    /// The day, or the days from one to another; none where a fault was added.
    private func typedDays(_ visit: Visit, today: CalendarDay, faults: inout Faults) -> [CalendarDay] {
        let last = today.adding(days: limits.calendarAheadDays)
        func day(_ field: String, _ words: String) -> CalendarDay? {
            guard let day = ReportPeriod.day(visit.typed(field)) else {
                faults.append((field, words))
                return nil
            }
            guard day >= today else {
                faults.append((field, "\(CalendarWords.day(day)) đã qua. Chọn từ hôm nay trở đi"))
                return nil
            }
            guard day <= last else {
                faults.append((field, "\(CalendarWords.day(day)) còn xa quá. Chọn đến \(last.vietnameseText)"))
                return nil
            }
            return day
        }
        guard let first = day("tu", "Chọn ngày, ví dụ \(today.vietnameseText)") else { return [] }
        guard !visit.typed("den").isEmpty else { return [first] }
        guard let end = day("den", "Ngày cuối chưa đúng. Chỉ một ngày thì để trống ô này") else { return [] }
        guard end >= first else {
            faults.append(("den", "Ngày cuối đứng trước ngày đầu"))
            return []
        }
        let count = end.daysSince1970 - first.daysSince1970 + 1
        guard count <= limits.calendarSpan else {
            faults.append(("den", "Ghi nhiều nhất \(limits.calendarSpan) ngày một lần, đây là \(count) ngày"))
            return []
        }
        return (0..<count).map { first.adding(days: $0) }
    }

    private func dropDay(_ visit: Visit) async throws -> Answer {
        let commune = try askedCommune(visit, by: try officer(of: visit))
        guard let first = CalendarDay(visit.typed("tu")), let last = CalendarDay(visit.typed("den")), first <= last
        else {
            throw Refusal(.notFound)
        }
        return try await changed(visit, commune, .dayDropped, subject: "\(first) \(last)", as: "bo", field: "tu") {
            $0.removeAll(from: first, through: last)
        }
    }

    private func setDutyPhone(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let typed = visit.typed("so")
        var faults: Faults = []
        let isMadeUp = !commune.isSample && typed.filter(\.isNumber).contains("000000")
        // A landline takes no SMS.
        let phone = PhoneNumber(typed).flatMap { $0.isMobile ? "0" + $0.e164.dropFirst(3) : nil }
        if phone == nil || isMadeUp {
            faults.append(("so", "Số này chưa đúng. Viết đủ số di động, ví dụ 0901234567"))
        }
        var holder = ""
        do throws(OwnDays.NameFault) {
            holder = try OwnDays.name(of: visit.typed("ai"))
        } catch {
            faults.append(("ai", CalendarWords.fault(error, in: "tên")))
        }
        guard faults.isEmpty, let phone else { return try await calendarPage(visit, faults: faults) }
        let duty = OwnDays.DutyPhone(
            phone: phone, holder: holder.isEmpty ? nil : holder, by: officer.profile.name,
            on: ClockWords(now: visit.now).today)
        return try await changed(visit, commune, .dutyPhoneSet, subject: "…\(phone.suffix(3))", as: "truc", field: "so")
        {
            $0.dutyPhone = duty
        }
    }

    private func dropDutyPhone(_ visit: Visit) async throws -> Answer {
        let commune = try askedCommune(visit, by: try officer(of: visit))
        return try await changed(visit, commune, .dutyPhoneDropped, subject: "", as: "bo-truc", field: "so") {
            $0.dutyPhone = nil
        }
    }

    private func setKnownYear(_ visit: Visit, isKnown: Bool) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let today = ClockWords(now: visit.now).today
        guard isKnown else {
            return try await changed(visit, commune, .yearDropped, subject: "", as: "bo-nam", field: "tu") {
                $0.knownYear = nil
            }
        }
        guard let year = nextYear(commune, today: today), visit.typed("nam") == String(year) else {
            return .seeOther("/lich?xa=" + FormText.encoded(commune.id.rawValue))
        }
        let known = OwnDays.KnownYear(year: year, by: officer.profile.name, on: today)
        return try await changed(visit, commune, .yearKnown, subject: String(year), as: "nam", field: "tu") {
            $0.knownYear = known
        }
    }

    private func changed(
        _ visit: Visit, _ commune: Commune, _ deed: OfficeDeed, subject: String, as done: String, field: String,
        _ change: @Sendable (inout OwnDays) -> Void
    ) async throws -> Answer {
        do throws(CommuneDesk.Fault) {
            try await own.changeDays(of: commune.id, change)
        } catch {
            logger.warning("A commune's days could not be kept.", metadata: ["fault": "\(error)"])
            return try await calendarPage(visit, faults: [(field, FileWords.unsaved)])
        }
        try await store.note(deed, of: commune.id, subject: subject, by: try officer(of: visit), now: visit.now)
        return .seeOther("/lich?xa=\(FormText.encoded(commune.id.rawValue))&xong=\(done)")
    }
}
