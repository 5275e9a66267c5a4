import Foundation
import Synchronization

/// A gateway process of the storm's own: started, watched, and killed without warning.
final class StormGateway: Sendable {
    struct Problem: Error, CustomStringConvertible { var description: String }

    /// How long a start may take, in seconds.
    static let startSeconds = 120.0

    /// The process that must not outlive us when somebody ends us; read by a signal handler.
    private static let child = Atomic<Int32>(0)

    private let program: String
    private let configuration: String
    private let log: String
    private let health: URL
    private let client: LoadClient
    private let process = Mutex<Process?>(nil)
    private let peak = Mutex(0)

    init(program: String, configuration: String, log: String, officePort: Int, client: LoadClient) throws {
        guard let health = URL(string: "http://127.0.0.1:\(officePort)/health") else {
            throw Problem(description: "no port \(officePort)")
        }
        self.program = program
        self.configuration = configuration
        self.log = log
        self.health = health
        self.client = client
    }

    /// The most memory that any of the processes held, in kB; 0 where the system does not tell.
    var peakMemory: Int { peak.withLock { $0 } }

    func spawn() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--config", configuration]
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let output = FileHandle(forWritingAtPath: log) else {
            throw Problem(description: "\(log) cannot be written")
        }
        try output.seekToEnd()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try output.close()
        Self.child.store(process.processIdentifier, ordering: .relaxed)
        self.process.withLock { $0 = process }
    }

    /// Lets Ctrl-C and SIGTERM end the gateway with us.
    static func endWithUs() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                let child = StormGateway.child.load(ordering: .relaxed)
                if child > 0 { Foundation.kill(child, SIGKILL) }
                _exit(128 + number)
            }
        }
    }

    /// Waits until it answers at /health.
    func becomeHealthy() async throws {
        let end = ContinuousClock.now + .seconds(Self.startSeconds)
        while ContinuousClock.now < end {
            guard isRunning else { throw Problem(description: "the gateway ended by itself: see \(log)") }
            if await client.get(health).isTaken { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Problem(description: "the gateway did not become healthy: see \(log)")
    }

    /// SIGKILL, as the power goes.
    func kill() async throws {
        try await end(by: SIGKILL, within: 10)
    }

    /// SIGTERM; throws unless it ends by itself with 0.
    func stop() async throws {
        noteMemory()
        let status = try await end(by: SIGTERM, within: 60)
        guard status == 0 else { throw Problem(description: "after SIGTERM the gateway ended with \(status)") }
    }

    /// For the way out of an error: nothing is left behind.
    func abandon() {
        process.withLock { process in
            if let process, process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        }
    }

    func noteMemory() {
        guard let pid = process.withLock({ $0?.processIdentifier }),
            let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return }
        peak.withLock { $0 = max($0, kilobytes) }
    }

    private var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    @discardableResult
    private func end(by signal: Int32, within seconds: Double) async throws -> Int32 {
        noteMemory()
        process.withLock { process in
            if let process, process.isRunning { Foundation.kill(process.processIdentifier, signal) }
        }
        let end = ContinuousClock.now + .seconds(seconds)
        while isRunning {
            guard ContinuousClock.now < end else { throw Problem(description: "the gateway does not end") }
            try await Task.sleep(for: .milliseconds(2))
        }
        return process.withLock { $0?.terminationStatus ?? 0 }
    }
}
