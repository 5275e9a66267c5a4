import ArgumentParser
import Foundation
import Gateway

@main
enum Program {
    static func main() async {
        await GatewayCommand.main(AnswerArguments.arranged(Array(CommandLine.arguments.dropFirst())))
    }
}

struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Nhà Rông: villagers' messages, answered from their commune's public services.",
        version: ProgramVersion.text(of: "gateway"),
        subcommands: [
            ServeCommand.self, InitCommand.self, CheckCommand.self, EscalationsCommand.self, DossiersCommand.self,
            InterestsCommand.self, QuarantineCommand.self, OfficersCommand.self, CertificateCommand.self,
            ServicesCommand.self, ZaloCommand.self,
            DoctorCommand.self, BackupCommand.self, RestoreCommand.self, StoreCommand.self, PrivacyCommand.self,
            StatusCommand.self,
            AnswersCommand.self,
        ])
}

/// The option that every subcommand shares.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .long, help: "The gateway's configuration file.")
    var config = "config/gateway.yaml"
}

/// Prints lines; whoever wrote what is in them, nothing of it moves a cursor or begins a line of its own.
func show(_ lines: String...) { show(lines) }

func show(_ lines: [String]) {
    for line in lines { print(StaffLine.shown(line)) }
}

/// Prints to standard error, each line made harmless, and ends with a code that scripts can tell apart.
func fail(_ message: String, code: Int32 = 1) -> ExitCode {
    warn(message)
    return ExitCode(code)
}

/// Prints to standard error and goes on.
func warn(_ message: String) {
    let lines = message.unicodeScalars.split(separator: "\n").map { StaffLine.shown(String($0)) + "\n" }
    FileHandle.standardError.write(Data(lines.joined().utf8))
}
