public import CheckedYAML
import Conversations
import Foundation
public import PublicServices
import VietnameseText

/// The dossiers of a table that a one-stop system exported; docs/dossiers.md names its columns.
public struct DossierTable: Sendable {
    /// In the order of the file.
    public var dossiers: [Dossier] = []

    /// Reads a file; all that is wrong in it is named at once, and nothing is taken from a file with a fault.
    public static func load(path: String, rules: DossierRules) throws(FileProblems) -> DossierTable {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FileProblems([
                FileProblem(
                    file: path, line: nil, entry: "", what: "the file cannot be read",
                    mend: "correct its path, or let the user of the gateway read it")
            ])
        }
        return try read(Array(data), file: path, rules: rules)
    }

    static func read(_ bytes: [UInt8], file: String, rules: DossierRules) throws(FileProblems) -> DossierTable {
        var problems = ProblemCollector()
        guard let text = problems.collect(try DelimitedText(bytes, file: file)),
            let header = problems.collect(try Header(text.lines.first, file: file))
        else { throw FileProblems(problems.problems) }
        var table = DossierTable()
        var lineOfCode: [DossierCode: Int] = [:]
        for line in text.lines.dropFirst() {
            var row = DossierRow(line: line, header: header, file: file, rules: rules)
            let dossier = row.dossier()
            problems.add(row.problems)
            guard let dossier else { continue }
            if let first = lineOfCode.updateValue(line.number, forKey: dossier.code) {
                problems.add(
                    row.problem(.code, "the code stands in line \(first) already", mend: "keep the newer of the two"))
            }
            table.dossiers.append(dossier)
        }
        try problems.finish()
        return table
    }
}

/// A column that is understood.
enum DossierColumn: CaseIterable {
    case code, procedureCode, procedureName, state, receivedOn, promisedOn, finishedOn, reason, newDate, phone

    /// The names in the first line; marks, capitals and punctuation do not matter.
    var names: [String] {
        switch self {
        case .code: ["Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ"]
        case .procedureCode: ["Mã thủ tục", "Mã TTHC"]
        case .procedureName: ["Tên thủ tục", "Thủ tục", "Tên TTHC"]
        case .state: ["Trạng thái", "Tình trạng"]
        case .receivedOn: ["Ngày tiếp nhận", "Ngày nộp"]
        case .promisedOn: ["Ngày hẹn trả", "Ngày hẹn trả kết quả", "Ngày hẹn", "Hạn trả"]
        case .finishedOn: ["Ngày hoàn thành", "Ngày kết thúc", "Ngày trả kết quả"]
        case .reason: ["Lý do"]
        case .newDate: ["Ngày hẹn mới", "Ngày hẹn lại"]
        case .phone: ["Số điện thoại", "Điện thoại", "SĐT"]
        }
    }

    /// The columns without which a table is no register.
    static let required: [DossierColumn] = [.code, .procedureName, .state]
}

/// Which field of a line is which column; others are left alone.
struct Header {
    private(set) var places: [DossierColumn: Int] = [:]

    init(_ line: DelimitedText.Line?, file: String) throws(FileProblem) {
        guard let line else {
            throw FileProblem(
                file: file, line: nil, entry: "", what: "the file is empty",
                mend: "export the dossiers with a first line of column names")
        }
        for (place, name) in line.fields.enumerated() {
            let key = Self.key(name)
            guard let column = DossierColumn.allCases.first(where: { $0.names.map(Self.key).contains(key) }) else {
                continue
            }
            guard places.updateValue(place, forKey: column) == nil else {
                throw FileProblem(
                    file: file, line: line.number, entry: name, what: "two columns mean the same",
                    mend: "take one of them out")
            }
        }
        for column in DossierColumn.required where places[column] == nil {
            throw FileProblem(
                file: file, line: line.number, entry: column.names[0], what: "the column is missing",
                mend: "add it; its name may be: " + column.names.joined(separator: ", "))
        }
    }

    private static func key(_ name: String) -> String { Words(name).words.map(\.folded).joined(separator: " ") }
}
