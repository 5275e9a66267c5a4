import Foundation

/// Runs a worker in a process of its own and watches that it gets on.
struct WorkerProcess: Sendable {
    /// The program whose subcommands `work` and `attempt` are workers.
    var program: String
    var corpus: String
    var config: String

    enum Ending: Equatable {
        case finished
        /// The process ended by itself; what it said last.
        case died(String)
        /// Nothing moved for too long, and it was ended.
        case hung
        /// Its time was over.
        case stopped
    }

    /// Runs until the worker ends; `arguments` say what it does.
    func run(_ command: String, _ arguments: [String], in files: WorkerFiles, until end: ContinuousClock.Instant? = nil)
        async throws -> Ending
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            [command, "--folder", files.folder.path, "--corpus", corpus, "--config", config] + arguments
        // Where it died is told, of the thread that died alone, unless it is known; finding the place takes seconds.
        let traces = end == nil
        process.environment = ProcessInfo.processInfo.environment.merging(
            [
                "SWIFT_BACKTRACE": traces
                    ? "enable=yes,color=no,interactive=no,threads=crashed,images=none,limit=20,cache=no" : "enable=no"
            ]
        ) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files.errors))
        try process.run()
        // One input after the other is made smaller without a status.
        let watches = end == nil
        // Looks and not seconds are counted: when the machine holds everything up, a worker that gets on is none that hangs.
        var last: (index: Int?, looks: Int) = (nil, 0)
        while process.isRunning {
            try? await Task.sleep(for: .seconds(Self.secondsBetweenLooks))
            if let end, ContinuousClock.now > end || Task.isCancelled {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                return .stopped
            }
            guard watches else { continue }
            let begun = files.begun()
            last = begun == last.index ? (begun, last.looks + 1) : (begun, 0)
            let most = Bounds.hangSeconds + (begun == nil ? 120 : 0)
            if Double(last.looks) * Self.secondsBetweenLooks > most || Task.isCancelled {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                return .hung
            }
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            return .died(Self.cause(files.errors))
        }
        return .finished
    }

    private static let secondsBetweenLooks = 0.05

    /// The sentence with which it died, and the first place of ours in the trace.
    private static func cause(_ path: String) -> String {
        let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        let sentence = lines.first { $0.contains("Fatal error") || $0.contains("Error:") || $0.contains("crashed") }
        let place = lines.first { $0.contains(" in ") && $0.contains("/Sources/") && !$0.contains("Sources/Fuzzing") }
        // Addresses differ from run to run.
        let words = [sentence, place].compactMap { $0 }.joined(separator: " | ").split(separator: " ")
        return words.filter { !$0.hasPrefix("0x") }.joined(separator: " ")
    }
}
