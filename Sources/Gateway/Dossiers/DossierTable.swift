package import CheckedYAML
import Conversations
import Foundation
package import PublicServices
import VietnameseText

/// The dossiers of a table that a one-stop system exported; docs/dossiers.md names its columns.
package struct DossierTable: Sendable {
    /// In the order of the file.
    package var dossiers: [Dossier] = []
    /// What was left out or looks wrong, though the file is taken: each with its line and what to do.
    package var warnings: [FileProblem] = []

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
            throw FileProblems([
                FileProblem(
                    file: path, line: nil, entry: "", what: "the file cannot be read",
                    mend: "correct its path, or let the user of the gateway read it")
            ])
        }
        return try read(Array(data), file: path, rules: rules, calendar: calendar)
    }

    static func read(
        _ bytes: [UInt8], file: String, rules: DossierRules, calendar: OfficeCalendar? = nil
    ) throws(FileProblems) -> DossierTable {
        var problems = ProblemCollector()
        if bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: [0xD0, 0xCF]) {
            throw FileProblems([
                FileProblem(
                    file: file, line: nil, entry: "", what: "it is a workbook (.xlsx, .xls), not a text",
                    mend: "open it and save it as \"CSV UTF-8\"")
            ])
        }
        guard let text = problems.collect(try DelimitedText(bytes, file: file)) else {
            throw FileProblems(problems.problems)
        }
        // Where no line names all columns that must be there, the first one is refused with what it lacks.
        let place = text.lines.prefix(linesAboveHeader).firstIndex { Header.isNames($0) }
        guard let header = problems.collect(try Header(text.lines.isEmpty ? nil : text.lines[place ?? 0], file: file))
        else { throw FileProblems(problems.problems) }
        var table = DossierTable()
        if let place, place > 0 {
            let first = text.lines[place].number
            table.warnings.append(
                FileProblem(
                    file: file, line: first, entry: "",
                    what: "the names of the columns stand in line \(first); what is above was skipped",
                    mend: "look whether that is right"))
        }
        table.warnings += header.warnings
        var lineOfCode: [DossierCode: Int] = [:]
        for var line in text.lines.dropFirst((place ?? 0) + 1) {
            line.fields = line.fields.map(DossierRow.cleaned)
            guard !header.isFiller(line) else { continue }
            var row = DossierRow(line: line, header: header, file: file, rules: rules, calendar: calendar)
            guard !row.isNoDossier else {
                table.warnings.append(
                    row.problem(.code, "the line holds no dossier and was left out", mend: "look whether that is right")
                )
                continue
            }
            let dossier = row.dossier()
            problems.add(row.problems)
            table.warnings += row.warnings
            guard let dossier else { continue }
            if let first = lineOfCode.updateValue(line.number, forKey: dossier.code) {
                problems.add(
                    row.problem(.code, "the code stands in line \(first) already", mend: "keep the newer of the two"))
            }
            table.dossiers.append(dossier)
        }
        try problems.finish()
        table.boundWarnings(file: file)
        return table
    }

    private mutating func boundWarnings(file: String) {
        let more = warnings.count - Self.warningsShown
        guard more > 0 else { return }
        warnings.removeLast(more)
        warnings.append(
            FileProblem(
                file: file, line: nil, entry: "", what: "\(more) more warnings are not shown",
                mend: "mend the ones above and import again"))
    }
}

/// Which field of a line is which column; others are left alone.
struct Header {
    private(set) var places: [DossierColumn: Int] = [:]
    /// Columns that were not taken though their names smell of something that matters.
    private(set) var warnings: [FileProblem] = []

    /// Whether a line names the columns without which there is no register.
    static func isNames(_ line: DelimitedText.Line) -> Bool {
        let columns = Set(line.fields.map(HiddenSigns.removed).compactMap(DossierColumn.init(named:)))
        return columns.isSuperset(of: DossierColumn.required)
    }

    init(_ line: DelimitedText.Line?, file: String) throws(FileProblem) {
        guard let line else {
            throw FileProblem(
                file: file, line: nil, entry: "", what: "the file is empty",
                mend: "export the dossiers with a first line of column names")
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
                throw FileProblem(
                    file: file, line: line.number, entry: VisibleText.line(name, limit: 80),
                    what: "two columns mean the same", mend: "take one of them out")
            }
            let otherName = HiddenSigns.removed(from: line.fields[other])
            let isBetter = column.rank(of: name) < column.rank(of: otherName)
            if isBetter { places[column] = place }
            warnings.append(
                FileProblem(
                    file: file, line: line.number,
                    entry: VisibleText.line(isBetter ? otherName : name, limit: 80),
                    what: "the column is not taken, because another one means the same",
                    mend: "take one of the two out"))
        }
        for column in DossierColumn.required where places[column] == nil {
            throw FileProblem(
                file: file, line: line.number, entry: column.names[0],
                what: "the column is missing here and in the first \(DossierTable.linesAboveHeader) lines",
                mend: "add it; its name may be: " + column.names.joined(separator: ", "))
        }
        for name in others {
            guard let column = DossierColumn.smell(of: name), places[column] == nil else { continue }
            warnings.append(
                FileProblem(
                    file: file, line: line.number, entry: VisibleText.line(name, limit: 80),
                    what: "the column is not taken, though it may be \"\(column.names[0])\"",
                    mend: "if it is, name it \"\(column.names[0])\""))
        }
        if places[.phone] == nil, !warnings.contains(where: { $0.what.contains(DossierColumn.phone.names[0]) }) {
            warnings.append(
                FileProblem(
                    file: file, line: line.number, entry: DossierColumn.phone.names[0],
                    what: "there is no column of phones, so new dossiers of this file are told to nobody",
                    mend: "export it too, named \"\(DossierColumn.phone.names[0])\""))
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
