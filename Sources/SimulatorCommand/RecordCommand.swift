import ArgumentParser
import CheckedYAML
import Foundation
import Gateway
import Simulation

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Makes scenarios of conversations: those of a gateway's database, masked, or of files.",
        discussion: """
            Each becomes a file that expects what the content of --config answers now; `simulator run` plays it again. \
            Numbers of six digits and more become zeros, conversations with a restricted matter are left out.
            """)

    @Option(name: .long, help: "The configuration whose content answers.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "Take the conversations of this configuration's database.") var database: String?
    @Option(name: .long, help: "Conversations of the database at most.") var limit = 100
    @Option(name: .long, help: "The folder that the scenarios are written to.") var out: String
    @Argument(help: "Files of talks or lists of texts.") var files: [String] = []

    func validate() throws {
        guard database != nil || !files.isEmpty else { throw ValidationError("Give --database, or name files.") }
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is from 1 to 10000.") }
    }

    func run() async throws {
        do {
            var corpus: [CorpusTalk] = []
            for file in files { corpus += try Corpus.load(path: file).map(\.masked) }
            if let database { corpus += try await Corpus.load(configuration: database, limit: limit) }
            let settings = try GatewaySettings.load(path: config)
            guard let channel = try settings.channels.first?.entry("id").string() else {
                throw fail("\(config) has no channel.", code: 78)
            }
            let recording = try await TalkRecording.play(
                corpus, configuration: config, environment: ProcessInfo.processInfo.environment)
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            for (name, text) in recording.scenarios(channel: channel) {
                try text.write(toFile: out + "/" + name, atomically: true, encoding: .utf8)
            }
            print("\(corpus.count) scenarios are written to \(out)")
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let refusal as Bench.Refusal {
            throw fail("\(refusal)", code: 66)
        }
    }
}
