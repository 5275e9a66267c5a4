import Foundation
package import Storage

/// The doctor's report as a technician reads it.
package enum DoctorText {
    package static func plain(_ report: DoctorReport, repaired: Bool) -> [String] {
        let tables = Dictionary(report.looks.map { ($0.table, $0.rows) }, uniquingKeysWith: { first, _ in first })
        var lines = ["\(report.looks.count) checks, as of \(report.asOf.formatted(.iso8601)):"]
        for (table, rows) in tables.sorted(by: { $0.key < $1.key }) where !table.hasPrefix("sqlite_") {
            lines.append("  \(table): \(rows) row\(rows == 1 ? "" : "s")")
        }
        lines += report.notes
        for finding in report.repaired { lines += described(finding, as: "REPAIRED", mend: "it " + finding.mend) }
        for finding in report.findings {
            let mend =
                if !finding.canBeRepaired {
                    "mend: " + finding.mend
                } else if repaired {
                    "--repair could not mend it: compare with a backup"
                } else {
                    "--repair " + finding.mend
                }
            lines += described(finding, as: "FOUND", mend: mend)
        }
        lines.append(report.isClean ? "All is well." : "\(report.findings.count) kinds of faults are left.")
        return lines
    }

    private static func described(_ finding: DoctorReport.Finding, as word: String, mend: String) -> [String] {
        var places = finding.rows.map(String.init)
        if finding.count > places.count, !places.isEmpty { places.append("…") }
        let rows = places.isEmpty ? "" : ", \(finding.table) \(places.joined(separator: " "))"
        let words = Set(finding.words).sorted().map { "    " + StaffLine.text($0) }
        return ["\(word) \(finding.check): \(finding.count)\(rows)", "    " + finding.means] + words + ["    " + mend]
    }

    package static func json(_ report: DoctorReport) throws -> [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(report), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
