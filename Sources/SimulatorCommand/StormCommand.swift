import ArgumentParser
import Foundation
import Simulation

struct StormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm",
        abstract: "Plays a storm with faults over a gateway of its own, and proves that nothing was lost.",
        discussion: """
            Duplicates, reordering, three-hour-late retries, a slow and failing provider, lost receipts, and with --kills \
            a SIGKILL at random moments. The exit code is 1 when a promise was broken; the folder is kept then.
            """)

    @Option(name: .long, help: "The gateway's program.") var gateway = ".build/release/gateway"
    @Flag(name: .long, help: "Use the gateway that runs with --config, as its Kannel; nothing is killed.")
    var running = false
    @Option(name: .long, help: "The configuration whose content is used.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "Plays the same storm again.") var seed: UInt64?
    @Option(name: .long, help: "A text on each line, or PERSONA<tab>TEXT.") var texts = "Tests/Load/villagers.tsv"
    @Option(name: .long, help: "How many villagers write.") var villagers = 200
    @Option(name: .long, help: "Messages of each villager.") var messages = 3
    @Option(name: .long, help: "New messages per second.") var rate = 50.0
    @Option(name: .long, help: "Earlier webhooks that come again, per second.") var replays = 0.0
    @Option(name: .long, help: "Connections to the gateway at most.") var connections = 128
    @Option(name: .long, help: "The share of messages that come in several copies at once.") var copies = 0.2
    @Option(name: .long, help: "The share of messages that come three hours late.") var late = 0.05
    @Option(name: .long, help: "The share of messages that are overtaken by later ones.") var reordered = 0.05
    @Option(name: .long, help: "How often the gateway is killed; messages come at least until the last time.")
    var kills = 0
    @Option(name: .long, help: "Kill within so many seconds after the gateway's first answer.") var killWithin = 0.4
    @Flag(name: .long, help: "Run `gateway backup` again and again meanwhile, and kill some of these.")
    var backups = false
    @Option(name: .long, help: "Conversations of years ago that the gateway has to forget meanwhile.") var past = 0
    @Option(name: .long, help: "The share of sends that the provider refuses for now.") var failing = 0.02
    @Option(name: .long, help: "The share of sends that the provider answers slowly.") var slow = 0.1
    @Option(name: .long, help: "The share of delivery reports that are lost.") var lostReceipts = 0.2
    @Option(name: .long, help: "How many seconds the last answers may take.") var settle = 300.0
    @Option(name: .long, help: "Fail when the 99th percentile until the 200 is above so many milliseconds.")
    var p99: Double?
    @Option(name: .long, help: "Fail when a gateway process held more memory, in MB.") var memory: Int?
    @Flag(name: .long, help: "Keep the folder with database and log.") var keep = false
    @Flag(name: .long, help: "Print the report as JSON.") var json = false

    func validate() throws {
        for share in [copies, late, reordered, failing, slow, lostReceipts] where !(0...1).contains(share) {
            throw ValidationError("Shares are from 0 to 1.")
        }
        guard villagers > 0, villagers <= 10_000_000, messages > 0, rate > 0, replays >= 0, kills >= 0, killWithin > 0,
            connections > 0, settle > 0
        else { throw ValidationError("Numbers are more than 0; replays and kills may be 0.") }
        guard (0.001...1_000_000).contains(rate), replays <= 1_000_000, killWithin <= 3600, settle <= 86_400 else {
            throw ValidationError(
                "--rate is from 0.001 to 1000000, --replays at most 1000000, --kill-within 3600, --settle 86400.")
        }
        guard !running || kills == 0 else {
            throw ValidationError("A gateway of others is not killed: leave out --kills.")
        }
        guard !running || memory == nil else {
            throw ValidationError("--memory measures a gateway that the storm starts itself; leave out --running.")
        }
        guard !running || !backups && past == 0 else {
            throw ValidationError(
                "A gateway of others has its own backups and its own past: leave out --backups and --past.")
        }
        guard past >= 0 else { throw ValidationError("--past is 0 or more.") }
        guard running || FileManager.default.isExecutableFile(atPath: gateway) else {
            throw ValidationError("There is no program \(gateway): build it, or name it with --gateway.")
        }
    }

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storm-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let storm = Storm(
            wishes: wishes(), personas: try personas(in: texts), program: running ? nil : gateway,
            configuration: config,
            folder: folder, progress: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) })
        var report: StormReport
        do {
            report = try await storm.run()
        } catch {
            throw fail("The storm broke off (seed \(storm.wishes.seed), folder \(folder)): \(error)", code: 1)
        }
        let slowest = max(report.fresh.p99, report.replayed.p99)
        if let p99, slowest > p99 { report.problems.append("p99 of the 200 is \(slowest) ms, more than \(p99)") }
        if let memory, report.peakMemory > memory * 1024 {
            report.problems.append("the gateway held \(report.peakMemory / 1024) MB, more than \(memory)")
        }
        print(try json ? inJSON(report) : "\(report)")
        if keep || !report.problems.isEmpty {
            FileHandle.standardError.write(Data("The folder is \(folder)\n".utf8))
        } else {
            try FileManager.default.removeItem(atPath: folder)
        }
        if !report.problems.isEmpty { throw ExitCode(1) }
    }

    private func wishes() -> StormWishes {
        var wishes = StormWishes()
        wishes.seed = seed ?? UInt64.random(in: 1...999_999)
        wishes.villagers = villagers
        wishes.messages = messages
        wishes.rate = rate
        wishes.replays = replays
        wishes.connections = connections
        wishes.copies = copies
        wishes.late = late
        wishes.reordered = reordered
        wishes.kills = kills
        wishes.makesCopies = backups
        wishes.past = past
        wishes.killWithin = killWithin
        wishes.provider.failing = failing
        wishes.provider.slow = slow
        wishes.provider.lostReceipts = lostReceipts
        wishes.settleSeconds = settle
        return wishes
    }
}
