package import CheckedYAML
import Conversations
import Foundation
package import PublicServices
import VietnameseText

/// The dossiers of a table that a one-stop system exported; docs/dossiers.md names its columns.
package struct DossierTable: Sendable {
    /// A dossier and the line where it stands.
    package struct Row: Sendable, Equatable {
        package var line: Int
        package var dossier: Dossier
    }

    /// In the order of the file.
    package private(set) var rows: [Row] = []
    /// All that is wrong; nothing is taken from a table with a fault.
    package private(set) var faults: [DossierRemark] = []
    /// What was left out or looks wrong, though the file is taken.
    package private(set) var remarks: [DossierRemark] = []
    private let file: String

    package var dossiers: [Dossier] { rows.map(\.dossier) }
    /// The remarks as commands say them: each with its line and what to do.
    package var warnings: [FileProblem] { remarks.map { $0.problem(in: file) } }

    /// In so many lines a line with the names of the columns is looked for: a title, the commune, the period, a blank.
    static let linesAboveHeader = 10
    /// So many warnings of one file are told one by one.
    static let warningsShown = 50

    /// Reads a file; all that is wrong in it is named at once, and nothing is taken from a file with a fault.
    ///
    /// - Parameter calendar: the commune's, to warn of a promise on a day when it is closed; nil for none.
    package static func load(
        path: String, rules: DossierRules, calendar: OfficeCalendar? = nil
    ) throws(FileProblems) -> DossierTable {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FileProblems([DossierRemark(kind: .unreadable).problem(in: path)])
        }
        return try read(Array(data), file: path, rules: rules, calendar: calendar)
    }

    static func read(
        _ bytes: [UInt8], file: String, rules: DossierRules, calendar: OfficeCalendar? = nil
    ) throws(FileProblems) -> DossierTable {
        let table = DossierTable(bytes, file: file, rules: rules, calendar: calendar)
        guard table.faults.isEmpty else { throw FileProblems(table.faults.map { $0.problem(in: file) }) }
        return table
    }

    /// Reads a file's bytes with all its faults.
    package init(_ bytes: [UInt8], file: String, rules: DossierRules, calendar: OfficeCalendar? = nil) {
        self.file = file
        if bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: [0xD0, 0xCF]) {
            faults = [DossierRemark(kind: .workbook)]
            return
        }
        do throws(DossierRemark) {
            try take(try DelimitedText(bytes).lines, rules: rules, calendar: calendar)
        } catch {
            faults.append(error)
        }
        let more = remarks.count - Self.warningsShown
        guard more > 0 else { return }
        remarks.removeLast(more)
        remarks.append(DossierRemark(kind: .more(more)))
    }

    private mutating func take(
        _ lines: [DelimitedText.Line], rules: DossierRules, calendar: OfficeCalendar?
    ) throws(DossierRemark) {
        // Where no line names all columns that must be there, the first one is refused with what it lacks.
        let place = lines.prefix(Self.linesAboveHeader).firstIndex { Header.isNames($0) }
        let header = try Header(lines.isEmpty ? nil : lines[place ?? 0])
        if let place, place > 0 {
            let first = lines[place].number
            remarks.append(DossierRemark(line: first, kind: .namesBelow(first)))
        }
        remarks += header.warnings
        var lineOfCode: [DossierCode: Int] = [:]
        for var line in lines.dropFirst((place ?? 0) + 1) {
            line.fields = line.fields.map(DossierRow.cleaned)
            guard !header.isFiller(line) else { continue }
            var row = DossierRow(line: line, header: header, rules: rules, calendar: calendar)
            guard !row.isNoDossier else {
                remarks.append(row.remark(.code, .noDossier))
                continue
            }
            let dossier = row.dossier()
            faults += row.problems
            remarks += row.warnings
            guard let dossier else { continue }
            if let first = lineOfCode.updateValue(line.number, forKey: dossier.code) {
                faults.append(row.remark(.code, .repeated(first)))
            }
            rows.append(Row(line: line.number, dossier: dossier))
        }
    }
}

/// Which field of a line is which column; others are left alone.
struct Header {
    private(set) var places: [DossierColumn: Int] = [:]
    /// Columns that were not taken though their names smell of something that matters.
    private(set) var warnings: [DossierRemark] = []

    /// Whether a line names the columns without which there is no register.
    static func isNames(_ line: DelimitedText.Line) -> Bool {
        let columns = Set(line.fields.map(HiddenSigns.removed).compactMap(DossierColumn.init(named:)))
        return columns.isSuperset(of: DossierColumn.required)
    }

    init(_ line: DelimitedText.Line?) throws(DossierRemark) {
        guard let line else {
            throw DossierRemark(kind: .empty)
        }
        var others: [String] = []
        for (place, field) in line.fields.enumerated() {
            let name = HiddenSigns.removed(from: field)
            guard let column = DossierColumn(named: name) else {
                others.append(name)
                continue
            }
            guard let other = places[column] else {
                places[column] = place
                continue
            }
            // Which of two codes is the dossier's cannot be guessed; of the rest the more usual name is taken.
            guard column != .code else {
                throw DossierRemark(line: line.number, column: VisibleText.line(name, limit: 80), kind: .sameColumns)
            }
            let otherName = HiddenSigns.removed(from: line.fields[other])
            let isBetter = column.rank(of: name) < column.rank(of: otherName)
            if isBetter { places[column] = place }
            warnings.append(
                DossierRemark(
                    line: line.number, column: VisibleText.line(isBetter ? otherName : name, limit: 80),
                    kind: .columnNotTaken))
        }
        for column in DossierColumn.required where places[column] == nil {
            throw DossierRemark(line: line.number, column: column.names[0], kind: .missingColumn(column))
        }
        for name in others {
            guard let column = DossierColumn.smell(of: name), places[column] == nil else { continue }
            warnings.append(
                DossierRemark(line: line.number, column: VisibleText.line(name, limit: 80), kind: .maybe(column)))
        }
        if places[.phone] == nil, !warnings.contains(where: { $0.kind == .maybe(.phone) }) {
            warnings.append(
                DossierRemark(line: line.number, column: DossierColumn.phone.names[0], kind: .noPhones))
        }
    }

    /// Whether a line holds no dossier: blank, a running number alone, or a sum at the end of the table.
    func isFiller(_ line: DelimitedText.Line) -> Bool {
        let fields = line.fields.filter { !$0.isEmpty }
        if fields.isEmpty { return true }
        guard places.values.contains(where: { line.fields.indices.contains($0) && !line.fields[$0].isEmpty }) else {
            return true
        }
        return fields.count == 1 && fields[0].count <= 6 && fields[0].utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E }
    }
}
