import Conversations
import Foundation
import GRDB
import PublicServices
import Testing

@testable import Storage

/// What a page costs with as many conversations as `NHARONG_SCALE` says, such as 1000000; not run otherwise.
@Suite struct DeskScaleTests {
    private static let count = ProcessInfo.processInfo.environment["NHARONG_SCALE"].flatMap { Int($0) }

    /// The most that a page may take in the store, for nineteen in twenty, in milliseconds.
    private static let budget = 50.0

    @Test(.enabled(if: count != nil))
    func `pages stay quick, however many conversations there are`() async throws {
        let count = Self.count ?? 0
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor, restricted: true)
            let matter = try await desk.matter()
            try await fill(desk, count)
            let now = Desk.start + 86_400
            while try await desk.store.readSettled(now: now) > 0 {}
            let calendar = OfficeCalendar(
                weeklyHours: [.monday: try [#require(OpenPeriod(from: 450, to: 1020))]])
            let day = calendar.day(of: Desk.start)
            let query = ReportQuery(commune: Desk.commune, from: day.adding(days: -30), to: day.adding(days: 1))
            let store = desk.store
            var slow: [String] = []
            func measure(_ name: String, _ work: () async throws -> Void) async throws {
                var times: [Double] = []
                for _ in 0..<40 {
                    let begun = ContinuousClock.now
                    try await work()
                    times.append(Double((ContinuousClock.now - begun) / .microseconds(1)) / 1000)
                }
                times.sort()
                print("\(name): median \(times[20]) ms, p95 \(times[37]) ms")
                if times[37] > Self.budget { slow.append(name) }
            }
            for list in MatterList.allCases {
                try await measure("queue \(list)") { _ = try await store.matters(list, by: officer, now: now) }
            }
            let filter = MatterFilter(unit: "land", topic: "land_transfer")
            try await measure("queue all, filtered") {
                _ = try await store.matters(.all, filter: filter, by: officer, now: now)
            }
            try await measure("matter") { _ = try await store.matter(matter, by: officer, now: now) }
            try await measure("search of a rare word") { _ = try await store.search("rare77", by: officer, now: now) }
            try await measure("search of a common word") {
                _ = try await store.search("khai sinh", by: officer, now: now)
            }
            try await measure("report") {
                _ = try await store.report(query, calendar: calendar, by: officer, now: now)
            }
            try await measure("today") {
                _ = try await store.today(of: Desk.commune, calendar: calendar, by: officer, now: now)
            }
            #expect(slow == [])
        }
    }

    /// Conversations of two messages each, a tenth of them with a matter, of which one in fifty is open.
    private func fill(_ desk: Desk, _ count: Int) async throws {
        let (start, channel) = (Desk.start.milliseconds, StoreFixture.channel)
        let numbers = """
            WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < \(count + 9))
            """
        try await desk.store.pool.write { db in
            for sql in [
                """
                INSERT INTO contact (id, channel, address_index, address_sealed, created_at) \(numbers)
                SELECT i, '\(channel)', CAST(i AS BLOB), x'00', \(start) FROM n
                """,
                "INSERT INTO conversation (id, contact_id, updated_at) \(numbers) SELECT i, i, \(start) FROM n",
                """
                INSERT INTO message (conversation_id, direction, channel, text, created_at, decision) \(numbers)
                SELECT i, 'in', '\(channel)', 'xin hoi khai sinh rare' || (i % 10000), \(start) - (i % 2000000) * 1000,
                    'answer' FROM n
                """,
                """
                INSERT INTO escalation
                    (conversation_id, message_id, reason, unit, topic, via, commune, state, created_at, promised_by, answered_at,
                    answered_by)
                \(numbers)
                SELECT i, (SELECT MIN(id) FROM message WHERE conversation_id = i), 'asked_for_staff', CASE WHEN i % 3 = 0 THEN 'land' ELSE 'one_stop' END,
                    CASE WHEN i % 7 = 0 THEN 'land_transfer' ELSE 'birth_registration' END, '\(channel)', 'dak-ha',
                    CASE WHEN i % 500 = 0 THEN 'open' ELSE 'answered' END, \(start) - (i % 2000000) * 1000,
                    \(start) + (i % 90000) * 1000, CASE WHEN i % 500 = 0 THEN NULL ELSE \(start) END, 'Minh'
                FROM n WHERE i % 10 = 0
                """,
            ] { try db.execute(sql: sql) }
        }
    }
}
