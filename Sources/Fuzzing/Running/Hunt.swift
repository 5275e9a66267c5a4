import Foundation

/// Fuzzes doors: runs workers, takes note of what they break, makes the inputs small and writes them down.
package struct Hunt: Sendable {
    package var seed: UInt64
    package var corpus: String
    package var config: String
    /// The program that has the workers' subcommands.
    package var program: String
    /// Where finds are written; nowhere when it is nil.
    package var finds: String?
    /// What is not asked of this run.
    package var without: Set<Invariant> = []
    /// Seconds for making one find small.
    package var shrinkSeconds = 30.0
    /// Finds of one kind that are kept; more are counted.
    package var mostOfAKind = 2
    /// After so many finds a door is left.
    package var mostFinds = 40

    package init(seed: UInt64, corpus: String, config: String, program: String, finds: String? = nil) {
        self.seed = seed
        self.corpus = corpus
        self.config = config
        self.program = program
        self.finds = finds
    }

    /// What came of one door.
    package struct Result: Sendable {
        package var door: String
        package var executions = 0
        package var seconds = 0.0
        /// Milliseconds of the processor of the slowest execution.
        package var slowest = 0.0
        package var slowestIndex = 0
        package var finds: [FindFile] = []
        /// Every broken invariant, those that are not kept too.
        package var counts: [Invariant: Int] = [:]
    }

    /// Fuzzes one door until the seconds or the executions are used up.
    package func run(door: String, executions: Int, seconds: Double) async throws -> Result {
        var result = Result(door: door)
        var kinds: [String: Set<Int>] = [:]
        var next = 0
        while next < executions, result.finds.count < mostFinds {
            // Making finds small takes none of the door's time.
            let left = seconds - result.seconds
            guard left > 0 else { break }
            let files = try WorkerFiles.make()
            defer { files.remove() }
            let started = ContinuousClock.now
            let ending = try await worker.run(
                "work",
                [
                    "--door", door, "--seed", String(seed), "--from", String(next), "--executions",
                    String(executions - next), "--seconds", String(left),
                ], in: files)
            var broken: [(Violation, Int)] = []
            var counted = max(0, (files.begun() ?? next - 1) - next + 1)
            for note in try files.readNotes() {
                switch note {
                case .violation(let violation, let index): broken.append((violation, index))
                case .ended(let number, let time, let slowest, let index):
                    counted = number
                    result.seconds += time
                    if slowest > result.slowest { (result.slowest, result.slowestIndex) = (slowest, index) }
                case .improved: break
                }
            }
            let last = files.begun() ?? next
            switch ending {
            case .finished, .stopped: break
            case .died(let cause): broken.append((Violation(.crash, cause), last))
            case .hung: broken.append((Violation(.time, "it does not end"), last))
            }
            if ending != .finished { result.seconds += (ContinuousClock.now - started) / .seconds(1) }
            guard files.begun() != nil || ending == .finished else { throw Problem.cannotStart(door, "\(ending)") }
            result.executions += counted
            next += max(counted, ending == .finished ? 1 : last - next + 1)
            for (violation, index) in broken where !without.contains(violation.invariant) {
                result.counts[violation.invariant, default: 0] += 1
                let kind = Self.kind(violation)
                guard kinds[kind, default: []].insert(index).inserted, kinds[kind, default: []].count <= mostOfAKind
                else { continue }
                result.finds.append(try await find(violation, door: door, index: index))
            }
            if ending == .finished { break }
        }
        return result
    }

    package enum Problem: Error, CustomStringConvertible {
        case cannotStart(String, String)
        package var description: String {
            switch self {
            case .cannotStart(let door, let ending): "the worker of \(door) ended before its first execution: \(ending)"
            }
        }
    }

    private var worker: WorkerProcess { WorkerProcess(program: program, corpus: corpus, config: config) }

    /// Finds of one kind say the same but for numbers.
    private static func kind(_ violation: Violation) -> String {
        violation.invariant.rawValue + violation.detail.filter { !$0.isNumber }
    }

    private func find(_ violation: Violation, door: String, index: Int) async throws -> FindFile {
        var luck = Luck(seed: seed, door: door, index: index)
        let shared = try SharedContent(config: config)
        guard let maker = try Doors.door(door, corpus: Corpus.load(folder: corpus), shared: shared) else {
            throw Problem.cannotStart(door, "no such door")
        }
        let name = "\(door)-\(violation.invariant.rawValue)-\(seed)-\(index).json"
        var find = FindFile(
            replay: "swift run FuzzCommand replay Tests/FuzzCorpus/finds/\(name)", door: door,
            invariant: violation.invariant, detail: violation.detail, seed: seed, index: index,
            input: maker.input(&luck, index: index))
        let end = ContinuousClock.now + .seconds(shrinkSeconds)
        while ContinuousClock.now < end, let (input, detail) = try await smaller(find, until: end) {
            find.input = input
            find.detail = detail
        }
        if let finds {
            try FileManager.default.createDirectory(atPath: finds, withIntermediateDirectories: true)
            try find.write(path: finds + "/" + name)
        }
        return find
    }

    /// A smaller input that breaks the same, as small as one process gets it; nil when there is none.
    private func smaller(
        _ find: FindFile, until end: ContinuousClock.Instant
    ) async throws -> (FuzzInput, String)? {
        let files = try WorkerFiles.make()
        defer { files.remove() }
        try JSONEncoder().encode([find.input]).write(to: URL(fileURLWithPath: files.candidates))
        let seconds = (end - .now) / .seconds(1)
        let ending = try await worker.run(
            "shrink",
            [
                "--door", find.door, "--at", String(find.index), "--seconds", String(seconds), "--breaking",
                find.invariant.rawValue,
            ],
            in: files, until: end + .seconds(5))
        if case .died = ending, find.invariant == .crash,
            let current = FileManager.default.contents(atPath: files.current)
        {
            return (try JSONDecoder().decode(FuzzInput.self, from: current), find.detail)
        }
        for note in try files.readNotes().reversed() {
            if case .improved(let input, let detail) = note { return (input, detail) }
        }
        return nil
    }

    private func attempt(
        _ inputs: [FuzzInput], of find: FindFile
    ) async throws -> (WorkerProcess.Ending, [WorkerNote], Int?) {
        let files = try WorkerFiles.make()
        defer { files.remove() }
        try JSONEncoder().encode(inputs).write(to: URL(fileURLWithPath: files.candidates))
        let ending = try await worker.run("attempt", ["--door", find.door, "--at", String(find.index)], in: files)
        return (ending, try files.readNotes(), files.begun())
    }

    /// What playing finds again breaks now, by their places in the list; those of one door share a process.
    package func replay(_ finds: [FindFile]) async throws -> [(find: FindFile, violations: [Violation])] {
        var results: [(find: FindFile, violations: [Violation])] = []
        for (_, group) in Dictionary(grouping: finds, by: \.door).sorted(by: { $0.key < $1.key }) {
            var rest = group[...]
            while let head = rest.first {
                let (ending, notes, begun) = try await attempt(rest.map(\.input), of: head)
                let last = begun ?? 0
                var violations: [Int: [Violation]] = [:]
                for case .violation(let violation, let index) in notes {
                    violations[index, default: []].append(violation)
                }
                switch ending {
                case .finished, .stopped: break
                case .died(let cause): violations[last, default: []].append(Violation(.crash, cause))
                case .hung: violations[last, default: []].append(Violation(.time, "it does not end"))
                }
                let played = ending == .finished ? rest.count : last + 1
                for (place, find) in rest.prefix(played).enumerated() {
                    results.append((find, (violations[place] ?? []).filter { !without.contains($0.invariant) }))
                }
                rest = rest.dropFirst(played)
            }
        }
        return results
    }
}
