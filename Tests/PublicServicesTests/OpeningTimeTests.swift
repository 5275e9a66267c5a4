import Foundation
import Testing

@testable import PublicServices

@Suite struct OpeningTimeTests {
    @Test func `many spans are reckoned as each one alone`() throws {
        let morning = try #require(OpenPeriod(from: 450, to: 690))
        let afternoon = try #require(OpenPeriod(from: 780, to: 1020))
        let new = try #require(CalendarDay(year: 2027, month: 1, day: 1))
        let calendar = OfficeCalendar(
            weeklyHours: [.monday: [morning, afternoon], .wednesday: [afternoon], .friday: [morning]],
            holidays: [new: "Tết Dương lịch"])
        let opening = OpeningTime(calendar)
        var generator = SystemRandomNumberGenerator()
        let first = Date(timeIntervalSince1970: 1_795_000_000)
        for _ in 0..<500 {
            let start = first.addingTimeInterval(.random(in: 0...90 * 86_400, using: &generator))
            let end = start.addingTimeInterval(.random(in: -86_400...40 * 86_400, using: &generator))
            #expect(
                opening.minutes(from: start, to: end) == calendar.workingMinutes(from: start, to: end),
                "\(start) to \(end)")
        }
        let farther = first.addingTimeInterval(500 * 86_400)
        #expect(opening.minutes(from: first, to: farther) == calendar.workingMinutes(from: first, to: farther))
    }
}
