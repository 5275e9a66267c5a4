import ArgumentParser
import CheckedYAML
import Foundation
import Gateway
import Simulation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays scenario files with their own clock; differences are printed and the exit code is 1.")

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "Write the outcome as JUnit XML to this file.") var junit: String?
    @Argument(help: "Scenario files.") var files: [String]

    func run() async throws {
        var outcomes: [ScenarioPlayer.Outcome] = []
        do {
            let player = try ScenarioPlayer(
                settings: try GatewaySettings.load(path: config), environment: ProcessInfo.processInfo.environment)
            for file in files {
                let outcome = try await player.play(Scenario.load(path: file))
                outcomes.append(outcome)
                print((outcome.differences.isEmpty ? "ok     " : "DIFFERS ") + "\(file): \(outcome.title)")
                for difference in outcome.differences { print("    " + difference) }
            }
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        }
        if let junit {
            try JUnitReport.xml(outcomes).write(toFile: junit, atomically: true, encoding: .utf8)
        }
        let failed = outcomes.filter { !$0.differences.isEmpty }.count
        print("\(outcomes.count - failed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }
}
