import ArgumentParser
import Foundation
import Gateway

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads the whole configuration, executes its examples, renders every answer and names what is wrong.")

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let report = ContentCheck.run(
            configuration: option.config, environment: ProcessInfo.processInfo.environment, now: Date())
        for problem in report.problems { print(problem) }
        print(
            "\(report.topics) topics, \(report.examples) examples, \(report.procedures) procedures, "
                + "\(report.channels) channels: \(report.problems.count) problems")
        if !report.problems.isEmpty { throw ExitCode(1) }
    }
}
