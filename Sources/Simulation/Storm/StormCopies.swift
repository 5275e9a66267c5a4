import Evaluation
import Foundation
import Gateway
import Storage
import Synchronization

/// Runs `gateway backup` again and again beside a storm; some of these are killed too.
final class StormCopies: Sendable {
    /// The share of backups that end by SIGKILL.
    private static let killed = 0.2
    /// The longest that one of these lives, in seconds.
    private static let killWithin = 1.5

    private struct State {
        var made = 0
        var killed = 0
        var problems: [String] = []
        var isOver = false
    }

    private let program: String
    private let site: StormSite
    private let state = Mutex(State())
    private var folder: String { site.folder + "/copies" }

    init(program: String, site: StormSite) {
        self.program = program
        self.site = site
    }

    var made: Int { state.withLock { $0.made } }
    var killed: Int { state.withLock { $0.killed } }

    /// Returns when the backup in hand has ended after `end`.
    func run(seed: UInt64) async throws {
        var random = SplitMix(state: seed ^ 0xC097)
        while !state.withLock({ $0.isOver }) {
            try await copy(killedAfter: random.happens(Self.killed) ? random.next(upTo: Self.killWithin) : nil)
        }
    }

    func end() { state.withLock { $0.isOver = true } }

    /// What a backup said wrong, and what the newest copy says when it is brought back aside.
    func problems() async throws -> [String] {
        var problems = state.withLock { $0.problems }
        let copies = StoreBackup(folder: folder).copies()
        if copies.isEmpty { problems.append("no copy was made") }
        guard let newest = copies.first, let keys = try StoreKeys.existing(path: site.settings.keyFile) else {
            return problems
        }
        let report = try await StoreRestore.drill(newest.path, keys: keys, now: Date())
        problems += report.findings.map { "the doctor found \($0.count) × \($0.check) in the newest copy" }
        return problems
    }

    private func copy(killedAfter seconds: Double?) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["backup", "--to", folder, "--config", site.configuration]
        let said = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = said
        process.standardError = said
        try process.run()
        let begin = ContinuousClock.now
        while process.isRunning {
            if let seconds, ContinuousClock.now - begin > .seconds(seconds) {
                kill(process.processIdentifier, SIGKILL)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let wasKilled = process.terminationReason == .uncaughtSignal
        let words = wasKilled ? Data() : (try said.fileHandleForReading.readToEnd() ?? Data())
        state.withLock { state in
            if wasKilled {
                state.killed += 1
            } else if process.terminationStatus == 0 {
                state.made += 1
            } else {
                state.problems.append(
                    "a backup ended with \(process.terminationStatus): \(String(decoding: words, as: UTF8.self))")
            }
        }
    }
}
