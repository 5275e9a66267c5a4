import PublicServices

/// A cell that should hold a day, as people and spreadsheets write it.
enum SpreadsheetDay: Equatable {
    case day(CalendarDay)
    /// The day 0 of Excel (30/12/1899, 0/1/1900), which stands where there was none.
    case zero
    /// A day of the calendar in which no dossier can lie.
    case outside
    case none

    /// No dossier is older than the systems that keep it.
    static let years = 2000...2100

    /// `30/11/2026`, `30-11-26`, `2026-11-30` or `45292`, with a time before or behind it, which is not used.
    init(_ text: String) {
        guard text.utf8.count <= 40 else {
            self = .none
            return
        }
        if let match = text.wholeMatch(
            of: /(?:[0-9:]{4,8}[ ,]+)?([0-9]{1,2}) ?[\/.\-] ?([0-9]{1,2}) ?[\/.\-] ?([0-9]{4}|[0-9]{2})(?:[ T,].*)?/)
        {
            self = Self.read(day: match.1, month: match.2, year: match.3)
        } else if let match = text.wholeMatch(of: /([0-9]{4})[\/.\-]([0-9]{1,2})[\/.\-]([0-9]{1,2})(?:[ T].*)?/) {
            self = Self.read(day: match.3, month: match.2, year: match.1)
        } else if let match = text.lowercased().wholeMatch(
            of: /(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})/)
        {
            self = Self.read(day: match.1, month: match.2, year: match.3)
        } else if let match = text.wholeMatch(of: /([0-9]{1,5})(?:[.,][0-9]*)?/), let serial = Int(match.1) {
            self = Self.serial(serial)
        } else {
            self = .none
        }
    }

    private static func read(day: Substring, month: Substring, year: Substring) -> SpreadsheetDay {
        guard let day = Int(day), let month = Int(month), var year = Int(year) else { return .none }
        if year < 100 { year += 2000 }
        if year == 1899 || (year == 1900 && month <= 1 && day <= 1) { return .zero }
        guard let value = CalendarDay(year: year, month: month, day: day) else { return .none }
        return years.contains(year) ? .day(value) : .outside
    }

    /// Excel counts days from 30/12/1899, for all days that matter here.
    private static func serial(_ number: Int) -> SpreadsheetDay {
        if number <= 1 { return .zero }
        let first = CalendarDay(year: 1899, month: 12, day: 30).map(\.daysSince1970) ?? 0
        let day = CalendarDay(daysSince1970: first + number)
        // Fewer digits are a day of the month or a year alone, or a number of another column.
        guard number >= 10_000 else { return .none }
        return years.contains(day.year) ? .day(day) : .outside
    }
}
