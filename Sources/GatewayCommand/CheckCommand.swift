import ArgumentParser
import Foundation
import Gateway
import PublicServices

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads the whole configuration, executes its examples, renders every answer and names what is wrong.",
        discussion: "Ends with 1 if there is a problem; warnings alone end with 0.")

    @OptionGroup var option: ConfigurationOption
    @Flag(name: .long, help: "Prints the problems only, and the number of warnings.") var quiet = false
    @Flag(name: .long, help: "Prints what each concept of the wordings brings to which topics.") var concepts = false

    @Option(
        name: .customLong("on"),
        help: "Checks as of a day, such as 2027-03-01, and says what that day looks like for villagers.")
    var day: String?

    @Flag(name: .long, help: "Also asks the hosts of providers and portals whether they answer; no message is sent.")
    var online = false

    func run() async throws {
        var report = ContentCheck.run(
            configuration: option.config, environment: ProcessInfo.processInfo.environment, now: try moment())
        var asked = ""
        // What cannot be loaded is among the problems already.
        let environment = ProcessInfo.processInfo.environment
        if online,
            let answers = try? await OnlineCheck.warnings(configuration: option.config, environment: environment)
        {
            report.warnings += answers.warnings
            asked = ", \(answers.asked) host\(answers.asked == 1 ? "" : "s") asked"
        }
        for problem in report.problems { show("\(problem)") }
        if !quiet { for warning in report.warnings { show("warning: \(warning)") } }
        for (commune, costs) in report.costs { show("\(commune): \(costs)") }
        if day != nil, let outlook = report.outlook { show(outlook.lines) }
        if concepts { for line in report.concepts { show(line) } }
        show(
            "\(report.topics) topics, \(report.examples) examples, \(report.procedures) procedures, "
                + "\(report.channels) channels\(asked): \(report.problems.count) problems, \(report.warnings.count) warnings"
        )
        if !report.problems.isEmpty { throw ExitCode(1) }
    }

    /// Noon in Vietnam of the day asked for, else now.
    private func moment() throws -> Date {
        guard let day else { return Date() }
        guard let asked = CalendarDay(day) else {
            throw fail("\"\(day)\" is no day. Fix: write it as 2027-03-01", code: 64)
        }
        return Date(timeIntervalSince1970: Double(asked.daysSince1970) * 86_400 + 5 * 3600)
    }
}
