import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct WeekSpanTests {
    @Test func `every day of a span is in a whole week or beside one, once`() {
        for first in [-11, 0, 4, 20_000] + Array(20_600..<20_615) {
            for length in 1...40 {
                let last = first + length - 1
                let span = WeekSpan(from: CalendarDay(daysSince1970: first), to: CalendarDay(daysSince1970: last))
                var days: [Int] = []
                for bounds in [span.before, span.behind] where bounds.from <= bounds.to {
                    days += Array(bounds.from...bounds.to)
                }
                #expect(days.count < 14)
                if span.weeks.from <= span.weeks.to {
                    for week in span.weeks.from...span.weeks.to { days += (0..<7).map { week * 7 - 3 + $0 } }
                    #expect(CalendarDay(daysSince1970: span.weeks.from * 7 - 3).weekday == .monday)
                }
                #expect(days.sorted() == Array(first...last), "\(first), \(length) days")
            }
        }
    }

    @Test func `the triggers count a day and a week as the program does`() async throws {
        try await withStore { fixture in
            // Around the midnights in Vietnam that begin a Sunday and a Monday.
            for midnight in [1_780_160_400_000, 1_780_246_800_000] as [Int64] {
                for at in [midnight - 1, midnight, midnight + 1] {
                    let day = Transaction.day(of: at)
                    // The one whole week around it.
                    let span = WeekSpan(
                        from: CalendarDay(daysSince1970: Int(day) - 6), to: CalendarDay(daysSince1970: Int(day) + 6))
                    let (from, to) = WeekSpan.milliseconds(ofWeeks: span.weeks)
                    #expect(from <= at && at < to && span.weeks.from == span.weeks.to)
                    #expect(WeekSpan.week(at: at) == span.weeks.from)
                    let counted = [
                        try await fixture.number("SELECT (\(at) + 284400000) / 604800000"),
                        try await fixture.number("SELECT (\(day) + 3) / 7"),
                        try await fixture.number("SELECT (\(at) + 25200000) / 86400000"),
                    ]
                    #expect(counted == [span.weeks.from, span.weeks.from, Int(day)])
                }
            }
        }
    }
}
