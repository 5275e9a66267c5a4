import ArgumentParser
import CheckedYAML
import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import Simulation

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows how texts are understood, without a server.",
        discussion:
            "With --file, the first column of each line is a text; a first line that begins with \"text\" is a header.")

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "A file with one text a line, tab-separated columns behind it are left alone.")
    var file: String?
    @Flag(name: .long, help: "Print JSON Lines.") var json = false
    @Argument(help: "The text.") var text: String?

    func run() throws {
        let matcher: IntentMatcher
        do {
            matcher = IntentMatcher(try IntentCatalogue.load(folder: GatewaySettings.load(path: config).intents))
        } catch {
            throw fail("\(error)", code: 78)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for text in try texts() {
            if json {
                print(String(decoding: try encoder.encode(Explanation(text, matcher: matcher)), as: UTF8.self))
            } else {
                print(WhyText.of(text, matcher: matcher))
            }
        }
    }

    private func texts() throws -> [String] {
        guard let file else {
            guard let text else { throw fail("Give a text, or --file FILE.", code: 64) }
            return [text]
        }
        let content = try fileText(file, kind: "a text on each line")
        let lines = content.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "\t" } }
        return (lines.first == "text" ? lines.dropFirst() : lines[...]).map(String.init)
    }
}
