import ArgumentParser
import CheckedYAML
import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import PublicServices
import Simulation

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measures how labelled messages are understood.",
        discussion: """
            The file is tab-separated with the columns text and label, and tier if there is one. The tables and the worst \
            rows go to standard output; --write keeps the tables alone, never a text.
            """)

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "Topics that count as near: a file with the columns topic and group.") var groups:
        String?
    @Option(
        name: .long, help: "Spoil the texts first: \(Noise.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: Self.kind)
    var noise: Noise?
    @Option(name: .long, help: "The seed of random noise.") var seed: UInt64 = 1
    @Flag(
        name: .long,
        help: "Measure calls for help: labels distress, harmless, doubtful. Ends with 1 beyond the two bars below.")
    var distress = false
    @Option(name: .long, help: "The share of calls for help that may be missed, with --distress.") var mostMissed = 0.0
    @Option(name: .long, help: "The share of harmless texts that may raise an alarm, with --distress.")
    var mostFalse = 0.02
    @Flag(name: .long, help: "Print the figures as JSON.") var json = false
    @Flag(name: .long, help: "Print the rows too whose topic stands in a menu beside others.") var menus = false
    @Flag(name: .long, help: "Print every row that went amiss, not only the worst 20.") var all = false
    @Flag(name: .long, help: "Print the trade-off of the thresholds, cross-validated.") var tune = false
    @Flag(name: .long, help: "Measure every kind of noise against the clean texts.") var noises = false
    @Option(name: .long, help: "Write the tables to this file.") var write: String?
    @Argument(help: "The labelled messages.") var file: String

    func run() throws {
        let matcher: IntentMatcher
        let messages: [LabelledMessage]
        let near: TopicGroups
        do {
            matcher = IntentMatcher(try IntentCatalogue.load(folder: GatewaySettings.load(path: config).intents))
            messages = try LabelledMessage.load(path: file)
            near = try groups.map { path throws(FileProblem) in try TopicGroups(path: path) } ?? TopicGroups()
        } catch {
            throw fail("\(error)", code: 78)
        }
        if distress { return try evaluateDistress(messages, matcher: matcher) }
        func evaluate(_ messages: [LabelledMessage]) -> Evaluation {
            Evaluation(messages, groups: near) { matcher.decide(matcher.understand($0)) }
        }
        if tune { return print(ThresholdTrial(matcher.catalogue, messages: messages, groups: near).report()) }
        let evaluation = evaluate(noise.map { noise in noise.spoiled(messages, seed: seed) } ?? messages)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return print(String(decoding: try encoder.encode(EvaluationFigures(evaluation)), as: UTF8.self))
        }
        var report = EvaluationReport.table(evaluation)
        if let noise { report += "\n\n" + NoiseReport(noise, messages, seed: seed, evaluate: evaluate).table }
        if noises {
            report +=
                "\n\n"
                + Noise.allCases.map { NoiseReport($0, messages, seed: seed, evaluate: evaluate) }.table
        }
        report += "\n\n" + EvaluationReport.confusions(evaluation)
        print(report)
        if let write { try save(report, to: write) }
        print("")
        for row in evaluation.failures.prefix(all ? Int.max : 20) + (menus ? evaluation.menus : []) {
            let taken = ([row.decision.name] + row.decision.topics.map(\.rawValue)).joined(separator: " ")
            print("\(row.message.label) → \(taken): \(PersonalNumbers.masked(row.message.text))")
        }
    }

    private func evaluateDistress(_ messages: [LabelledMessage], matcher: IntentMatcher) throws {
        let messages = noise.map { $0.spoiled(messages, seed: seed) } ?? messages
        let evaluation = DistressEvaluation(messages) { text in
            let understanding = matcher.understand(text)
            return (matcher.decide(understanding), understanding)
        }
        print(evaluation.table)
        let shown: [(String, DistressEvaluation.Label, DistressEvaluation.Outcome)] = [
            ("missed", .distress, .nothing), ("false alarm", .harmless, .alarm), ("asked back", .harmless, .askedBack),
            ("call asked back", .distress, .askedBack),
        ]
        for (name, label, outcome) in shown.prefix(all ? 4 : 2) {
            for row in evaluation.rows(label, outcome) {
                let signs = row.distress.map { distress in
                    "\(distress.score): "
                        + distress.signs.map { "\($0.group) \($0.worth) “\($0.words)”" }.joined(separator: ", ")
                }
                print("\(name) (\(row.kind)): \(PersonalNumbers.masked(row.text)) [\(signs ?? "")]")
            }
        }
        if evaluation.missed > mostMissed || evaluation.falseAlarms > mostFalse { throw ExitCode(1) }
    }

    private static func kind(_ name: String) throws -> Noise {
        guard let noise = Noise(rawValue: name) else { throw ValidationError("There is no noise \"\(name)\".") }
        return noise
    }

    private func save(_ report: String, to path: String) throws {
        let text = """
            # Accuracy

            Written by `make evaluate`; the file measured: `\((file as NSString).lastPathComponent)`. What the columns mean stands in
            [understanding.md](understanding.md).

            \(report)

            """
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw fail("\(path) cannot be written: \(error.localizedDescription)", code: 73)
        }
    }
}
