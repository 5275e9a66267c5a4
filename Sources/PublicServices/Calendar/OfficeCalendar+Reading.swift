internal import CheckedYAML

extension OfficeCalendar {
    /// Reads `calendar.yaml`; what is wrong goes to the collector, and what is right is kept.
    static func read(from root: YAMLEntry, problems: inout ProblemCollector) -> OfficeCalendar {
        _ = problems.collect(try root.allow(keys: ["hours", "holidays", "extra_working_days"]))
        let weeklyHours = readHours(from: root, problems: &problems)
        let holidays = readDays("holidays", from: root, problems: &problems)
        let extraWorkingDays = readDays("extra_working_days", from: root, problems: &problems)
        for (day, entry) in extraWorkingDays where holidays[day] != nil {
            problems.add(
                entry.problem("\(day) is a holiday and a working day at once", mend: "keep it in one of the two lists")
            )
        }
        return OfficeCalendar(
            weeklyHours: weeklyHours,
            holidays: names(of: holidays, problems: &problems),
            extraWorkingDays: names(of: extraWorkingDays, problems: &problems)
        )
    }

    private static func readHours(
        from root: YAMLEntry,
        problems: inout ProblemCollector
    ) -> [Weekday: [OpenPeriod]] {
        guard let hours = problems.collect(try root.entry("hours")) else { return [:] }
        _ = problems.collect(try hours.allow(keys: Weekday.allCases.map(\.rawValue)))
        var weekly: [Weekday: [OpenPeriod]] = [:]
        for (key, entry) in problems.collect(try hours.pairs()) ?? [] {
            guard let weekday = Weekday(rawValue: key) else { continue }
            weekly[weekday] = readPeriods(entry, problems: &problems)
        }
        if weekly.values.allSatisfy(\.isEmpty) {
            problems.add(
                hours.problem("the office is never open", mend: "write hours, such as mon: [\"07:30-11:30\"]")
            )
        }
        return weekly
    }

    /// The hours of one day, in order.
    static func readPeriods(_ entry: YAMLEntry, problems: inout ProblemCollector) -> [OpenPeriod] {
        var periods: [OpenPeriod] = []
        for item in problems.collect(try entry.entries()) ?? [] {
            guard let period = problems.collect(try item.openPeriod()) else { continue }
            if let last = periods.last, period.from < last.to {
                problems.add(
                    item.problem("\(period.text) begins before \(last.text) ends", mend: "write the hours in order")
                )
            }
            periods.append(period)
        }
        return periods
    }

    private static func readDays(
        _ key: String,
        from root: YAMLEntry,
        problems: inout ProblemCollector
    ) -> [CalendarDay: YAMLEntry] {
        var days: [CalendarDay: YAMLEntry] = [:]
        guard let list = problems.collect(try root.optional(key)) ?? nil else { return days }
        for (text, entry) in problems.collect(try list.pairs()) ?? [] {
            if let day = CalendarDay(text) {
                days[day] = entry
            } else {
                problems.add(
                    entry.problem(
                        "\"\(text)\" is no day of the calendar",
                        mend: "write year-month-day, such as 2026-11-23"
                    )
                )
            }
        }
        return days
    }

    private static func names(
        of days: [CalendarDay: YAMLEntry],
        problems: inout ProblemCollector
    ) -> [CalendarDay: String] {
        var names: [CalendarDay: String] = [:]
        for (day, entry) in days.sorted(by: { $0.key < $1.key }) {
            names[day] = problems.collect(try entry.string())
        }
        return names
    }
}

extension YAMLEntry {
    /// The opening period, written as `07:30-11:30`.
    fileprivate func openPeriod() throws(FileProblem) -> OpenPeriod {
        let text = try string()
        guard let match = text.wholeMatch(of: /([0-9]{1,2}):([0-5][0-9])-([0-9]{1,2}):([0-5][0-9])/),
            let fromHour = Int(match.1), let fromMinute = Int(match.2),
            let toHour = Int(match.3), let toMinute = Int(match.4),
            let period = OpenPeriod(from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute)
        else {
            throw problem("\"\(text)\" are no opening hours", mend: "write from-to, such as \"07:30-11:30\"")
        }
        return period
    }
}
