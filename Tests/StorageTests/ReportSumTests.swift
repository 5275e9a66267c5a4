import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// A report of whole weeks is made of sums; it says what one reads of every message and matter.
@Suite struct ReportSumTests {
    private static let start = StoreFixture.start

    /// Open at all hours, but for some days.
    private static func calendar(closed days: [Int] = []) -> OfficeCalendar {
        let day = OfficeCalendar(weeklyHours: [:]).day(of: start)
        let always = OpenPeriod(from: 0, to: 1440).map { [$0] } ?? []
        return OfficeCalendar(
            weeklyHours: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, always) }),
            holidays: Dictionary(uniqueKeysWithValues: days.map { (day.adding(days: $0), "Nghỉ") }))
    }

    private func settle(_ desk: Desk) async throws {
        while try await desk.store.readSettled(now: Self.start + 90 * 86_400) > 0 {}
    }

    private static let answeredAt = """
        CASE WHEN first_answer_at IS NULL AND closed_as IS NULL THEN answered_at ELSE first_answer_at END
        """

    /// What a report says of matters and people, counted from the rows themselves.
    private struct Plain: Equatable {
        var people = 0
        var interested = 0
        var matters = 0
        var open = 0
        var answered = 0
        var promises = Share(0, of: 0)
        var hamlets: [String: Int] = [:]
        /// The middle of the waiting times, and that of nine in ten.
        var waits: [Int] = []
    }

    private func plain(
        _ desk: Desk, _ query: ReportQuery, _ calendar: OfficeCalendar, by officer: Officer, now: Date
    ) async throws -> Plain {
        let span = (
            Transaction.midnight(of: Int64(query.from.daysSince1970)),
            Transaction.midnight(of: Int64(query.to.daysSince1970) + 1)
        )
        func number(_ sql: String) async throws -> Int { try await desk.fixture.number(sql) ?? 0 }
        let raised = """
            FROM escalation WHERE commune = '\(query.commune)' AND created_at >= \(span.0) AND created_at < \(span.1)
            AND (\(query.unit == nil ? "1 = 1" : "unit = '\(query.unit?.rawValue ?? "")'"))
            AND (\(query.hamlet == nil ? "1 = 1" : "hamlet = '\(query.hamlet ?? "")'"))
            AND (is_restricted = 0 OR \(officer.profile.maySeeRestricted ? "1 = 1" : "1 = 0") AND id NOT IN (
                SELECT escalation_id FROM matter_barred WHERE officer_id = \(officer.id.number)))
            """
        var plain = Plain()
        plain.people = try await number(
            """
            SELECT COUNT(DISTINCT conversation_id) FROM person_day
            WHERE day >= \(query.from.daysSince1970) AND day <= \(query.to.daysSince1970)
            """)
        plain.interested = try await number(
            "SELECT COUNT(*) FROM interest WHERE at >= \(span.0) AND at < \(span.1)")
        plain.matters = try await number("SELECT COUNT(*) \(raised)")
        plain.open = try await number("SELECT COUNT(*) \(raised) AND state = 'open'")
        plain.answered = try await number(
            """
            SELECT COUNT(\(Self.answeredAt)) \(raised)
            """)
        let sql = "SELECT created_at, \(Self.answeredAt) \(raised) AND \(Self.answeredAt) IS NOT NULL"
        let waits = try await desk.store.engine.read { connection in
            try connection.all(sql) { row in
                let (raised, answered): (Int64, Int64) = (try row.next(), try row.next())
                return calendar.workingMinutes(
                    from: Date(milliseconds: raised), to: Date(milliseconds: answered))
            }
        }.sorted()
        if !waits.isEmpty { plain.waits = [waits[(waits.count - 1) / 2], waits[(waits.count * 9 + 9) / 10 - 1]] }
        let due = "(promised_by <= \(now.milliseconds) OR promised_by IS NOT NULL AND answered_at IS NOT NULL)"
        plain.promises = Share(
            try await number(
                "SELECT COUNT(*) \(raised) AND answered_at IS NOT NULL AND "
                    + "COALESCE(first_answer_at, answered_at) <= promised_by"),
            of: try await number("SELECT COUNT(*) \(raised) AND \(due)"))
        for hamlet in ["", "thôn 1", "thôn 2"] {
            let count = try await number("SELECT COUNT(*) \(raised) AND COALESCE(hamlet, '') = '\(hamlet)'")
            if count > 0 { plain.hamlets[hamlet] = count }
        }
        return plain
    }

    private func said(_ report: OfficeReport) -> Plain {
        Plain(
            people: report.people, interested: report.interested.values.reduce(0, +),
            matters: report.matters.values.reduce(0, +), open: report.stillOpen, answered: report.answeredByStaff,
            promises: report.promisesKept, hamlets: report.hamlets,
            waits: report.firstAnswer.map { [$0.median, $0.ninety] } ?? [])
    }

    /// Compares reports of many spans with the rows.
    private func compare(
        _ desk: Desk, _ calendar: OfficeCalendar = Self.calendar(), by officers: [Officer], at now: Date, _ note: String
    ) async throws {
        try await settle(desk)
        let first = calendar.day(of: Self.start)
        for (from, to) in [(0, 0), (0, 6), (3, 3), (0, 20), (1, 27), (2, 9), (5, 40), (-30, 60), (13, 26), (29, 41)] {
            for officer in officers {
                for (unit, hamlet) in [(nil, nil), ("land", nil), (nil, "thôn 1")] as [(UnitID?, String?)] {
                    let query = ReportQuery(
                        commune: Desk.commune, unit: unit, hamlet: hamlet, from: first.adding(days: from),
                        to: first.adding(days: to))
                    let report = try #require(
                        try await desk.store.report(query, calendar: calendar, by: officer, now: now))
                    let plain = try await plain(desk, query, calendar, by: officer, now: now)
                    #expect(said(report) == plain, "\(note), \(from) to \(to), \(officer.profile.login)")
                }
            }
        }
    }

    /// Six weeks of villagers who come again, some of them asking for staff.
    private func live(_ desk: Desk, by officer: Officer) async throws -> [EscalationID] {
        var matters: [EscalationID] = []
        for day in 0..<42 {
            let at = Self.start + TimeInterval(day) * 86_400
            try await desk.write("chào", from: "+8490000100\(day % 10)", at: at) {
                if day % 4 == 0 { $0.effects.append(.interest(TopicID(rawValue: "t\(day % 3)"))) }
            }
            guard day % 3 == 0 else { continue }
            let reason: EscalationReason = day % 9 == 0 ? .denunciation : .askedForStaff
            let id = try await desk.matter(
                "gặp cán bộ", reason, from: "+8490000300\(day / 3)", unit: day % 2 == 0 ? "land" : nil,
                promisedIn: day % 5 == 0 ? nil : 8 * 3600, at: at)
            matters.append(id)
            let hour = at + 3600 + TimeInterval(day) * 60
            switch day / 3 % 5 {
            case 0: _ = try await desk.answer(id, by: officer, at: hour)
            case 1: _ = try await desk.store.close(id, reason: .notForUs, by: officer, now: hour)
            case 2: _ = try await desk.answer(id, by: officer, at: at + 9 * 3600)
            case 3: _ = try await desk.store.placeVillager("thôn \(day % 2 + 1)", of: id, by: officer, now: hour)
            default: break
            }
        }
        return matters
    }

    @Test func `sums of weeks say what the rows say, whatever becomes of a matter`() async throws {
        try await withDesk { desk in
            let handler = try await desk.officer("hanh", role: .supervisor, restricted: true)
            let other = try await desk.officer("dung", role: .supervisor)
            let named = try await desk.officer("quan", name: "Trần Văn Quân", role: .supervisor, restricted: true)
            let officers = [handler, other, named]
            let (first, end) = (Self.start + 3600, Self.start + 60 * 86_400)
            let matters = try await live(desk, by: handler)
            let tip = try await desk.matter(
                "tố cáo ông Trần Văn Quân ăn tiền", .denunciation, from: "+84900009999", at: Self.start + 5 * 86_400)
            #expect(
                try await desk.fixture.number("SELECT COUNT(*) FROM matter_barred WHERE escalation_id = \(tip)") == 1)
            try await compare(desk, by: officers, at: first, "as it was lived, in its first hour")
            try await compare(desk, by: officers, at: end, "as it was lived")
            // A day off that is entered afterwards changes what was waited.
            try await compare(
                desk, Self.calendar(closed: [0, 6, 9, 21]), by: officers, at: end, "with days off of afterwards")
            for (index, id) in matters.enumerated() {
                switch index % 4 {
                case 0: _ = try await desk.store.reopen(id, by: handler, now: end)
                case 1: _ = try await desk.store.placeVillager("thôn 1", of: id, by: handler, now: end)
                case 2: _ = try await desk.store.handOver(id, to: .unit("land"), by: handler, now: end)
                default:
                    if let sent = try await desk.answer(id, by: handler, at: end).message, index % 8 == 3 {
                        _ = try await desk.store.takeBack(sent, by: handler, now: end)
                    }
                }
            }
            try await compare(desk, by: officers, at: end, "changed later")
            for number in 0..<5 {
                for phone in ["+8490000300\(number)", "+8490000100\(number)"] {
                    _ = try await desk.store.erase(phone, on: StoreFixture.channel, by: "hanh", now: end + 60)
                }
            }
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM interest") ?? 0 > 0)
            try await compare(desk, by: officers, at: end, "erased in part")
        }
    }

    @Test func `a sum of a week follows what is taken out of its days`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let day = Self.calendar().day(of: Self.start)
            let matter = try await desk.matter()
            let message = try #require(try await desk.answer(matter, by: officer).message)
            func report() async throws -> OfficeReport {
                try await settle(desk)
                let query = ReportQuery(
                    commune: Desk.commune, from: day.adding(days: -14), to: day.adding(days: 14))
                return try #require(
                    try await desk.store.report(query, calendar: Self.calendar(), by: officer, now: Self.start))
            }
            let sent = try await report()
            #expect(sent.sentByStaff == 1 && sent.units[StoreFixture.channel] ?? 0 > 0)
            _ = try await desk.store.takeBack(message, by: officer, now: Self.start + 5)
            let back = try await report()
            #expect(back.sentByStaff == 0 && back.units[StoreFixture.channel] == 0)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM week_sum WHERE number < 0") == 0)
        }
    }
}
