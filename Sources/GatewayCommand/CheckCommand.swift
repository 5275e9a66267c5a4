import ArgumentParser
import Foundation
import Gateway

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads the whole configuration, executes its examples, renders every answer and names what is wrong.",
        discussion: "Ends with 1 if there is a problem; warnings alone end with 0.")

    @OptionGroup var option: ConfigurationOption
    @Flag(name: .long, help: "Prints the problems only, and the number of warnings.") var quiet = false

    func run() throws {
        let report = ContentCheck.run(
            configuration: option.config, environment: ProcessInfo.processInfo.environment, now: Date())
        for problem in report.problems { show("\(problem)") }
        if !quiet { for warning in report.warnings { show("warning: \(warning)") } }
        show(
            "\(report.topics) topics, \(report.examples) examples, \(report.procedures) procedures, "
                + "\(report.channels) channels: \(report.problems.count) problems, \(report.warnings.count) warnings")
        if !report.problems.isEmpty { throw ExitCode(1) }
    }
}
