import ArgumentParser
import CheckedYAML
import Foundation
import Gateway
import Simulation

@main
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulator",
        abstract: "Plays villagers and their provider towards a gateway, on this machine and offline.",
        version: ProgramVersion.text(of: "simulator"),
        subcommands: [
            ChatCommand.self, SayCommand.self, RunCommand.self, ExplainCommand.self, EvaluateCommand.self,
            TalksCommand.self, PortalCommand.self, LoadCommand.self, StormCommand.self, YearCommand.self,
        ])
}

/// The options by which the simulator finds a channel in the gateway's configuration.
struct ChannelOptions: ParsableArguments {
    @Option(name: .long, help: "The gateway's configuration file.")
    var config = "config/gateway.yaml"
    @Option(name: .long, help: "The id of the channel; the first one of the configuration by default.")
    var channel: String?
    @Option(name: .long, help: "The villager's phone number.")
    var from = "+84901234567"

    func simulatedChannel() throws -> (GatewaySettings, SimulatedChannel) {
        do {
            let settings = try GatewaySettings.load(path: config)
            return (
                settings,
                try SimulatedChannel(settings: settings, id: channel, environment: ProcessInfo.processInfo.environment)
            )
        } catch {
            throw fail("\(error)", code: 78)
        }
    }
}

/// Prints to standard error and ends with a code that scripts can tell apart.
func fail(_ message: String, code: Int32 = 1) -> ExitCode {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    return ExitCode(code)
}
