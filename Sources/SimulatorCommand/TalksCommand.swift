import ArgumentParser
import CheckedYAML
import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import PublicServices

struct TalksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "talks",
        abstract: "Measures how conversations are answered, without a server.",
        discussion: """
            Plays each conversation through the dialogue at a fixed hour, and judges each turn by what the file says it \
            should come to (docs/talks.md). The table and the turns that went amiss go to standard output.
            """)

    enum Half: String, ExpressibleByArgument, CaseIterable { case even, odd }

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "The commune; the first one with a phone on duty by default.") var commune: String?
    @Option(name: .long, help: "Show the turns of conversations with even or odd numbers only.") var half: Half?
    @Flag(name: .long, help: "Show acceptable turns too.") var all = false
    @Flag(name: .long, help: "Show what was answered.") var replies = false
    @Flag(name: .long, help: "Print figures and turns as JSON.") var json = false
    @Argument(help: "Files of conversations.") var files: [String]

    func run() throws {
        let trials: [(file: String, trial: TalkTrial)]
        do {
            let dialogue = try dialogue()
            let topics = Set(dialogue.matcher.catalogue.topics.map(\.id))
            trials = try files.map { ($0, TalkTrial(try Talk.load(path: $0, topics: topics), dialogue: dialogue)) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw fail("\(error)", code: 78)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            let figures = trials.map { TalkFigures(file: $0.file, shown($0.trial), of: $0.trial) }
            return print(String(decoding: try encoder.encode(figures), as: UTF8.self))
        }
        print(TalkFigures.header)
        for (file, trial) in trials {
            print(TalkFigures.line((file as NSString).lastPathComponent, trial.summary))
            print(TalkFigures.line("conversations of odd numbers", trial.half(even: false).summary))
            print(TalkFigures.line("conversations of even numbers", trial.half(even: true).summary))
        }
        for (_, trial) in trials { for row in shown(trial) { show(row) } }
    }

    private func dialogue() throws -> Dialogue {
        let content = try GatewayContent.load(try GatewaySettings.load(path: config))
        let communes = content.communes.values.sorted { $0.id.rawValue < $1.id.rawValue }
        guard
            let chosen = commune.map({ id in communes.first { $0.id.rawValue == id } })
                ?? (communes.first { $0.dutyPhone != nil } ?? communes.first),
            let dialogue = content.dialogues[chosen.id]
        else { throw fail("There is no such commune.", code: 64) }
        return dialogue
    }

    /// The turns that are shown: amiss, the worst first, each with its conversation's number.
    private func shown(_ trial: TalkTrial) -> [TalkTrial.Row] {
        let order: [TalkTrial.Verdict] = [.harmful, .wrong, .useless, .acceptable]
        let rows = half.map { trial.half(even: $0 == .even).rows } ?? trial.rows
        return order.filter { all || $0 != .acceptable }.flatMap { verdict in rows.filter { $0.verdict == verdict } }
    }

    private func show(_ row: TalkTrial.Row) {
        print(
            "\n\(row.verdict.rawValue) \(row.talk).\(row.number): \(PersonalNumbers.masked(row.message.text))\n"
                + "  wanted \(row.message.right.map(\.description).joined(separator: ", "));"
                + " or \(row.message.acceptable.map(\.description).joined(separator: ", "))\n"
                + "  came \(row.came.joined(separator: " and "))")
        if replies { for reply in row.replies { print("    > \(reply)") } }
    }
}

/// The figures of a trial as the table and as JSON print them.
struct TalkFigures: Encodable {
    struct Turn: Encodable {
        var talk: Int
        var turn: Int
        var text: String
        var verdict: TalkTrial.Verdict
        var right: [String]
        var acceptable: [String]
        var came: [String]
    }

    var file: String
    var turns: Int
    var right: Double
    var acceptable: Double
    var useless: Double
    var wrong: Double
    var harmful: Double
    var leftToStaff: Int
    var amiss: [Turn]

    init(file: String, _ rows: [TalkTrial.Row], of trial: TalkTrial) {
        let summary = trial.summary
        self.file = file
        turns = summary.turns
        right = summary.share(.right)
        acceptable = summary.share(.acceptable)
        useless = summary.share(.useless)
        wrong = summary.share(.wrong)
        harmful = summary.share(.harmful)
        leftToStaff = summary.leftToStaff
        amiss = rows.map {
            Turn(
                talk: $0.talk, turn: $0.number, text: PersonalNumbers.masked($0.message.text), verdict: $0.verdict,
                right: $0.message.right.map(\.description), acceptable: $0.message.acceptable.map(\.description),
                came: $0.came)
        }
    }

    static let header = """
        | conversations | turns | right | acceptable | right or acceptable | useless | wrong | harmful | no fact yet |
        |---|---|---|---|---|---|---|---|---|
        """

    static func line(_ name: String, _ summary: TalkTrial.Summary) -> String {
        func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
        let shares = [
            summary.share(.right), summary.share(.acceptable), summary.helped, summary.share(.useless),
            summary.share(.wrong), summary.share(.harmful),
        ].map(percent)
        return "| \(name) | \(summary.turns) | \(shares.joined(separator: " | ")) | \(summary.leftToStaff) |"
    }
}
