import ArgumentParser
import CheckedYAML
import Content
import Foundation
import Gateway
import Simulation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays scenario files with their own clock; differences are printed and the exit code is 1.",
        discussion: "docs/scenarios.md has every key of the files; --keys prints them.")

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "Play only scenarios with this tag; may be repeated.") var tag: [String] = []
    @Option(name: .long, help: "Leave out scenarios with this tag; may be repeated.") var skipTag: [String] = []
    @Flag(name: .long, help: "Write into the files what came instead of what was expected.") var update = false
    @Flag(name: .long, help: "With --update: write whole replies, a snapshot of the conversations.") var wholeTexts =
        false
    @Flag(name: .long, help: "Play again whenever a file of the scenarios or of the content changes.") var watch = false
    @Flag(name: .long, help: "Print what no scenario covers.") var coverage = false
    @Option(name: .long, help: "Write the outcome as JUnit XML to this file.") var junit: String?
    @Option(name: .long, help: "Write the outcome in the Test Anything Protocol to this file.") var tap: String?
    @Option(name: .long, help: "Write the outcome, the coverage and all conversations as HTML to this file.")
    var html: String?
    @Flag(name: .long, help: "Print every key of scenario files as Markdown, and play nothing.") var keys = false
    @Argument(help: "Scenario files.") var files: [String] = []

    func validate() throws {
        guard keys || !files.isEmpty else { throw ValidationError("Name scenario files, or give --keys.") }
        guard !wholeTexts || update else { throw ValidationError("--whole-texts goes with --update.") }
    }

    func run() async throws {
        if keys { return print(ScenarioKey.reference, terminator: "") }
        if watch { return try await playAtChanges() }
        let failed: Int
        do {
            failed = try await play()
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        }
        if failed > 0 { throw ExitCode(1) }
    }

    /// Plays all files once; how many differ, after an update still.
    private func play() async throws -> Int {
        let player = try ScenarioPlayer(
            settings: try GatewaySettings.load(path: config), environment: ProcessInfo.processInfo.environment)
        // All are read first: a slip in the last file is told before the first is played.
        let scenarios = try Scenario.load(paths: files, for: player)
        var outcomes: [ScenarioPlayer.Outcome] = []
        var left = 0
        for (file, scenario) in zip(files, scenarios) {
            guard tag.isEmpty || !scenario.tags.isDisjoint(with: tag), scenario.tags.isDisjoint(with: skipTag) else {
                continue
            }
            let outcome = try await player.play(scenario)
            outcomes.append(outcome)
            print((outcome.differences.isEmpty ? "ok     " : "DIFFERS ") + "\(file): \(outcome.title)")
            for difference in outcome.differences { print("    " + difference) }
            if update, try await !mend(file, outcome, player) { left += 1 }
        }
        if outcomes.isEmpty { throw fail("No scenario has the tags that were asked for.", code: 66) }
        try report(outcomes, content: player.content)
        let failed = outcomes.filter { !$0.differences.isEmpty }.count
        print("\(outcomes.count - failed) passed, \(failed) failed")
        return update ? left : failed
    }

    /// Mends a file; whether the next run passes.
    private func mend(
        _ file: String, _ outcome: ScenarioPlayer.Outcome, _ player: ScenarioPlayer
    ) async throws -> Bool {
        let mended = try await ScenarioUpdate.mend(file, after: outcome, wholeTexts: wholeTexts, with: player)
        let passes = mended.differences.isEmpty
        if mended.isWritten, passes { print("    written: look at the difference before you keep it") }
        for problem in mended.left { print("    \(file): \(problem)") }
        if !passes {
            print(mended.isWritten ? "    written in part; this differs still:" : "    not written; mend it by hand")
            if mended.isWritten { for difference in mended.differences { print("    " + difference) } }
        }
        return passes
    }

    private func report(_ outcomes: [ScenarioPlayer.Outcome], content: GatewayContent) throws {
        if let junit { try JUnitReport.xml(outcomes).write(toFile: junit, atomically: true, encoding: .utf8) }
        if let tap { try TAPReport.text(outcomes).write(toFile: tap, atomically: true, encoding: .utf8) }
        guard coverage || html != nil else { return }
        let covered = ScenarioCoverage(outcomes.flatMap(\.played), content: content)
        if let html { try ScenarioHTML.page(outcomes, covered).write(toFile: html, atomically: true, encoding: .utf8) }
        if coverage { print(covered) }
    }

    // MARK: - Watching

    /// Plays at once and whenever a file changes, comes or goes; broken files are told and waited for.
    private func playAtChanges() async throws {
        var seen: [String: Date]?
        while true {
            let now = Self.times(of: files + contentFiles())
            if now != seen {
                do {
                    _ = try await play()
                } catch let problems as FileProblems {
                    print("\(problems)")
                }
                if seen == nil { print("Waiting for changes; Ctrl-C ends.") }
                seen = now
                // A file or pipe gets it now, and not when a buffer is full.
                fflush(nil)
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Those of a configuration that can be read, else the configuration alone.
    private func contentFiles() -> [String] {
        guard let settings = try? GatewaySettings.load(path: config) else { return [config] }
        var found = [config, settings.replies]
        for folder in [settings.intents, settings.services, settings.communes] {
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            found += names.filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
        }
        return found
    }

    private static func times(of files: [String]) -> [String: Date] {
        var times: [String: Date] = [:]
        for file in files {
            times[file] = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
        }
        return times
    }
}
