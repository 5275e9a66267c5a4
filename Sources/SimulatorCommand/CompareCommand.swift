import ArgumentParser
import CheckedYAML
import Evaluation
import Foundation
import Gateway
import Simulation

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Plays conversations through two versions and shows only what changed, grouped by kind.",
        discussion: """
            OLD and NEW are configurations, or recordings that --save made, also by another version of this program. The \
            corpus: scenarios, files of talks (docs/talks.md), lists of texts, and with --database the conversations of a \
            gateway, masked. The exit code is 1 when something changed and --strict is given.

              simulator compare old/config/gateway.yaml config/gateway.yaml Tests/Evaluation/talks.yaml
              simulator compare --save before.json config/gateway.yaml Tests/Scenarios/*.yaml
            """)

    @Option(name: .long, help: "Play the one configuration that is named first, and write the recording to this file.")
    var save: String?
    @Option(name: .long, help: "Take the conversations of this configuration's database too.") var database: String?
    @Option(name: .long, help: "Conversations of the database at most.") var limit = 10_000
    @Flag(name: .long, help: "Print the comparison as JSON.") var json = false
    @Option(name: .long, help: "Write the comparison as HTML to this file.") var html: String?
    @Flag(name: .long, help: "End with exit code 1 when anything changed.") var strict = false
    @Argument(help: "OLD NEW CORPUS…; with --save: CONFIG CORPUS…") var files: [String]

    func validate() throws {
        let sides = save == nil ? 2 : 1
        guard files.count >= sides else { throw ValidationError("Name OLD and NEW, or with --save one configuration.") }
        guard files.count > sides || database != nil || files.allSatisfy({ $0.hasSuffix(".json") }) else {
            throw ValidationError("Name a corpus: scenarios, talks, lists of texts, or --database.")
        }
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is from 1 to 1000000.") }
    }

    func run() async throws {
        do {
            let sides = save == nil ? 2 : 1
            let corpus = try await corpus(Array(files.dropFirst(sides)))
            if let save {
                try await recording(files[0], corpus).json.write(to: URL(filePath: save))
                return print("\(corpus.count) conversations are recorded in \(save)")
            }
            let comparison = TalkComparison(
                try await recording(files[0], corpus), try await recording(files[1], corpus))
            print(try json ? inJSON(comparison) : "\(comparison)")
            if let html { try ComparisonHTML.page(comparison).write(toFile: html, atomically: true, encoding: .utf8) }
            if strict, comparison.totals.changed + comparison.totals.unmatched > 0 { throw ExitCode(1) }
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let refusal as Bench.Refusal {
            throw fail("\(refusal)", code: 66)
        }
    }

    private func recording(_ path: String, _ corpus: [CorpusTalk]) async throws -> TalkRecording {
        if path.hasSuffix(".json") { return try TalkRecording.load(path: path) }
        return try await TalkRecording.play(
            corpus, configuration: path, environment: ProcessInfo.processInfo.environment
        ) { count in
            FileHandle.standardError.write(Data("\(path): \(count) of \(corpus.count) conversations\n".utf8))
        }
    }

    private func corpus(_ paths: [String]) async throws -> [CorpusTalk] {
        var corpus: [CorpusTalk] = []
        for path in paths { corpus += try Corpus.load(path: path) }
        if let database { corpus += try await Corpus.load(configuration: database, limit: limit) }
        guard corpus.contains(where: { !$0.messages.isEmpty }) else {
            throw Bench.Refusal(
                description: "No villager writes anything in this corpus. Fix: name scenarios, talks or lists of texts")
        }
        return corpus
    }
}
