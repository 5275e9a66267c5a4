package import CheckedYAML
import Foundation

/// The file of a commune's own days.
extension OwnDays {
    /// Reads what the file says; every problem names line, entry and mend.
    ///
    /// - Parameter isSample: whether a made-up phone may stand.
    package static func read(from root: YAMLEntry, isSample: Bool, problems: inout ProblemCollector) -> OwnDays {
        var days = OwnDays()
        _ = problems.collect(try root.allow(keys: ["days", "duty_phone", "known_through"]))
        let entries = (problems.collect(try root.optional("days")?.entries()) ?? nil) ?? []
        if entries.count > most {
            problems.add(root.problem("it has more than \(most) days", mend: "take old ones out"))
        }
        for entry in entries.prefix(most) {
            guard let own = read(entry, problems: &problems) else { continue }
            if days[own.day] != nil {
                problems.add(entry.problem("\(own.day) stands twice", mend: "keep one of the two"))
            }
            days.set(own)
        }
        days.dutyPhone = readPhone(in: root, isSample: isSample, problems: &problems)
        days.knownYear = readYear(in: root, problems: &problems)
        return days
    }

    private static func read(_ entry: YAMLEntry, problems: inout ProblemCollector) -> Entry? {
        _ = problems.collect(try entry.allow(keys: ["day", "kind", "hours", "name", "by", "on"]))
        let day = problems.collect(try entry.entry("day").day())
        let kind = problems.collect(try entry.entry("kind").oneOf(KindName.self))
        let name = problems.collect(try entry.entry("name").reason())
        let author = problems.collect(try entry.entry("by").string())
        let entered = problems.collect(try entry.entry("on").day())
        var made: Kind?
        switch kind {
        case .closed: made = .closed
        case .usual: made = .usual
        case .hours:
            let periods = problems.collect(try entry.entry("hours"))
                .map { OfficeCalendar.readPeriods($0, problems: &problems) }
            if let periods, periods.isEmpty {
                problems.add(entry.problem("it has no hours", mend: "write kind: closed, or hours"))
            }
            made = periods.map { .hours($0) }
        case nil: break
        }
        guard let day, let made, let name, let author, let entered else { return nil }
        return Entry(day: day, kind: made, name: name, by: author, on: entered)
    }

    private enum KindName: String, CaseIterable { case closed, usual, hours }

    private static func readPhone(
        in root: YAMLEntry, isSample: Bool, problems: inout ProblemCollector
    ) -> DutyPhone? {
        guard let entry = problems.collect(try root.optional("duty_phone")) ?? nil else { return nil }
        _ = problems.collect(try entry.allow(keys: ["phone", "holder", "by", "on"]))
        let phone = problems.collect(try entry.entry("phone").phone(isSample: isSample))
        let holder = problems.collect(try entry.optional("holder")?.string()) ?? nil
        let author = problems.collect(try entry.entry("by").string())
        let entered = problems.collect(try entry.entry("on").day())
        guard let phone, let author, let entered else { return nil }
        return DutyPhone(phone: phone, holder: holder, by: author, on: entered)
    }

    private static func readYear(in root: YAMLEntry, problems: inout ProblemCollector) -> KnownYear? {
        guard let entry = problems.collect(try root.optional("known_through")) ?? nil else { return nil }
        _ = problems.collect(try entry.allow(keys: ["year", "by", "on"]))
        let year = problems.collect(try entry.entry("year").int(in: 2000...2200))
        let author = problems.collect(try entry.entry("by").string())
        let entered = problems.collect(try entry.entry("on").day())
        guard let year, let author, let entered else { return nil }
        return KnownYear(year: year, by: author, on: entered)
    }

    /// As it stands in its file.
    package var text: String {
        var text = """
            # Ngày nghỉ, ngày làm bù, giờ riêng và điện thoại trực do cán bộ xã ghi ở trang "Lịch làm việc". Bản cập nhật không đụng
            # đến tệp này.
            # Days and the phone on duty that officers entered on the page "Lịch làm việc"; updates leave this file alone.
            days:\(entries.isEmpty ? " []" : "")

            """
        for entry in entries {
            text += "  - day: \(entry.day)\n"
            switch entry.kind {
            case .closed: text += "    kind: closed\n"
            case .usual: text += "    kind: usual\n"
            case .hours(let periods):
                let hours = periods.map { YAMLEntry.quoted($0.text) }.joined(separator: ", ")
                text += "    kind: hours\n    hours: [\(hours)]\n"
            }
            text += "    name: \(YAMLEntry.quoted(entry.name))\n" + Self.signature(entry.by, entry.on, "    ")
        }
        if let dutyPhone {
            text += "duty_phone:\n  phone: \(YAMLEntry.quoted(dutyPhone.phone))\n"
            if let holder = dutyPhone.holder { text += "  holder: \(YAMLEntry.quoted(holder))\n" }
            text += Self.signature(dutyPhone.by, dutyPhone.on, "  ")
        }
        if let knownYear {
            text += "known_through:\n  year: \(knownYear.year)\n" + Self.signature(knownYear.by, knownYear.on, "  ")
        }
        return text
    }

    private static func signature(_ author: String, _ day: CalendarDay, _ indent: String) -> String {
        "\(indent)by: \(YAMLEntry.quoted(author))\n\(indent)\"on\": \(day)\n"
    }
}

extension YAMLEntry {
    fileprivate func reason() throws(FileProblem) -> String {
        let text = try string()
        do {
            return try OwnDays.name(of: text)
        } catch {
            throw problem("the reason cannot be told: \(error)", mend: "correct it on the page \"Lịch làm việc\"")
        }
    }
}
