import ArgumentParser
import CheckedYAML
import Foundation
import Gateway
import Storage

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Proves that the database keeps its promises: nothing lost, nothing stuck, nothing twice.",
        discussion: """
            Looking changes nothing and may be done beside a running gateway. The exit code is 0 when all is well, 1 when \
            something was found and is not repaired, 74 when the database cannot be used.
            """)

    @OptionGroup var option: ConfigurationOption
    @Option(name: .long, help: "A copy to look at instead of the configured database; its time is its newest entry.")
    var database: String?
    @Flag(name: .long, help: "Mend what can be mended safely, in one transaction, with an entry in the audit.")
    var repair = false
    @Flag(name: .long, help: "Print the report as JSON.") var json = false

    func run() async throws {
        let report: DoctorReport
        do {
            let (path, keys) = try place()
            let clock: Doctor.Clock = database == nil ? .now(Date()) : .lastEntry
            let doctor = try Doctor.open(path: path, keys: keys, repairs: repair)
            defer { try? doctor.close() }
            report = repair ? try await doctor.repair(clock) : try await doctor.examine(clock)
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let error as StorageError {
            throw fail("\(error)", code: 74)
        }
        print(try json ? DoctorText.json(report) : DoctorText.plain(report, repaired: repair))
        if !report.isClean { throw ExitCode(1) }
    }

    /// A copy is looked at even where there is no configuration, no key file, or another one.
    private func place() throws -> (String, StoreKeys?) {
        guard let database else {
            let settings = try GatewaySettings.load(path: option.config)
            return (settings.database, try StoreKeys.existing(path: settings.keyFile))
        }
        let settings = try? GatewaySettings.load(path: option.config)
        return (database, settings.flatMap { try? StoreKeys.existing(path: $0.keyFile) })
    }
}

/// The doctor's report as a technician reads it.
enum DoctorText {
    static func plain(_ report: DoctorReport, repaired: Bool) -> String {
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
        return lines.joined(separator: "\n")
    }

    private static func described(_ finding: DoctorReport.Finding, as word: String, mend: String) -> [String] {
        var places = finding.rows.map(String.init)
        if finding.count > places.count, !places.isEmpty { places.append("…") }
        let rows = places.isEmpty ? "" : ", \(finding.table) \(places.joined(separator: " "))"
        let words = Set(finding.words).sorted().map { "    " + $0 }
        return ["\(word) \(finding.check): \(finding.count)\(rows)", "    " + finding.means] + words + ["    " + mend]
    }

    static func json(_ report: DoctorReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
