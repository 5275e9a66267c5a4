import ArgumentParser
import CheckedYAML
import Content
import Conversations
import Evaluation
import Foundation

/// How fast texts are understood on one thread; `make bench-match` runs it.
@main
struct MatchingBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matching-benchmark",
        abstract: "Measures how fast texts are understood and decided on, on one thread.",
        discussion: "Two matchers are measured in turns in one run: the shipped wordings, and ten times as many.")

    @Option(name: .long, help: "The folder of the wordings.") var intents = "intents"
    @Option(name: .long, help: "Passes over all texts for each matcher.") var passes = 30
    @Option(name: .long, help: "The longest text, in characters; longer ones are left out.") var longest = 160
    @Option(name: .long, help: "Write the table to this file.") var write: String?
    @Flag(name: .long, help: "Measure the shipped wordings alone, for a profile; writes no file.") var alone = false
    @Argument(help: "A tab-separated file with the columns text and label.") var file: String

    func run() throws {
        let catalogue = try IntentCatalogue.load(folder: intents)
        let texts = try LabelledMessage.load(path: file).map(\.text).filter { $0.count <= longest }
        guard !texts.isEmpty else { throw ValidationError("\(file) has no text of at most \(longest) characters.") }
        var shipped = Measured(IntentMatcher(catalogue), name: "shipped wordings")
        if alone {
            for pass in 0...max(1, passes) { shipped.pass(over: texts, counts: pass > 0) }
            return print(shipped.line)
        }
        let larger = LargerCatalogue.make(from: catalogue, times: 10)
        var tenfold = Measured(IntentMatcher(larger), name: "ten times the wordings")
        // In turns, so that whatever else the machine does falls on both alike; the first turn only warms up.
        for pass in 0...max(1, passes) {
            shipped.pass(over: texts, counts: pass > 0)
            tenfold.pass(over: texts, counts: pass > 0)
        }
        let report = report(texts: texts.count, shipped, tenfold)
        print(report)
        if let write {
            try ("# Speed of understanding\n\nWritten by `make bench-match`.\n\n" + report + "\n")
                .write(toFile: write, atomically: true, encoding: .utf8)
        }
    }

    private func report(texts: Int, _ shipped: Measured, _ tenfold: Measured) -> String {
        let name = (file as NSString).lastPathComponent
        let ratio = (tenfold.microseconds(at: 0.5) / shipped.microseconds(at: 0.5) * 100).rounded() / 100
        return """
            \(texts) texts of at most \(longest) characters from `\(name)`, \(max(1, passes)) passes, one thread.

            | matcher | wordings | messages/s | p50 µs | p99 µs | allocations a message |
            |---|---|---|---|---|---|
            \(shipped.line)
            \(tenfold.line)

            Ten times the wordings take \(ratio) times as long at the median.
            """
    }
}
