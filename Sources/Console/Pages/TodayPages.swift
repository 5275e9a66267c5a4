import Conversations
import Foundation
import PublicServices
import Storage

/// "Sổ tay sáng": one sheet of paper with who waits and whose promise ends today.
extension ConsoleDesk {
    var todayRoutes: [Route] { [.get("/so-tay") { try await todayPage($0) }] }

    private func todayPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let clock = ClockWords(now: visit.now)
        let page = try await store.matters(.waiting, limit: limits.todayRows, by: officer, now: visit.now)
        let emergencies = try await store.emergencies(by: officer, now: visit.now)
        let calm = page.rows.filter { !$0.isEmergency }
        let snoozed = calm.filter { $0.snoozedUntil.map { clock.days(to: $0) <= 0 } ?? false }
        let due = calm.filter { row in
            row.snoozedUntil == nil && row.promisedBy.map { clock.days(to: $0) <= 0 } ?? false
        }
        let shown = due.prefix(limits.sheetRows)
        let shownSnoozed = snoozed.prefix(limits.sheetRows / 2)
        let home = home(of: officer)
        let listed = Set((due + snoozed).map(\.id))
        let night = home.map { Self.cameClosed(calm, in: $0.calendar, besides: listed, now: visit.now) } ?? []
        let shownNight = night.prefix(limits.sheetRows / 2)
        let others = page.total - due.count - snoozed.count - night.count - (page.rows.count - calm.count)
        let title = "Sổ tay sáng \(clock.longDay(visit.now))"
        let open = home.map { $0.calendar.periods(on: clock.today).map(\.text) } ?? []
        let values: Values = [
            "title": title, "commune": home?.name ?? "", "at": clock.clock(visit.now),
            "day": clock.dayAndYear(visit.now),
            "hours": open.isEmpty
                ? "Hôm nay nghỉ." : "Hôm nay làm việc \(open.joined(separator: " và ")).",
            "duty": home?.dutyPhone.map { "Điện thoại trực …\($0.filter(\.isNumber).suffix(3))." }
                ?? "Chưa ghi số điện thoại trực.",
            "me": officer.displayName, "sample": home?.isSample ?? false,
            "urgentCount": emergencies.count, "urgent": emergencies.map { urgent($0, clock) },
            "isUrgent": !emergencies.isEmpty,
            "dueCount": due.count, "isDue": !due.isEmpty, "due": shown.map { line($0, clock) },
            "left": more(due.count - shown.count),
            "snoozedCount": snoozed.count, "isSnoozed": !snoozed.isEmpty,
            "snoozed": shownSnoozed.map { line($0, clock) },
            "moreSnoozed": more(snoozed.count - shownSnoozed.count),
            "nightCount": night.count, "isNight": !night.isEmpty, "night": shownNight.map { line($0, clock) },
            "moreNight": more(night.count - shownNight.count),
            "others": given(others > 0 ? "Ngoài ra còn \(others) việc khác đang chờ." : nil),
        ]
        return self.page(
            visit, title: title, page: "so-tay", main: library.text(of: "today", values), waiting: page.counts.waiting)
    }

    /// What came while the offices were closed, since the last working day before this one, and that nobody has taken.
    static func cameClosed(
        _ rows: [MatterRow], in calendar: OfficeCalendar, besides shown: Set<EscalationID>, now: Date
    ) -> [MatterRow] {
        let since = calendar.lastClosing(before: calendar.moment(of: calendar.day(of: now), minute: 0))
        return rows.filter { row in
            row.raisedAt >= since && row.holder == nil && !shown.contains(row.id) && !calendar.isOpen(at: row.raisedAt)
        }
    }

    private func more(_ count: Int) -> Any {
        given(count > 0 ? "Còn \(count) việc nữa, xem trên máy tính." : nil)
    }

    private func urgent(_ notice: EmergencyNotice, _ clock: ClockWords) -> Values {
        let (name, tail) = MatterWords.name(notice.row)
        let holder = notice.row.holder.map { "\(MatterWords.capitalized($0.displayName)) đang giữ." } ?? "Chưa ai nhận."
        return [
            "at": clock.moment(notice.row.raisedAt), "name": "\(name) \(tail)", "words": notice.row.question ?? "",
            "holder": holder,
        ]
    }

    private func line(_ row: MatterRow, _ clock: ClockWords) -> Values {
        let (name, tail) = MatterWords.name(row)
        let at = row.snoozedUntil ?? row.promisedBy
        let isLate = at.map { $0 < clock.now } ?? false
        let words =
            row.isRestricted
            ? "Mở trên máy tính để xem" : topic(row.topic) ?? row.question ?? MatterWords.reason(row.reason)
        return [
            "at": at.map { (clock.days(to: $0) == 0 ? clock.clock($0) : clock.moment($0)) } ?? "",
            "raised": clock.moment(row.raisedAt), "late": given(isLate ? "quá hẹn" : nil), "name": name,
            "tail": given(row.isRestricted ? nil : tail),
            "words": String(words.prefix(120)),
            "holder": row.holder?.displayName ?? "chưa ai",
        ]
    }
}
