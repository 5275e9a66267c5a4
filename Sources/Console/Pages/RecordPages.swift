import Foundation
import Storage

/// Who did what as sentences.
extension ConsoleDesk {
    var recordRoutes: [Route] {
        [.get("/nhat-ky", .supervisors) { try await recordPage($0) }]
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
}
