import Foundation

/// Plays executions of one door in this process, which may die of them.
package struct Worker {
    private let name: String
    private let seed: UInt64
    private let files: WorkerFiles
    private let corpus: Corpus
    private let shared: SharedContent

    package init(door: String, seed: UInt64 = 0, folder: String, corpus: String, config: String) throws {
        name = door
        self.seed = seed
        files = WorkerFiles(folder: URL(fileURLWithPath: folder))
        self.corpus = try Corpus.load(folder: corpus)
        shared = try SharedContent(config: config)
    }

    /// Plays executions from an index on, until the time or their number is used up.
    package func run(from first: Int, executions: Int, seconds: Double) async throws {
        try await play(indices: first..<(first + executions), seconds: seconds) { door, index in
            var luck = Luck(seed: seed, door: name, index: index)
            return door.input(&luck, index: index)
        }
    }

    /// Plays the inputs of a file, each on a store of its own.
    package func attempt(at index: Int) async throws {
        let inputs = try JSONDecoder().decode(
            [FuzzInput].self, from: Data(contentsOf: URL(fileURLWithPath: files.candidates)))
        shared.isFresh = true
        try await play(indices: 0..<inputs.count, seconds: .infinity, clockAt: index) { _, place in inputs[place] }
    }

    /// Makes the one input of a file smaller as long as it breaks the invariant, and notes each that is.
    package func shrink(at index: Int, breaking invariant: Invariant, seconds: Double) async throws {
        let inputs = try JSONDecoder().decode(
            [FuzzInput].self, from: Data(contentsOf: URL(fileURLWithPath: files.candidates)))
        guard var smallest = inputs.first, let door = try Doors.door(name, corpus: corpus, shared: shared) else {
            return
        }
        shared.isFresh = true
        defer { try? shared.close() }
        let notes = try FileHandle(forWritingTo: URL(fileURLWithPath: files.notes))
        let begin = ContinuousClock.now
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for input in smallest.smaller where input.size < smallest.size {
                guard ContinuousClock.now - begin < .seconds(seconds) else { return }
                // It may be the last that this process does.
                try JSONEncoder().encode(input).write(to: URL(fileURLWithPath: files.current))
                let (violations, _) = await Self.played(input, at: index, by: door)
                guard let violation = violations.first(where: { $0.invariant == invariant }) else { continue }
                let note = WorkerNote.improved(input, detail: violation.detail)
                try notes.write(contentsOf: JSONEncoder().encode(note) + Data("\n".utf8))
                smallest = input
                isSmaller = true
                break
            }
        }
    }

    /// What an input breaks, and its milliseconds of the processor.
    private static func played(_ input: FuzzInput, at index: Int, by door: any Door) async -> ([Violation], Double) {
        var before = processorMilliseconds
        var violations: [Violation]
        do {
            try door.prepare(at: index)
            before = processorMilliseconds
            violations = try await door.play(input, index: index)
        } catch {
            violations = [Violation(.errors, "an error: \(error)")]
        }
        let used = processorMilliseconds - before
        // The lines of a conversation may take their time one by one, and a table for each 64 KB of it.
        if used > Bounds.milliseconds * Double(input.messages) {
            violations.append(Violation(.time, "\(Int(used)) ms of the processor"))
        }
        return (violations, used)
    }

    private func play(
        indices: Range<Int>, seconds: Double, clockAt fixed: Int? = nil,
        _ input: (any Door, Int) -> FuzzInput
    ) async throws {
        guard let door = try Doors.door(name, corpus: corpus, shared: shared) else { return }
        let status = try FileHandle(forWritingTo: URL(fileURLWithPath: files.status))
        let notes = try FileHandle(forWritingTo: URL(fileURLWithPath: files.notes))
        defer { try? shared.close() }
        // The content is loaded before anything is measured.
        if name != "json" { _ = try shared.loaded() }
        // A gateway that cannot be set up is no find.
        try door.prepare(at: indices.lowerBound)
        let begin = ContinuousClock.now
        var count = 0
        var slowest = (milliseconds: 0.0, index: 0)
        var memory = 0
        for index in indices {
            guard ContinuousClock.now - begin < .seconds(min(seconds, 1_000_000)) else { break }
            try status.seek(toOffset: 0)
            try status.write(contentsOf: Data("\(index)            ".utf8))
            let input = input(door, index)
            var (violations, used) = await Self.played(input, at: fixed ?? index, by: door)
            count += 1
            if used > slowest.milliseconds { slowest = (used, index) }
            if count == 50 { memory = Self.memory }
            if count % 50 == 0, memory > 0, Self.memory - memory > Bounds.memory {
                violations.append(Violation(.memory, "\(Self.memory / 1_048_576) MiB"))
                memory = Self.memory
            }
            for violation in violations {
                let note = WorkerNote.violation(violation, index: index)
                try notes.write(contentsOf: JSONEncoder().encode(note) + Data("\n".utf8))
            }
        }
        let elapsed = ContinuousClock.now - begin
        let note = WorkerNote.ended(
            executions: count, seconds: elapsed / .seconds(1), slowest: slowest.milliseconds,
            slowestIndex: slowest.index)
        try notes.write(contentsOf: JSONEncoder().encode(note) + Data("\n".utf8))
    }

    private static var processorMilliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }

    /// Bytes of memory that are in use, where the system tells; else 0.
    private static var memory: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

extension FuzzInput {
    /// How many messages it is, or of how many times the size of the largest one.
    var messages: Int {
        switch self {
        case .conversation(let lines): lines.count + Bounds.echoes
        case .bytes(let body): 1 + body.bytes.count / 65_536
        case .call, .text: 1
        }
    }
}
