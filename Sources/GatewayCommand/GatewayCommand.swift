import ArgumentParser
import Foundation

@main
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Nhà Rông: villagers' messages, answered from their commune's public services.",
        subcommands: [
            ServeCommand.self, CheckCommand.self, EscalationsCommand.self, DossiersCommand.self, InterestsCommand.self,
            QuarantineCommand.self, ZaloCommand.self, DoctorCommand.self,
        ])
}

/// The option that every subcommand shares.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .long, help: "The gateway's configuration file.")
    var config = "config/gateway.yaml"
}

/// Prints to standard error and ends with a code that scripts can tell apart.
func fail(_ message: String, code: Int32 = 1) -> ExitCode {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    return ExitCode(code)
}
