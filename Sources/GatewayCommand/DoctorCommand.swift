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
            something was found and is not repaired, 66 when there is no database where the configuration says, 74 when it \
            cannot be used.
            """)

    @OptionGroup var option: ConfigurationOption
    @Option(name: .long, help: "A copy to look at instead of the configured database; its time is its newest entry.")
    var database: String?
    @Flag(name: .long, help: "Mend what can be mended safely, in one transaction, with an entry in the audit.")
    var repair = false
    @Flag(name: .long, help: "Print the report as JSON.") var json = false

    func run() async throws {
        var report: DoctorReport
        do {
            let clock: Doctor.Clock = database == nil ? .now(Date()) : .lastEntry
            let doctor = try opened()
            defer { try? doctor.close() }
            report = repair ? try await doctor.repair(clock) : try await doctor.examine(clock)
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let error as StorageError {
            throw fail("\(error)", code: error.kind == .missingDatabase && database == nil ? 66 : 74)
        }
        if database == nil, let settings = try? GatewaySettings.load(path: option.config) {
            report.notes += FileModes.warnings(settings).map { "warning: \($0)" }
        }
        show(try json ? DoctorText.json(report) : DoctorText.plain(report, repaired: repair))
        if !report.isClean { throw ExitCode(1) }
    }

    /// A copy is looked at even where there is no configuration, no key file, or another one.
    private func opened() throws -> Doctor {
        guard let database else {
            return try GatewaySettings.load(path: option.config).openDoctor(repairs: repair)
        }
        let settings = try? GatewaySettings.load(path: option.config)
        let keys = settings.flatMap { try? StoreKeys.existing(path: $0.keyFile) }
        return try Doctor.open(path: database, keys: keys, repairs: repair)
    }
}
