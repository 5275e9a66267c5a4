import Content
import Foundation
import PublicServices
import Testing

/// The instant of a Vietnamese wall clock, such as `2027-02-04T16:30`.
func vietnam(_ text: String) throws -> Date {
    try Date("\(text):00+07:00", strategy: .iso8601)
}

private func sample(
    holidays: [String: String] = [:],
    extra: [String: String] = [:]
) throws -> OfficeCalendar {
    let hours = try [#require(OpenPeriod(from: 450, to: 690)), #require(OpenPeriod(from: 780, to: 1020))]
    let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    func days(_ texts: [String: String]) throws -> [CalendarDay: String] {
        Dictionary(uniqueKeysWithValues: try texts.map { (try #require(CalendarDay($0.key)), $0.value) })
    }
    return OfficeCalendar(
        weeklyHours: Dictionary(uniqueKeysWithValues: week.map { ($0, hours) }),
        holidays: try days(holidays),
        extraWorkingDays: try days(extra)
    )
}

struct `Calendar days` {
    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-4-1", "2026-04-31", "0000-01-01", " 2026-01-01"])
    func `days that do not exist are refused`(_ text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `every day of eight centuries survives the way to a number and back`() throws {
        var day = try #require(CalendarDay("1600-01-01"))
        let first = day.daysSince1970
        for offset in 0..<292_000 {
            #expect(day.daysSince1970 == first + offset)
            let next = day.adding(days: 1)
            #expect(next > day)
            day = next
        }
        #expect(try #require(CalendarDay("1970-01-01")).daysSince1970 == 0)
        #expect(try #require(CalendarDay("2024-02-29")).adding(days: 366).description == "2025-03-01")
    }

    @Test func `weekdays are known`() throws {
        #expect(try #require(CalendarDay("2026-11-23")).weekday == .monday)
        #expect(try #require(CalendarDay("2027-02-06")).weekday == .saturday)
        #expect(try #require(CalendarDay("1969-12-31")).weekday == .wednesday)
    }

    @Test func `a day is stored as plain text`() throws {
        let day = try #require(CalendarDay("2026-11-23"))
        let data = try JSONEncoder().encode([day])
        #expect(String(decoding: data, as: UTF8.self) == "[\"2026-11-23\"]")
        #expect(try JSONDecoder().decode([CalendarDay].self, from: data) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDay].self, from: Data("[\"2026-02-30\"]".utf8))
        }
    }
}

struct `Office hours` {
    @Test(arguments: [
        ("2026-11-23T07:29", false), ("2026-11-23T07:30", true), ("2026-11-23T11:29", true),
        ("2026-11-23T11:30", false), ("2026-11-23T13:00", true), ("2026-11-23T17:00", false),
        ("2026-11-22T09:00", false), ("2026-11-24T00:10", false),
    ])
    func `doors open and close on the minute`(_ time: String, _ open: Bool) throws {
        #expect(try sample().isOpen(at: vietnam(time)) == open)
    }

    @Test func `the day changes at midnight in Vietnam`() throws {
        #expect(try sample().day(of: vietnam("2026-11-23T23:59")).description == "2026-11-23")
        #expect(try sample().day(of: vietnam("2026-11-24T00:00")).description == "2026-11-24")
    }

    @Test(arguments: [
        ("2026-11-23T12:00", "2026-11-23T13:00"),  // lunch
        ("2026-11-23T06:00", "2026-11-23T07:30"),  // early
        ("2026-11-20T17:00", "2026-11-23T07:30"),  // a weekend
        ("2026-11-23T08:00", "2026-11-23T13:00"),  // open now: the opening after this one
        ("2026-11-23T07:30", "2026-11-23T13:00"),  // at the opening itself
    ])
    func `the next opening is found`(_ time: String, _ opening: String) throws {
        #expect(try sample().nextOpening(after: vietnam(time)) == vietnam(opening))
    }

    @Test func `a holiday is closed and a swapped day is open`() throws {
        let calendar = try sample(
            holidays: ["2026-11-23": "nghỉ"],
            extra: ["2026-11-21": "làm bù", "2026-11-23": "làm bù"]
        )
        #expect(try !calendar.isOpen(at: vietnam("2026-11-23T09:00")))
        #expect(try calendar.isOpen(at: vietnam("2026-11-21T09:00")))
        #expect(try !calendar.isOpen(at: vietnam("2026-11-21T12:00")))
        #expect(try calendar.nextOpening(after: vietnam("2026-11-20T20:00")) == vietnam("2026-11-21T07:30"))
        #expect(try calendar.nextOpening(after: vietnam("2026-11-21T20:00")) == vietnam("2026-11-24T07:30"))
    }

    @Test(arguments: [
        (60, "2026-11-23T08:00", "2026-11-23T09:00"),
        (60, "2026-11-23T11:00", "2026-11-23T13:30"),  // over lunch
        (30, "2026-11-23T11:00", "2026-11-23T11:30"),  // to the last minute
        (120, "2026-11-20T16:00", "2026-11-23T08:30"),  // over the weekend
        (480, "2026-11-22T10:00", "2026-11-23T17:00"),  // one whole day
        (0, "2026-11-23T08:15", "2026-11-23T08:15"),
        (0, "2026-11-23T12:15", "2026-11-23T13:00"),
        (4800, "2026-11-23T07:30", "2026-12-04T17:00"),  // ten working days
    ])
    func `a promise counts open minutes only`(_ minutes: Int, _ from: String, _ until: String) throws {
        #expect(try sample().adding(workingMinutes: minutes, to: vietnam(from)) == vietnam(until))
    }

    @Test func `a promise runs over Tết of the shipped calendar`() throws {
        let commune = try #require(try Commune.loadAll(folder: shipped("communes"))["dak-ha"])
        let due = try commune.calendar.adding(
            workingMinutes: commune.answerPromise * 60,
            to: vietnam("2027-02-03T16:30")
        )
        #expect(try due == vietnam("2027-02-11T16:30"))
    }

    @Test func `a calendar without hours answers without end or crash`() throws {
        let calendar = OfficeCalendar(weeklyHours: [:])
        let now = try vietnam("2026-11-23T08:00")
        #expect(calendar.nextOpening(after: now) == now)
        #expect(calendar.adding(workingMinutes: 30, to: now) == now.addingTimeInterval(1800))
        #expect(calendar.hoursText.isEmpty)
    }

    @Test func `hours are told in groups of days`() throws {
        #expect(try sample().hoursText == "Thứ 2 đến Thứ 6: 7:30-11:30, 13:00-17:00")
        let morning = [try #require(OpenPeriod(from: 450, to: 690))]
        let odd = OfficeCalendar(weeklyHours: [.monday: morning, .wednesday: morning, .sunday: morning])
        #expect(odd.hoursText == "Thứ 2: 7:30-11:30; Thứ 4: 7:30-11:30; Chủ nhật: 7:30-11:30")
    }
}

/// A promise is a clock time at which somebody is there.
struct `Promises in office time` {
    private func calendar() throws -> OfficeCalendar {
        try sample(
            holidays: [
                "2027-02-05": "Tết", "2027-02-08": "Tết", "2027-02-09": "Tết", "2027-02-10": "Tết",
                "2027-09-02": "Quốc khánh",
            ],
            extra: ["2027-02-20": "làm bù"])
    }

    @Test(arguments: [
        // Lunch, Friday evening, Tết, a make-up Saturday, midnight, across a holiday, at the minute of closing.
        ("2027-01-13T11:00", 120, "2027-01-13T14:30"), ("2027-01-15T16:00", 120, "2027-01-18T08:30"),
        ("2027-02-04T16:30", 60, "2027-02-11T08:00"), ("2027-02-19T16:30", 60, "2027-02-20T08:00"),
        ("2027-01-13T00:00", 60, "2027-01-13T08:30"), ("2027-01-13T23:59", 60, "2027-01-14T08:30"),
        ("2027-09-01T16:00", 120, "2027-09-03T08:30"), ("2027-01-13T09:00", 480, "2027-01-14T09:00"),
        ("2027-01-13T12:00", 0, "2027-01-13T13:00"),
    ])
    func `promises are kept by the clock`(from: String, minutes: Int, promised: String) throws {
        let calendar = try calendar()
        #expect(try calendar.adding(workingMinutes: minutes, to: vietnam(from)) == vietnam(promised))
        #expect(try calendar.workingMinutes(from: vietnam(from), to: vietnam(promised)) == minutes)
    }

    @Test func `no promise is ever outside of office hours, and the minutes until it are those that were promised`()
        throws
    {
        let calendar = try calendar()
        var state: UInt64 = 4711
        func next(_ end: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % end
        }
        let start = try vietnam("2027-01-01T00:00")
        for _ in 0..<20_000 {
            let from = start.addingTimeInterval(Double(next(365 * 86_400)))
            let minutes = next(3000)
            let promised = calendar.adding(workingMinutes: minutes, to: from)
            let minute = calendar.minute(of: promised)
            // The minute of closing is the last by which somebody can have answered.
            #expect(calendar.periods(on: calendar.day(of: promised)).contains { $0.from <= minute && minute <= $0.to })
            #expect(calendar.workingMinutes(from: from, to: promised) == minutes, "\(from), \(minutes)")
        }
    }

    @Test func `a calendar knows the years of its holidays, and one without any does not end`() throws {
        let calendar = try calendar()
        #expect(try calendar.isKnown(at: vietnam("2027-12-31T23:00")))
        #expect(try !calendar.isKnown(at: vietnam("2028-01-01T00:00")))
        #expect(try sample().isKnown(at: vietnam("2099-01-01T00:00")))
        #expect(try calendar.workingMinutes(from: vietnam("2027-01-13T10:00"), to: vietnam("2027-01-13T09:00")) == 0)
    }
}
