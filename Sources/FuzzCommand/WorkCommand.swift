import ArgumentParser
import Fuzzing

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Plays executions in this process; started by run.", shouldDisplay: false)

    @OptionGroup var places: Places
    @Option var folder: String
    @Option var door: String
    @Option var seed: UInt64
    @Option var from: Int
    @Option var executions: Int
    @Option var seconds: Double

    func run() async throws {
        let worker = try Worker(door: door, seed: seed, folder: folder, corpus: places.corpus, config: places.config)
        try await worker.run(from: from, executions: executions, seconds: seconds)
    }
}

struct AttemptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attempt", abstract: "Plays inputs in this process; started by replay.", shouldDisplay: false)

    @OptionGroup var places: Places
    @Option var folder: String
    @Option var door: String
    @Option var at: Int

    func run() async throws {
        let worker = try Worker(door: door, folder: folder, corpus: places.corpus, config: places.config)
        try await worker.attempt(at: at)
    }
}

struct ShrinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink", abstract: "Makes an input smaller in this process; started by run.", shouldDisplay: false
    )

    @OptionGroup var places: Places
    @Option var folder: String
    @Option var door: String
    @Option var at: Int
    @Option var breaking: String
    @Option var seconds: Double

    func run() async throws {
        guard let invariant = Invariant(rawValue: breaking) else { throw ValidationError("There is no \(breaking).") }
        let worker = try Worker(door: door, folder: folder, corpus: places.corpus, config: places.config)
        try await worker.shrink(at: at, breaking: invariant, seconds: seconds)
    }
}
