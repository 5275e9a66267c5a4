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
        guard text.utf8.count <= 40, !text.utf8.contains(0x0A) else {
            self = .none
            return
        }
        let cell = CellReader(text.lowercased())
        self = Self.dayFirst(cell) ?? Self.yearFirst(cell) ?? Self.inWords(cell) ?? Self.asSerial(cell) ?? .none
    }

    /// `30/11/2026`, `30 - 11 - 26`, `07:30 30/11/2026`, `30/11/2026 07:30:00`.
    private static func dayFirst(_ cell: CellReader) -> SpreadsheetDay? {
        var cell = cell
        cell.skipTime()
        guard let day = cell.number(1...2), cell.takeSeparator(spaced: true), let month = cell.number(1...2),
            cell.takeSeparator(spaced: true), let year = cell.number(4...4) ?? cell.number(2...2),
            cell.isAtEnd || cell.isAt(" t,")
        else { return nil }
        return read(day: day, month: month, year: year)
    }

    /// `2026-11-30`, `2026-11-30T07:30:00`.
    private static func yearFirst(_ cell: CellReader) -> SpreadsheetDay? {
        var cell = cell
        guard let year = cell.number(4...4), cell.takeSeparator(), let month = cell.number(1...2),
            cell.takeSeparator(), let day = cell.number(1...2), cell.isAtEnd || cell.isAt(" t")
        else { return nil }
        return read(day: day, month: month, year: year)
    }

    /// `ngày 30 tháng 11 năm 2026`.
    private static func inWords(_ cell: CellReader) -> SpreadsheetDay? {
        var cell = cell
        _ = cell.take("ngày ")
        guard let day = cell.number(1...2), cell.take(" tháng "), let month = cell.number(1...2), cell.take(" năm "),
            let year = cell.number(4...4), cell.isAtEnd
        else { return nil }
        return read(day: day, month: month, year: year)
    }

    /// `45292`, `45292,3125`.
    private static func asSerial(_ cell: CellReader) -> SpreadsheetDay? {
        var cell = cell
        guard let number = cell.number(1...5) else { return nil }
        if cell.take(".") || cell.take(",") { cell.skipDigits() }
        return cell.isAtEnd ? serial(number) : nil
    }

    private static func read(day: Int, month: Int, year: Int) -> SpreadsheetDay {
        var year = year
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

/// Reads a cell from its front, piece by piece.
private struct CellReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }
    func isAt(_ signs: String) -> Bool { rest.first.map(signs.utf8.contains) ?? false }

    /// The number that stands here in so many digits; nil, and nothing is taken, for any other length.
    mutating func number(_ digits: ClosedRange<Int>) -> Int? {
        let run = rest.prefix { $0 &- 0x30 < 10 }
        guard digits.contains(run.count) else { return nil }
        rest = rest.dropFirst(run.count)
        return run.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func skipDigits() { rest = rest.drop { $0 &- 0x30 < 10 } }

    mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// A slash, dot or hyphen, where `spaced` says so with a space on either side.
    mutating func takeSeparator(spaced: Bool = false) -> Bool {
        if spaced { _ = take(" ") }
        guard take("/") || take(".") || take("-") else { return false }
        if spaced { _ = take(" ") }
        return true
    }

    /// Passes over a time in front, such as `07:30:00 `.
    mutating func skipTime() {
        let time = rest.prefix { $0 &- 0x30 < 10 || $0 == 0x3A }
        let behind = rest.dropFirst(time.count).drop { $0 == 0x20 || $0 == 0x2C }
        if (4...8).contains(time.count), behind.startIndex > time.endIndex { rest = behind }
    }
}
