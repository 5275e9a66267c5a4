import CheckedYAML
import Content
import Foundation
import Testing

@testable import PublicServices

@Suite struct OwnDaysTests {
    private static let day = CalendarDay(daysSince1970: 20_783)
    private static let hours = [OpenPeriod(from: 480, to: 660), OpenPeriod(from: 810, to: 930)].compactMap { $0 }

    private static func entry(_ day: CalendarDay, _ kind: OwnDays.Kind, _ name: String = "Làm bù: \"Tết\"")
        -> OwnDays.Entry
    {
        OwnDays.Entry(day: day, kind: kind, name: name, by: "Nguyễn Thị Hạnh", on: Self.day)
    }

    private static let base = OfficeCalendar(
        weeklyHours: Dictionary(
            uniqueKeysWithValues: [Weekday.monday, .tuesday, .wednesday, .thursday, .friday].map {
                ($0, [OpenPeriod(from: 450, to: 690), OpenPeriod(from: 780, to: 1020)].compactMap { $0 })
            }),
        holidays: [CalendarDay("2026-11-24"): "Ngày Văn hóa", CalendarDay("2027-02-05"): "Tết"]
            .reduce(into: [:]) { days, one in
                if let day = one.key { days[day] = one.value }
            })

    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    @Test func `what was written is read again`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "days-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try OwnDays.load(path: path, isSample: false) == OwnDays())
        let entries = [
            Self.entry(Self.day, .closed, "Mất điện # cả ngày: 'xã'"), Self.entry(Self.day.adding(days: 1), .usual),
            Self.entry(Self.day.adding(days: 2), .hours(Self.hours)),
        ]
        let phone = OwnDays.DutyPhone(phone: "0901234567", holder: "anh Dũng", by: "Hạnh", on: Self.day)
        for days in [
            OwnDays(), OwnDays(entries), OwnDays(entries.reversed(), dutyPhone: phone),
            OwnDays([], dutyPhone: phone, knownYear: .init(year: 2028, by: "Hạnh", on: Self.day)),
        ] {
            try days.text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try OwnDays.load(path: path, isSample: false) == days)
        }
    }

    @Test(arguments: [
        ("day: 2026-02-30, kind: closed, name: x", "no day of the calendar"),
        ("day: 2026-02-03, kind: shut, name: x", "kind"),
        ("day: 2026-02-03, kind: hours, hours: [], name: x", "no hours"),
        ("day: 2026-02-03, kind: hours, hours: [\"9:00-8:00\"], name: x", "no opening hours"),
        ("day: 2026-02-03, kind: closed, name: \"😀\"", "cannot be told"),
        ("day: 2026-02-03, kind: closed", "name"),
    ])
    func `faults of the file are told`(_ line: String, _ words: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "days-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "days:\n  - {\(line), by: Hạnh, \"on\": 2026-11-26}\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        let problems = try #require(throws: FileProblems.self) { try OwnDays.load(path: path, isSample: false) }
        #expect(problems.problems.allSatisfy { $0.line == 2 } && problems.description.contains(words))
    }

    @Test func `a made-up phone stands in a sample alone`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "days-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let phone = OwnDays.DutyPhone(phone: "0900000009", holder: nil, by: "Hạnh", on: Self.day)
        try OwnDays([], dutyPhone: phone).text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try OwnDays.load(path: path, isSample: true).dutyPhone == phone)
        #expect(throws: FileProblems.self) { try OwnDays.load(path: path, isSample: false) }
    }

    @Test func `an entered day stands before the calendar, and goes again`() throws {
        var days = OwnDays([
            Self.entry(try day("2026-11-27"), .closed, "Mất điện"), Self.entry(try day("2026-11-28"), .usual),
            Self.entry(try day("2026-11-24"), .usual), Self.entry(try day("2026-11-30"), .hours(Self.hours)),
            Self.entry(try day("2027-02-05"), .hours(Self.hours)),
            Self.entry(try day("2026-11-29"), .hours(Self.hours)),
        ])
        let calendar = days.applied(to: Self.base)
        #expect(calendar.periods(on: try day("2026-11-27")).isEmpty)
        #expect(calendar.holidays[try day("2026-11-27")] == "Mất điện")
        let usual = Self.base.periods(on: try day("2026-11-26"))
        for worked in ["2026-11-28", "2026-11-24"] { #expect(calendar.periods(on: try day(worked)) == usual) }
        for own in ["2026-11-30", "2027-02-05", "2026-11-29"] {
            #expect(calendar.periods(on: try day(own)) == Self.hours)
        }
        // The last holiday is worked now, and its year is as known as before.
        #expect(calendar.knownUntil == (try day("2027-12-31")))
        for entry in days.entries { days.remove(entry.day) }
        #expect(days.applied(to: Self.base) == Self.base)
    }

    @Test func `a closed day far ahead makes no year known, and only who says so does`() throws {
        let far = Self.entry(try day("2029-03-01"), .closed, "Nghỉ")
        #expect(OwnDays([far]).applied(to: Self.base).knownUntil == (try day("2027-12-31")))
        let known = OwnDays([far], knownYear: .init(year: 2028, by: "Hạnh", on: Self.day))
        #expect(known.applied(to: Self.base).knownUntil == (try day("2028-12-31")))
        let older = OwnDays([], knownYear: .init(year: 2020, by: "Hạnh", on: Self.day))
        #expect(older.applied(to: Self.base).knownUntil == (try day("2027-12-31")))
        // Where no holidays are kept at all, every day is known.
        let bare = OfficeCalendar(weeklyHours: Self.base.weeklyHours)
        #expect(OwnDays([far]).applied(to: bare).knownUntil == nil)
    }

    @Test func `a commune takes days and phone, and gives its own back`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let commune = try Commune.load(folder: root + "/config/communes/dak-ha")
        let phone = OwnDays.DutyPhone(phone: "0901234567", holder: nil, by: "Hạnh", on: Self.day)
        let first = commune.keeping(OwnDays([Self.entry(Self.day, .closed)], dutyPhone: phone))
        #expect(first.dutyPhone == "0901234567" && first.writtenDutyPhone == commune.dutyPhone)
        #expect(first.calendar.holidays[Self.day] != nil && first.writtenCalendar == commune.calendar)
        let second = first.keeping(OwnDays([Self.entry(Self.day.adding(days: 1), .closed)]))
        #expect(second.calendar.holidays[Self.day] == nil && second.dutyPhone == commune.dutyPhone)
        #expect(second.keeping(OwnDays()) == commune)
    }

    /// Any week, with any days of its own: what is promised lies within office hours, and so many minutes were open until then.
    @Test func `a promise never falls outside of office hours with days of one's own`() throws {
        var random = SplitMix(seed: 14)
        let start = try day("2026-11-01")
        func periods() -> [OpenPeriod] {
            var from = Int.random(in: 0...600, using: &random)
            var periods: [OpenPeriod] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let to = from + Int.random(in: 1...240, using: &random)
                if let period = OpenPeriod(from: from, to: min(to, 1440)) { periods.append(period) }
                from = to + Int.random(in: 0...120, using: &random)
                if from >= 1440 { break }
            }
            return periods
        }
        for _ in 0..<400 {
            let worked = Weekday.allCases.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
            let base = OfficeCalendar(
                weeklyHours: Dictionary(
                    uniqueKeysWithValues: (worked.isEmpty ? [.monday] : worked).map { ($0, periods()) }),
                holidays: [start.adding(days: Int.random(in: 0..<60, using: &random)): "Lễ"])
            var own = OwnDays()
            for _ in 0..<Int.random(in: 0...25, using: &random) {
                let day = start.adding(days: Int.random(in: 0..<40, using: &random))
                let kind: OwnDays.Kind =
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: .closed
                    case 1: .usual
                    default: .hours(periods())
                    }
                own.set(Self.entry(day, kind))
            }
            let calendar = own.applied(to: base)
            let asked = calendar.moment(of: start, minute: 0)
                .addingTimeInterval(TimeInterval.random(in: 0...(40 * 86_400), using: &random))
            let minutes = Int.random(in: 1...4800, using: &random)
            let promised = calendar.adding(workingMinutes: minutes, to: asked)
            let minute = calendar.minute(of: promised)
            let seconds = promised.timeIntervalSince(calendar.moment(of: calendar.day(of: promised), minute: minute))
            // The minute of closing itself still counts: at 11:30 sharp somebody is there.
            #expect(
                calendar.periods(on: calendar.day(of: promised)).contains {
                    $0.from <= minute && (minute < $0.to || minute == $0.to && seconds < 1)
                }
                    || minute == 0
                        && calendar.periods(on: calendar.day(of: promised).adding(days: -1)).contains { $0.to == 1440 },
                "\(asked) + \(minutes) = \(promised)")
            // Opening time is reckoned for a year at most.
            if promised.timeIntervalSince(asked) < 365 * 86_400 {
                let open = calendar.workingMinutes(from: asked, to: promised)
                #expect(abs(open - minutes) <= 1)
                #expect(OpeningTime(calendar).minutes(from: asked, to: promised) == open)
            }
            let next = calendar.nextOpening(after: asked)
            #expect(calendar.isOpen(at: next))
        }
    }

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64
        init(seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test(arguments: [
        ("7:30-11:30, 13:00-17:00", "7:30-11:30 13:00-17:00"), ("7h30 đến 11h30 và 13h-17h", "7:30-11:30 13:00-17:00"),
        ("7h-11h", "7:00-11:00"), ("07.30 - 11.30; 13.00 – 16.45", "7:30-11:30 13:00-16:45"), ("8-12", "8:00-12:00"),
        ("sáng 7 giờ 30 đến 11 giờ, chiều 13g30-16g", "7:30-11:00 13:30-16:00"),
    ])
    func `hours are read as people type them`(_ typed: String, _ hours: String) throws {
        #expect(try TypedHours.periods(in: typed).map(\.text).joined(separator: " ") == hours)
    }

    @Test(arguments: [
        ("", TypedHours.Fault.unreadable), ("cả ngày", .unreadable), ("7:30", .unreadable),
        ("7:30-11:30 nghỉ trưa", .unreadable),
        ("11:30-7:30", .order), ("7:30-11:30, 11:00-17:00", .order), ("7:30-11:30, 1:30-5:00", .order),
        ("1:30-5:00", .odd("1:30-5:00")), ("25:00-26:00", .unreadable), ("7-8,9-10,11-12,13-14,15-16", .tooMany),
        (String(repeating: "7:30-11:30, ", count: 50), .unreadable),
    ])
    func `hours that cannot be are told apart`(_ typed: String, _ fault: TypedHours.Fault) {
        #expect(throws: fault) { try TypedHours.periods(in: typed) }
    }

    @Test(arguments: [
        ("Mất điện 😀", OwnDays.NameFault.sign("😀")), ("xem facebook.com", .link("facebook.com")),
        (String(repeating: "a", count: 61), .tooLong(61)),
    ])
    func `a reason that no SMS can say is refused`(_ typed: String, _ fault: OwnDays.NameFault) {
        #expect(throws: fault) { try OwnDays.name(of: typed) }
    }

    @Test func `a reason is composed and on one line`() throws {
        #expect(try OwnDays.name(of: " Nghi\u{0309} Tết\n –  bù ") == "Nghỉ Tết - bù")
    }
}
