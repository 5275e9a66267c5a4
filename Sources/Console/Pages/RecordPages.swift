import Foundation
import PublicServices
import Storage

/// Who did what as sentences, and when the offices are open.
extension ConsoleDesk {
    var recordRoutes: [Route] {
        [
            .get("/nhat-ky", .supervisors) { try await recordPage($0) },
            .get("/lich") { try calendarPage($0) },
        ]
    }

    private func recordPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let before = visit.query["truoc"].flatMap(Int64.init)
        let entries = try await store.auditEntries(before: before, limit: limits.auditEntries, by: officer)
        let known = try await store.officers(of: officer.profile.communes)
        let names = Dictionary(
            known.map { ($0.id, MatterWords.capitalized($0.displayName)) }, uniquingKeysWith: { first, _ in first })
        let clock = ClockWords(now: visit.now)
        let values: Values = [
            "entries": entries.compactMap { entry -> Values? in
                guard let what = RecordWords.sentence(entry) else { return nil }
                let who = entry.officer.map { names[$0] ?? "Cán bộ xã khác" } ?? RecordWords.actor(entry.actor)
                return ["at": clock.moment(entry.at), "who": who, "what": what]
            },
            "next": given(entries.count == limits.auditEntries ? entries.last.map { "/nhat-ky?truoc=\($0.id)" } : nil),
        ]
        return page(visit, title: "Nhật ký", page: "nhat-ky", main: library.text(of: "record", values))
    }

    private func calendarPage(_ visit: Visit) throws -> Answer {
        let officer = try officer(of: visit)
        let clock = ClockWords(now: visit.now)
        let communes = officer.profile.communes.compactMap { commune($0) }.map { commune -> Values in
            let calendar = commune.calendar
            let open = calendar.isOpen(at: visit.now)
            let next = calendar.nextOpening(after: visit.now)
            let today = clock.today
            func days(_ list: [CalendarDay: String]) -> [String] {
                list.filter { $0.key >= today }.sorted { $0.key < $1.key }.prefix(12).map {
                    "\(MatterWords.capitalized(ClockWords.weekday($0.key.weekday))) \($0.key.vietnameseText): \($0.value)"
                }
            }
            let extra = days(calendar.extraWorkingDays)
            return [
                "name": MatterWords.capitalized(commune.name),
                "now": open
                    ? "Bây giờ đang giờ làm việc." : "Bây giờ ngoài giờ làm việc. Mở lại \(clock.moment(next)).",
                "hours": calendar.hoursText, "duty": commune.dutyPhone ?? "chưa ghi", "hotline": commune.hotline,
                "holidays": days(calendar.holidays), "extra": extra, "hasExtra": !extra.isEmpty,
            ]
        }
        return page(
            visit, title: "Lịch làm việc", page: "lich",
            main: library.text(of: "officeCalendar", ["communes": communes]))
    }
}
