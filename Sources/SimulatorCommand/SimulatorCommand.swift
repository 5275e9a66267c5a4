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
            ChatCommand.self, SayCommand.self, PhoneCommand.self, CompareCommand.self, RecordCommand.self,
            RunCommand.self,
            ExplainCommand.self,
            EvaluateCommand.self,
            TalksCommand.self, PortalCommand.self, ProviderCommand.self, LoadCommand.self, StormCommand.self,
            YearCommand.self, PersonasCommand.self,
        ])
}

/// Prints to standard error and ends with a code that scripts can tell apart.
func fail(_ message: String, code: Int32 = 1) -> ExitCode {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    return ExitCode(code)
}
