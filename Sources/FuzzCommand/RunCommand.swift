import ArgumentParser
import Foundation
import Fuzzing

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Fuzzes doors and prints a table; exit code 1 when something was found.",
        discussion: "The doors: \(Doors.names.joined(separator: ", ")).")

    @OptionGroup var places: Places
    @Option(help: "Doors with commas between, or all.") var doors = "all"
    @Option(help: "Seconds for each door.") var seconds = 60.0
    @Option(help: "Executions of each door at most.") var executions = Int.max / 2
    @Option(help: "The same seed plays the same inputs.") var seed: UInt64 = 1
    @Option(help: "Doors at the same time.") var jobs = 1
    @Option(help: "Where finds are written; nowhere with an empty name.") var finds = "Tests/FuzzCorpus/finds"
    @Option(help: "Invariants that are not asked for, with commas between.") var without = ""

    func run() async throws {
        let names = doors == "all" ? Doors.names : doors.split(separator: ",").map(String.init)
        for name in names where !Doors.names.contains(name) {
            throw ValidationError("There is no door \(name). Doors: \(Doors.names.joined(separator: ", ")).")
        }
        let hunt = try hunt(places, seed: seed, without: without, finds: finds.isEmpty ? nil : finds)
        say(Table.head)
        var found = 0
        try await withThrowingTaskGroup(of: Hunt.Result.self) { group in
            var waiting = names[...]
            for name in waiting.prefix(max(1, jobs)) {
                group.addTask { try await hunt.run(door: name, executions: executions, seconds: seconds) }
            }
            waiting = waiting.dropFirst(max(1, jobs))
            while let result = try await group.next() {
                say(Table.row(result))
                for find in result.finds { say("    " + Table.line(find)) }
                found += result.finds.count
                guard let name = waiting.popFirst() else { continue }
                group.addTask { try await hunt.run(door: name, executions: executions, seconds: seconds) }
            }
        }
        if found > 0 { throw ExitCode(1) }
    }
}

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Plays finds again; exit code 1 when one still breaks something.")

    @OptionGroup var places: Places
    @Option(help: "Invariants that are not asked for, with commas between.") var without = ""
    @Argument(help: "Files of finds.") var files: [String]

    func run() async throws {
        let hunt = try hunt(places, seed: 0, without: without, finds: nil)
        var broken = 0
        for (find, violations) in try await hunt.replay(files.map(FindFile.load)) {
            say("\(find.door) \(find.invariant.rawValue) \(find.index): \(violations.isEmpty ? "holds" : "BROKEN")")
            for violation in violations { say("    \(violation.invariant.rawValue): \(violation.detail)") }
            broken += violations.isEmpty ? 0 : 1
        }
        if broken > 0 { throw ExitCode(1) }
    }
}

/// A hunt with this program as its worker.
private func hunt(_ places: Places, seed: UInt64, without: String, finds: String?) throws -> Hunt {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var hunt = Hunt(seed: seed, corpus: places.corpus, config: places.config, program: own, finds: finds)
    hunt.without = Set(without.split(separator: ",").compactMap { Invariant(rawValue: String($0)) })
    return hunt
}

/// What is printed, in Markdown.
private enum Table {
    static let head = """
        | door | executions | per second | slowest, ms | found |
        |---|---|---|---|---|
        """

    static func row(_ result: Hunt.Result) -> String {
        let rate = result.seconds > 0 ? Int(Double(result.executions) / result.seconds) : 0
        let counts = result.counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
        return "| \(result.door) | \(result.executions) | \(rate) | \(Int(result.slowest)) | "
            + (counts.isEmpty ? "nothing" : counts.joined(separator: ", ")) + " |"
    }

    static func line(_ find: FindFile) -> String {
        "\(find.invariant.rawValue) at \(find.index): \(find.detail.prefix(300))"
    }
}
