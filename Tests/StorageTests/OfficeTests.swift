import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What staff search, count and read in the morning.
@Suite struct OfficeTests {
    private static let start = Desk.start

    private func settle(_ desk: Desk) async throws {
        while try await desk.store.readSettled(now: Self.start) > 0 {}
    }

    private func found(_ desk: Desk, _ text: String, by officer: Officer) async throws -> [String] {
        try await desk.store.search(text, by: officer, now: Self.start).hits.map { hit in
            hit.snippet.pieces.map { $0.isHit ? "[\($0.text)]" : $0.text }.joined()
        }
    }

    @Test func `words are found in either spelling, and shown as they were written`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            try await desk.write("Đăng ký khai sinh cho cháu", from: "+84912000321", at: Self.start)
            try await desk.write("toi hoi dang ki tam tru", from: "+84912000322", at: Self.start + 1)
            try await desk.write(
                "hồ sơ 000.00.12.H40-261101-0012 của 012345678901", from: "+84912000323", at: Self.start + 2)
            try await settle(desk)
            #expect(try await found(desk, "dang ky", by: officer).count == 2)
            #expect(try await found(desk, "KHAI SINH", by: officer) == ["Đăng ký [khai] [sinh] cho cháu"])
            #expect(try await found(desk, "tạm trú", by: officer) == ["toi hoi dang ki [tam] [tru]"])
            #expect(try await found(desk, "000.00.12.H40-261101-0012", by: officer).count == 1)
            #expect(try await found(desk, "321", by: officer) == ["Đăng ký khai sinh cho cháu"])
            #expect(try await found(desk, "0912 000 322", by: officer).count == 1)
            for text in ["", "\" OR *", "NEAR(a b)", "dang\" AND", "lúa", "012345678901", "0912000399", "zzso321 x"] {
                #expect(try await found(desk, text, by: officer).isEmpty, "\(text)")
            }
        }
    }

    @Test func `nothing is found of another commune, nor of what is kept private`() async throws {
        try await withDesk { desk in
            let (plain, handler, stranger) = (
                try await desk.officer("hanh"), try await desk.officer("binh", restricted: true),
                try await desk.officer("dung", communes: [Desk.other], restricted: true)
            )
            try await desk.matter("tố cáo ông A ăn tiền đền bù", .denunciation)
            try await desk.write("đền bù bao nhiêu", from: "+84900000009", at: Self.start + 1)
            try await settle(desk)
            #expect(try await desk.store.search("den bu", by: plain, now: Self.start).total == 1)
            #expect(try await desk.store.search("den bu", by: handler, now: Self.start).total == 2)
            #expect(try await desk.store.search("den bu", by: stranger, now: Self.start).total == 0)
        }
    }

    @Test func `hits come in pages, the newest first, and what was taken back is none`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter("lúa hỏng")
            let message = try #require(try await desk.answer(matter, "lúa nào", by: officer).message)
            for index in 0..<30 { try await desk.write("lúa \(index)", at: Self.start + index) }
            try await settle(desk)
            _ = try await desk.store.takeBack(message, by: officer, now: Self.start + 5)
            let first = try await desk.store.search("lua", by: officer, now: Self.start)
            #expect(first.total == 31 && first.isTotalExact && first.hits.count == 20)
            let second = try await desk.store.search("lua", before: first.next, by: officer, now: Self.start)
            #expect(second.hits.count == 11 && second.next == nil)
            #expect(second.hits.allSatisfy { $0.matter == matter })
        }
    }

    @Test func `messages of others do not stand in the way of one's own`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            try await desk.write("lúa của nhà tôi", from: "+84912000321")
            let count = StoreLimits.countedHits + 5
            try await desk.fixture.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO message (conversation_id, direction, channel, text, created_at, decision)
                SELECT 1, 'in', 'sms-khac', 'lúa của người khác', 0, 'none' FROM n
                """)
            try await settle(desk)
            let page = try await desk.store.search("lua", by: officer, now: Self.start)
            #expect(page.total == 1 && page.isTotalExact && page.hits.count == 1 && page.next == nil)
            #expect(page.hits.first?.matter == nil)
        }
    }

    @Test func `beyond what is counted, the next page still comes`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            try await desk.write("lúa", from: "+84912000321")
            let count = StoreLimits.countedHits + 4
            try await desk.fixture.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO message (conversation_id, direction, channel, text, created_at, decision)
                SELECT 1, 'in', '\(StoreFixture.channel)', 'lúa', 0, 'none' FROM n
                """)
            try await settle(desk)
            for text in ["lua", "0912000321"] {
                var page = try await desk.store.search(text, limit: 50, by: officer, now: Self.start)
                #expect(page.total == StoreLimits.countedHits && !page.isTotalExact)
                var seen = page.hits.count
                while let next = page.next {
                    page = try await desk.store.search(text, before: next, limit: 50, by: officer, now: Self.start)
                    seen += page.hits.count
                }
                #expect(seen == count + 1)
            }
        }
    }

    @Test func `what the doctor masked is found by its new words alone`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            try await desk.write("cho hỏi", from: "+84912000321")
            try await desk.fixture.execute("UPDATE message SET text = 'lúa của 051199001234' WHERE direction = 'in'")
            try await settle(desk)
            #expect(try await found(desk, "051199001234", by: officer).count == 1)
            let doctor = try desk.fixture.doctor(keys: desk.fixture.keys, repairs: true)
            _ = try await doctor.repair(.now(Self.start))
            try doctor.close()
            #expect(try await found(desk, "051199001234", by: officer) == [])
            #expect(try await found(desk, "lua", by: officer) == ["[lúa] của *********234"])
            #expect(try await found(desk, "321", by: officer).count == 1)
        }
    }

    @Test func `what is not settled yet is counted once, later`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let calendar = OfficeCalendar(weeklyHours: [:])
            let day = calendar.day(of: Self.start)
            let query = ReportQuery(commune: Desk.commune, from: day, to: day)
            func received() async throws -> Int? {
                try await settle(desk)
                return try await desk.store.report(query, calendar: calendar, by: officer, now: Self.start)?.received
            }
            try await desk.write("một")
            try await desk.fixture.receive("hai", from: "+84900000002", id: "b")
            #expect(try await received() == 1)
            #expect(try await received() == 1)
            for turn in try await desk.fixture.claim() {
                _ = try await desk.store.commit([desk.fixture.handled(turn)], now: Self.start)
            }
            #expect(try await received() == 2)
        }
    }

    @Test func `a report counts what happened, and promises by the clock of the office`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let stranger = try await desk.officer("dung", communes: [Desk.other])
            let period = try #require(OpenPeriod(from: 0, to: 1440))
            let always = OfficeCalendar(
                weeklyHours: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [period]) }))
            for (index, minutes) in [10, 20, 30, 200].enumerated() {
                let matter = try await desk.matter(
                    from: "+8490000020\(index)", unit: index == 3 ? "land" : "one", promisedIn: 3600)
                _ = try await desk.answer(matter, by: officer, at: Self.start + minutes * 60)
            }
            let closed = try await desk.matter(from: "+84900000301")
            _ = try await desk.store.close(closed, reason: .notForUs, by: officer, now: Self.start + 60)
            try await desk.matter("cứu", .emergency, from: "+84900000302", promisedIn: nil)
            try await desk.write("xyz", from: "+84900000303") { $0.decision = "none" }
            try await settle(desk)
            let day = always.day(of: Self.start)
            var query = ReportQuery(commune: Desk.commune, from: day, to: day)
            let later = Self.start + 30_000
            let report = try #require(
                try await desk.store.report(query, calendar: always, by: officer, now: later))
            #expect(report.received == 7 && report.hours.reduce(0, +) == 7)
            #expect(
                report.answeredByStaff == 4 && report.stillOpen == 1 && report.closedWithoutAnswer == [.notForUs: 1])
            #expect(report.firstAnswer?.median == 20 && report.firstAnswer?.ninety == 200)
            #expect(report.promisesKept == Share(4, of: 5))
            #expect(report.decisions["none"] == 1 && report.people == 7 && report.firstAnswerOf == 4)
            query.unit = "land"
            #expect(
                try await desk.store.report(query, calendar: always, by: officer, now: later)?.firstAnswer?.median
                    == 200)
            #expect(try await desk.store.report(query, calendar: always, by: stranger, now: later) == nil)
            let month = ReportQuery(
                commune: Desk.commune, from: day.adding(days: 1 - day.day),
                to: try #require(CalendarDay(year: day.year, month: day.month + 1, day: 1)).adding(days: -1))
            #expect(try await desk.store.report(month, calendar: always, by: officer, now: later)?.people == 7)
            let sheet = try #require(
                try await desk.store.today(of: Desk.commune, calendar: always, by: officer, now: Self.start + 60))
            #expect(sheet.counts.waiting == 1)
        }
    }

    @Test
    func `what told where to apply online is counted, of the machine and of officers, and no more once taken back`()
        async throws
    {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let calendar = OfficeCalendar(weeklyHours: [:])
            let day = calendar.day(of: Self.start)
            func guided() async throws -> Int? {
                try await settle(desk)
                let query = ReportQuery(commune: Desk.commune, from: day, to: day)
                return try await desk.store.report(query, calendar: calendar, by: officer, now: Self.start)?
                    .guidedOnline
            }
            try await desk.write("nộp ở đâu") {
                $0.effects = [
                    .reply(
                        Reply(
                            template: "x", text: "Nộp tại dichvucong.gov.vn.", facts: ["1.001193/fee", "1.001193/link"])
                    ),
                    .reply(Reply(template: "x", text: "Lệ phí: dichvucong.gov.vn.", facts: ["1.001193/fee"])),
                ]
            }
            #expect(try await guided() == 1)
            let matter = try await desk.matter(from: "+84900000002")
            let sent = try await desk.answer(matter, "Mời bà nộp ở DichVuCong.gov.vn nhé", by: officer)
            #expect(try await guided() == 2)
            _ = try await desk.store.takeBack(try #require(sent.message), by: officer, now: Self.start)
            #expect(try await guided() == 1)
        }
    }

    @Test func `whoever said they are interested is counted by topic, in the days of it`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let calendar = OfficeCalendar(weeklyHours: [:])
            let day = calendar.day(of: Self.start)
            for (index, topic) in (["a", "a", "b"] as [TopicID]).enumerated() {
                try await desk.write("quan tâm", from: "+8490000001\(index)") { $0.effects.append(.interest(topic)) }
            }
            func interested(_ day: CalendarDay) async throws -> [TopicID: Int]? {
                let query = ReportQuery(commune: Desk.commune, from: day, to: day)
                return try await desk.store.report(query, calendar: calendar, by: officer, now: Self.start)?.interested
            }
            #expect(try await interested(day) == ["a": 2, "b": 1])
            #expect(try await interested(day.adding(days: 1)) == [:])
        }
    }

    @Test func `whoever writes on many days counts once in any span of them`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let calendar = OfficeCalendar(weeklyHours: [:])
            let first = calendar.day(of: Self.start)
            for (day, numbers) in [[1, 2], [1], [2, 3], [1, 3]].enumerated() {
                for number in numbers {
                    let at = Self.start.addingTimeInterval(TimeInterval(day) * 86_400 + 60)
                    for _ in 0..<2 { try await desk.write("a", from: "+8491200000\(number)", at: at) }
                }
            }
            try await settle(desk)
            func people(_ from: Int, _ to: Int) async throws -> Int? {
                let query = ReportQuery(
                    commune: Desk.commune, from: first.adding(days: from), to: first.adding(days: to))
                return try await desk.store.report(query, calendar: calendar, by: officer, now: Self.start)?.people
            }
            #expect(try await people(0, 3) == 3)
            #expect(try await people(0, 0) == 2)
            #expect(try await people(1, 1) == 1)
            #expect(try await people(1, 2) == 3)
            #expect(try await people(2, 3) == 3)
            #expect(try await people(3, 3) == 2)
            #expect(try await people(4, 9) == 0)
        }
    }

    @Test func `earlier messages are those of the commune that nobody keeps private, the newest first`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let stranger = try await desk.officer("dung", role: .supervisor, communes: [Desk.other])
            try await desk.matter("tố cáo ông A ăn tiền", .denunciation, from: "+84900000501")
            try await desk.write("số 012345678901", from: "+84900000502", at: Self.start + 1)
            try await desk.write("hai", from: "+84900000503", at: Self.start + 2)
            func texts(_ officer: Officer, since: Date = Self.start, limit: Int = 10) async throws -> [String] {
                try await desk.store.earlierMessages(of: Desk.commune, since: since, limit: limit, by: officer).map(
                    \.text)
            }
            let all = try await texts(officer)
            #expect(all.count == 2 && all.first == "hai")
            #expect(!all.joined().contains("012345678901"))
            #expect(try await texts(officer, limit: 1) == ["hai"])
            #expect(try await texts(officer, since: Self.start + 2) == ["hai"])
            #expect(try await texts(stranger) == [])
        }
    }

    @Test func `what is sent is counted as it is billed, and an answer taken back is none`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", role: .supervisor)
            let calendar = OfficeCalendar(weeklyHours: [:])
            let day = calendar.day(of: Self.start)
            let query = ReportQuery(commune: Desk.commune, from: day, to: day)
            func report() async throws -> OfficeReport {
                try await settle(desk)
                return try #require(
                    try await desk.store.report(query, calendar: calendar, by: officer, now: Self.start))
            }
            let matter = try await desk.matter()
            let before = try await report()
            // Two segments, though masking would make one of it.
            let text = String(repeating: "a", count: 150) + " 012345678901"
            let message = try #require(try await desk.answer(matter, text, by: officer).message)
            let sent = try await report()
            let units = { (report: OfficeReport) in report.units[StoreFixture.channel] ?? 0 }
            #expect(sent.sentByStaff == 1 && units(sent) == units(before) + 2)
            _ = try await desk.store.takeBack(message, by: officer, now: Self.start + 5)
            let after = try await report()
            #expect(after.sentByStaff == 0 && units(after) == units(before))
        }
    }

    @Test func `an alert is repeated until somebody takes the call for help, and not for ever`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let phone = "+84912000002"
            try await desk.write("cứu", from: "+84900000400") { handled in
                handled.escalation = NewEscalation(reason: .emergency, unit: nil, promisedBy: nil)
                handled.alert = DutyAlert(
                    phone: phone, text: "BÁO TRỰC +84900000400: cứu", channel: StoreFixture.channel)
            }
            func told(_ seconds: Int) async throws -> Int {
                try await desk.store.repeatAlerts(now: Self.start + seconds)
            }
            #expect(try await told(599) == 0)
            #expect(try await told(600) == 1)
            #expect(try await told(601) == 0)
            let notice = try #require(
                try await desk.store.emergencies(by: officer, now: Self.start + 601).first)
            #expect(notice.dutyTail == "002" && notice.alert == .sending)
            for count in 2...6 { #expect(try await told(count * 600) == 1) }
            #expect(try await told(8 * 600) == 0)
            let sent = try await desk.fixture.claimOut(at: Self.start + 9000)
            #expect(sent.first?.text == "BÁO TRỰC +84900000400: cứu")
        }
    }

    @Test func `taken, it is repeated no more`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            try await desk.write("cứu", from: "+84900000400") { handled in
                handled.escalation = NewEscalation(reason: .emergency, unit: nil, promisedBy: nil)
                handled.alert = DutyAlert(phone: "+84912000002", text: "BÁO TRỰC", channel: StoreFixture.channel)
            }
            let matter = try #require(try await desk.rows(.waiting, by: officer).first)
            _ = try await desk.store.take(matter, by: officer, now: Self.start + 60)
            #expect(try await desk.store.repeatAlerts(now: Self.start + 700) == 0)
        }
    }
}
