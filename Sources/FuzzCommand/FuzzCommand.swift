import ArgumentParser
import Foundation

/// Fuzzing, by `make fuzz` and the tests; no part of an installation.
@main
struct FuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Changes real bodies, texts and conversations, and looks for harm.",
        subcommands: [
            RunCommand.self, ReplayCommand.self, LoopsCommand.self, WorkCommand.self, AttemptCommand.self,
            ShrinkCommand.self,
        ])
}

/// Where the files are; the same for all subcommands.
struct Places: ParsableArguments {
    @Option(help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(help: "The folder of the corpus.") var corpus = "Tests/FuzzCorpus"
}

/// Prints a line at once, also into a file: a run takes hours.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
