import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Opening hours of the day that is asked for.
@Suite struct OfficeHoursTests {
    /// A moment in Vietnam.
    private func moment(_ day: String, _ hour: Int, _ minute: Int = 0) throws -> Date {
        let day = try #require(CalendarDay(day))
        return Date(timeIntervalSince1970: Double(day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 - 7 * 3600))
    }

    private func ask(_ text: String, at now: Date) throws -> Reply {
        let turn = try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: .asWritten), state: DialogueState(), now: now)
        #expect(turn.decision.topics == [.officeHours], "\(text): \(turn.decision)")
        return try #require(turn.replies.first)
    }

    @Test(arguments: [
        "hôm nay xã có làm việc không", "hom nay xa co lam viec khong", "hôm nay có làm việc không",
        "hnay xã có làm ko",
    ])
    func `on a holiday the office is closed, and why, and until when`(text: String) throws {
        let reply = try ask(text, at: moment("2027-01-01", 8))
        let plain = UnmarkedSpelling.of(reply.text)
        #expect(reply.template == "office_closed")
        #expect(
            plain.contains("Tet Duong lich") && plain.contains("thu Sau 1/1")
                && plain.contains("thu Hai 4/1, 7:30-11:30"), "\(plain)")
    }

    @Test(arguments: [
        ("mai có làm không", "2026-12-31", "office_closed", "thu Sau 1/1"),
        ("mai xã có làm việc không", "2026-11-17", "office_open", "thu Tu 18/11"),
        ("thứ 7 có làm việc không", "2026-11-17", "office_closed", "thu Bay 21/11"),
        ("chu nhat co lam viec khong", "2026-11-17", "office_closed", "Chu nhat 22/11"),
        ("2/9 có nghỉ không", "2027-08-20", "office_closed", "Quoc khanh"),
        ("hôm nay có làm việc không", "2026-11-17", "office_open", "thu Ba 17/11"),
        ("thứ 2 tuần sau xã có làm không", "2026-11-17", "office_open", "thu Hai 23/11"),
        ("t7 xã có làm k", "2026-11-17", "office_closed", "21/11"),
        ("cuối tuần có làm việc không", "2026-11-17", "office_weekend", "21/11 nghi"),
        ("ngày mốt xã có làm việc không", "2026-11-17", "office_open", "19/11"),
        ("tết nghỉ tới ngày nào", "2027-01-20", "office_closed_days", "tu thu Nam 4/2 den het thu Tu 10/2"),
        ("tet xa nghi may ngay", "2027-01-20", "office_closed_days", "Tet Nguyen dan"),
        ("nghỉ tết từ ngày nào", "2026-06-01", "office_holiday_unknown", "chua co"),
        ("30/4 xã có làm việc không", "2027-04-20", "office_closed", "Chien thang"),
        ("sáng mai xã có làm việc không", "2027-02-04", "office_closed", "thu Sau 5/2"),
    ])
    func `each day has the hours of its own`(text: String, today: String, template: String, holds: String) throws {
        let reply = try ask(text, at: moment(today, 9))
        #expect(reply.template == template, "\(reply.text)")
        #expect(UnmarkedSpelling.of(reply.text).contains(holds), "\(reply.text)")
    }

    @Test(arguments: [
        (9, "office_open_now", "den 11:30"), (12, "office_closed_now", "13:00-17:00"),
        (20, "office_closed_now", "thu Tu 18/11"), (16, "office_open_now", "den 17:00"),
    ])
    func `now is told by the clock`(hour: Int, template: String, holds: String) throws {
        for text in ["giờ này còn làm không", "bây giờ xã có làm việc không", "gio nay con lam viec khong"] {
            let reply = try ask(text, at: moment("2026-11-17", hour))
            #expect(reply.template == template)
            #expect(UnmarkedSpelling.of(reply.text).contains(holds), "\(reply.text)")
        }
    }

    @Test func `a day that is worked in exchange is open, and half a Saturday too`() throws {
        let shipped = try ShippedContent.dialogue.get()
        var commune = shipped.composer.commune
        let morning = try #require(OpenPeriod(from: 450, to: 690))
        let saturday = try #require(CalendarDay("2026-11-21"))
        var hours = commune.calendar.weeklyHours
        hours[.saturday] = [morning]
        commune.calendar = OfficeCalendar(
            weeklyHours: hours, holidays: [saturday.adding(days: 7): "Nghỉ bù"],
            extraWorkingDays: [saturday.adding(days: 1): "làm bù"])
        let dialogue = Dialogue(
            matcher: shipped.matcher, services: shipped.composer.services, commune: commune,
            replies: shipped.composer.replies)
        func answer(_ text: String) throws -> String {
            try #require(
                dialogue.turn(
                    VillagerMessage(text: text, spelling: .marked), state: DialogueState(),
                    now: try moment("2026-11-17", 9)
                ).replies.first
            ).text
        }
        #expect(try answer("thứ 7 có làm việc không").contains("thứ Bảy 21/11: 7:30-11:30."))
        #expect(try answer("chủ nhật có làm việc không").contains("có làm việc Chủ nhật 22/11"))
        #expect(try answer("28/11 xã có làm việc không").contains("(Nghỉ bù)"))
    }

    @Test func `without a day the week's hours are told`() throws {
        #expect(try ask("giờ làm việc của xã", at: moment("2026-11-17", 9)).template == "office_hours")
        #expect(try ask("thứ 2 đến thứ 6 xã làm việc mấy giờ", at: moment("2026-11-17", 9)).template == "office_hours")
    }

    @Test func `texts of any shape name a day or none, and never trap`() throws {
        let today = try #require(CalendarDay("2026-11-17"))
        for text in [
            "99/99", "0/0 có làm không", "31/2 có nghỉ không", "29/2 có làm không", "1/1/1", "32/13/9999",
            String(repeating: "1/", count: 5000), "30/4/99",
        ] {
            _ = AskedDay(Words(text), text: text, today: today)
        }
        #expect(AskedDay(Words("31/2 có nghỉ không"), text: "31/2 có nghỉ không", today: today) == nil)
        #expect(
            AskedDay(Words("ngày 2 tháng 9 có nghỉ không"), text: "ngày 2 tháng 9 có nghỉ không", today: today)
                == CalendarDay("2027-09-02").map { .day($0) })
    }

    @Test(arguments: [
        ("2/9 có làm không", "2027-09-02"), ("2-9", "2027-09-02"), ("02.09", "2027-09-02"), ("2 / 9", "2027-09-02"),
        ("18/11 thì sao", "2026-11-18"), ("16/11", "2027-11-16"), ("30/4/27", "2027-04-30"),
        ("30-4-2028", "2028-04-30"),
        ("ngay 2 thang 9 nam 2027", "2027-09-02"), ("2 Tháng 9", "2027-09-02"), ("hẹn ngày 24-11.", "2026-11-24"),
        ("24/11 - 8 giờ", "2026-11-24"), ("nghỉ 99/99 hay 5/12", "2026-12-05"),
    ])
    func `a day in figures is read`(_ text: String, _ day: String) throws {
        let today = try #require(CalendarDay("2026-11-17"))
        #expect(WrittenDay.first(in: text, today: today) == CalendarDay(day), "\(text)")
        let decomposed = text.decomposedStringWithCanonicalMapping
        #expect(WrittenDay.first(in: decomposed, today: today) == CalendarDay(day), "\(text)")
    }

    @Test(arguments: [
        "", "2", "2/", "/9", "123/4", "4/123", "2/9/20271", "2/9/1999", "1/2/3/4", "45/3", "2/21", "0905.12.34.56",
        "1.001193", "2 thoi 9", "2 t", "2 th", "2 tháng", "9:30", "nam 2/x",
    ])
    func `other figures are no day`(_ text: String) throws {
        let today = try #require(CalendarDay("2026-11-17"))
        #expect(WrittenDay.first(in: text, today: today) == nil, "\(text)")
    }
}
