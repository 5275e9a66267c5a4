import Foundation
import PublicServices

/// The opening hours of the day that is asked for, with the calendar's days off.
extension AnswerComposer {
    func hours(_ asked: AskedDay, of office: String, spelling: Spelling, now: Date) -> Reply {
        let calendar = commune.calendar
        guard asked.firstDay(now: calendar.day(of: now)).map(isEntered) ?? true else {
            return unknownDays(of: office, spelling: spelling)
        }
        switch asked {
        case .day(let day): return hours(on: day, of: office, spelling: spelling)
        case .now:
            let today = calendar.day(of: now)
            let minute = calendar.minute(of: now)
            if let open = calendar.periods(on: today).first(where: { $0.from <= minute && minute < $0.to }) {
                let values = [
                    "office": office, "until": OpenPeriod.clock(open.to), "day": name(of: today),
                    "hours": text(of: calendar.periods(on: today)),
                ]
                return plain(.officeOpenNow, values, spelling: spelling)
            }
            let later = calendar.periods(on: today).filter { $0.from > minute }
            let next = later.isEmpty ? next(after: today) : text(of: later) + ", " + name(of: today)
            return plain(
                .officeClosedNow, ["office": office, "moment": OpenPeriod.clock(minute), "next": next],
                spelling: spelling)
        case .weekend(let saturday):
            let values = [
                "office": office, "saturday": shortHours(on: saturday),
                "sunday": shortHours(on: saturday.adding(days: 1)),
            ]
            return plain(.officeWeekend, values, spelling: spelling)
        case .holidays(let name):
            let today = calendar.day(of: now)
            let next = calendar.holidays.filter { $0.key >= today && $0.value.contains(name) }.keys.min()
            guard let next, next.daysSince1970 - today.daysSince1970 <= Self.holidayHorizon,
                let off = calendar.daysOff(around: next)
            else { return unknownDays(of: office, spelling: spelling) }
            guard off.first < off.last else { return hours(on: next, of: office, spelling: spelling) }
            let values = [
                "office": office, "reason": " " + (calendar.holidays[next].map(Self.holidayName) ?? ""),
                "first": self.name(of: off.first), "last": self.name(of: off.last), "next": self.next(after: off.last),
            ]
            return plain(.officeClosedDays, values, spelling: spelling)
        }
    }

    /// What is said of days that nobody entered: the hours of usual ones, and whom to ask.
    private func unknownDays(of office: String, spelling: Spelling) -> Reply {
        plain(
            .officeHolidayUnknown, ["office": office, "hours": commune.calendar.hoursText], spelling: spelling)
    }

    /// Whether the calendar says of a day if it is worked: beyond its last year only what was entered by itself.
    private func isEntered(_ day: CalendarDay) -> Bool {
        let calendar = commune.calendar
        return calendar.isKnown(on: day) || calendar.holidays[day] != nil || calendar.dayHours[day] != nil
            || calendar.extraWorkingDays[day] != nil
    }

    /// How many days ahead a holiday is told by its name: beyond, the year's announcement is not out.
    private static let holidayHorizon = 200

    private func hours(on day: CalendarDay, of office: String, spelling: Spelling) -> Reply {
        let periods = commune.calendar.periods(on: day)
        guard periods.isEmpty else {
            let values = ["office": office, "day": name(of: day), "hours": text(of: periods)]
            return plain(.officeOpen, values, spelling: spelling)
        }
        let reason = commune.calendar.holidays[day].map { " (\($0))" } ?? ""
        let values = ["office": office, "day": name(of: day), "reason": reason, "next": next(after: day)]
        return plain(.officeClosed, values, spelling: spelling)
    }

    private func shortHours(on day: CalendarDay) -> String {
        let periods = commune.calendar.periods(on: day)
        let date = "\(day.day)/\(day.month)"
        return periods.isEmpty ? "\(date) nghỉ" : "\(date) làm việc \(text(of: periods))"
    }

    /// The next working day with its hours; where the calendar has none, or does not reach it, whom to ask.
    private func next(after day: CalendarDay) -> String {
        guard let next = commune.calendar.nextWorkingDay(after: day), isEntered(next) else {
            return "xin hỏi \(commune.hotline)"
        }
        return name(of: next) + ", " + text(of: commune.calendar.periods(on: next))
    }

    private func text(of periods: [OpenPeriod]) -> String { periods.map(\.text).joined(separator: ", ") }

    /// "Nghỉ Tết Nguyên đán", "Mùng 1 Tết Nguyên đán": the holiday of which these are days.
    static func holidayName(_ day: String) -> String {
        guard let start = day.firstRange(of: "Tết")?.lowerBound else { return day }
        return String(day[start...])
    }

    private func name(of day: CalendarDay) -> String {
        let names: [Weekday: String] = [
            .monday: "thứ Hai", .tuesday: "thứ Ba", .wednesday: "thứ Tư", .thursday: "thứ Năm", .friday: "thứ Sáu",
            .saturday: "thứ Bảy", .sunday: "Chủ nhật",
        ]
        return "\(names[day.weekday] ?? "") \(day.day)/\(day.month)"
    }
}

extension OpenPeriod {
    /// A minute since midnight as people write it: `7:30`.
    static func clock(_ minute: Int) -> String { "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)" }
}

extension AskedDay {
    /// The day whose hours are asked for first; nil where a holiday's days are asked for by its name.
    fileprivate func firstDay(now today: CalendarDay) -> CalendarDay? {
        switch self {
        case .day(let day): day
        case .now: today
        case .weekend(let saturday): saturday
        case .holidays: nil
        }
    }
}
