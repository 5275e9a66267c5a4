import ArgumentParser
import CheckedYAML
import Foundation
import Simulation

struct PersonasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "personas",
        abstract: "Plays villagers who want something until they have it or give up; failures are made short.",
        discussion: """
            Each villager has a spelling, a dialect, patience, a phone and perhaps faults on the way; they react to what comes \
            and judge by the catalogue whether they got it. The gateways are of this process, each with a database that is \
            thrown away and a moved clock. The same seed prints the same, byte for byte. docs/simulator.md has more.

              simulator personas --seed 7 --count 10000 --save failures
              simulator run failures/*.yaml
            """)

    @Option(name: .long, help: "The configuration whose content is used.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "Everything follows from it.") var seed: UInt64 = 1
    @Option(name: .long, help: "How many conversations.") var count = 1000
    @Option(name: .long, help: "How many databases are filled at once; it changes nothing but how long it takes.")
    var jobs = 4
    @Option(name: .long, help: "Write the shortest script of each group of failures as a scenario into this folder.")
    var save: String?
    @Flag(name: .long, help: "Print the report as JSON.") var json = false
    @Flag(name: .long, help: "End with exit code 1 when a conversation failed.") var strict = false

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count is from 1 to 1000000.") }
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is from 1 to 64.") }
    }

    func run() async throws {
        let report: PersonaReport
        let begin = ContinuousClock.now
        do {
            let run = try PersonaRun(
                PersonaPlan(seed: seed, count: count, jobs: jobs), configuration: config,
                environment: ProcessInfo.processInfo.environment)
            report = try await run.play { [count] over in
                FileHandle.standardError.write(Data("\(over) of \(count) conversations\n".utf8))
            }
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let refusal as Bench.Refusal {
            throw fail("\(refusal)", code: 78)
        }
        let seconds = (ContinuousClock.now - begin).components.seconds
        FileHandle.standardError.write(Data("It took \(seconds) s.\n".utf8))
        if let save {
            try FileManager.default.createDirectory(atPath: save, withIntermediateDirectories: true)
            for (name, text) in report.scenarios {
                try text.write(toFile: save + "/" + name, atomically: true, encoding: .utf8)
            }
        }
        print(json ? String(decoding: try report.json, as: UTF8.self) : "\(report)")
        if strict, report.all.failed > 0 { throw ExitCode(1) }
    }
}
