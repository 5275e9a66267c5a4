import Conversations
import Foundation
import Gateway
import Storage
import Synchronization

/// A storm over a gateway process of its own: faults from both sides, kills, and a reckoning at the end.
package struct Storm: Sendable {
    package var wishes: StormWishes
    package var personas: Personas
    /// The gateway's program; nil for a gateway that runs already, whose provider must then be this storm alone.
    package var program: String?
    /// The configuration whose content is used, or that of the running gateway.
    package var configuration: String
    /// Where database, keys, configuration and log go; made by the caller.
    package var folder: String
    /// Told about each kill and stage.
    package var progress: @Sendable (String) -> Void

    package init(
        wishes: StormWishes, personas: Personas, program: String?, configuration: String, folder: String,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.wishes = wishes
        self.personas = personas
        self.program = program
        self.configuration = configuration
        self.folder = folder
        self.progress = progress
    }

    package func run() async throws -> StormReport {
        let provider = StormProvider(faults: wishes.provider, seed: wishes.seed ^ 0xFA17)
        let given = program == nil ? try StormSite.running(configuration: configuration, folder: folder) : nil
        return try await LoadClient.with(connections: wishes.connections) { client in
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            return try await withThrowingTaskGroup(of: StormReport?.self) { group in
                group.addTask {
                    try await provider.run(port: given?.providerPort ?? 0, client: client) { port.yield($0) }
                    return nil
                }
                group.addTask {
                    for await providerPort in ports {
                        if let given { return try await visit(given, provider: provider, client: client) }
                        return try await play(provider: provider, port: providerPort, client: client)
                    }
                    return nil
                }
                while let report = try await group.next() {
                    guard let report else { continue }
                    group.cancelAll()
                    return report
                }
                throw CancellationError()
            }
        }
    }

    private func play(provider: StormProvider, port: Int, client: LoadClient) async throws -> StormReport {
        guard let program else { throw StormGateway.Problem(description: "there is no program to start") }
        let site = try StormSite.make(base: configuration, in: folder, providerPort: port)
        let gateway = try StormGateway(
            program: program, configuration: site.configuration, log: site.log, officePort: site.settings.officePort,
            client: client)
        defer { gateway.abandon() }
        let plan = StormPlan(
            wishes: wishes, personas: personas, channels: site.signers.count, tag: "storm-\(wishes.seed)")
        let traffic = StormTraffic(plan: plan, signers: site.signers, client: client)
        let past = StormPast(site: site, personas: personas)
        let first = wishes.past > 0 ? try await past.put(conversations: wishes.past) : MessageID(0)
        StormGateway.endWithUs()
        try gateway.spawn()
        try await gateway.becomeHealthy()

        let begin = ContinuousClock.now
        var kills = StormKills(wishes: wishes, gateway: gateway, site: site, past: first, progress: progress)
        let copies = wishes.makesCopies ? StormCopies(program: program, site: site) : nil
        async let copied: Void = copy(copies)
        async let sent: Void = traffic.run()
        try await kills.run()
        if wishes.kills > 0 { traffic.end() }
        try await sent
        copies?.end()
        try await copied
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        progress("all messages are accepted; waiting for the answers")
        let settledAfter = try await settle(site)
        gateway.noteMemory()
        try await gateway.stop()
        var report = try await reckon(
            site, traffic: traffic, provider: provider, kills: kills, memory: gateway.peakMemory, seconds: seconds,
            settledAfter: settledAfter, since: first)
        if let copies {
            (report.backups, report.killedBackups) = (copies.made, copies.killed)
            report.problems += try await copies.problems()
        }
        if wishes.past > 0 {
            let doctor = try site.doctor()
            defer { try? doctor.close() }
            report.killsWhileForgetting = kills.whileForgetting
            report.remembered = try await doctor.texts(until: first)
        }
        return report
    }

    private func copy(_ copies: StormCopies?) async throws { try await copies?.run(seed: wishes.seed) }

    /// Plays over a gateway that runs already and goes on running: no kills, and only what came after the beginning counts.
    private func visit(_ site: StormSite, provider: StormProvider, client: LoadClient) async throws -> StormReport {
        let doctor = try site.doctor()
        let last = try await doctor.lastMessage()
        try doctor.close()
        let plan = StormPlan(
            wishes: wishes, personas: personas, channels: site.signers.count,
            tag: "storm-\(wishes.seed)-\(UUID().uuidString.prefix(8))")
        let traffic = StormTraffic(plan: plan, signers: site.signers, client: client)
        let begin = ContinuousClock.now
        try await traffic.run()
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        progress("all messages are accepted; waiting for the answers")
        let settledAfter = try await settle(site)
        return try await reckon(
            site, traffic: traffic, provider: provider, kills: nil, memory: 0, seconds: seconds,
            settledAfter: settledAfter, since: last)
    }

    /// Waits until nothing waits any more, or the patience ends; how long that took, in seconds.
    private func settle(_ site: StormSite) async throws -> Double {
        let begin = ContinuousClock.now
        let doctor = try site.doctor()
        defer { try? doctor.close() }
        while ContinuousClock.now - begin < .seconds(wishes.settleSeconds) {
            let waiting = try await doctor.waiting()
            if waiting == (0, 0) { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        return (ContinuousClock.now - begin) / .seconds(1)
    }

    private func reckon(
        _ site: StormSite, traffic: StormTraffic, provider: StormProvider, kills: StormKills?, memory: Int,
        seconds: Double, settledAfter: Double, since first: MessageID = MessageID(0)
    ) async throws -> StormReport {
        let doctor = try site.doctor()
        defer { try? doctor.close() }
        let last = try await doctor.examine(.now(Date()))
        let verdict = StormVerdict(
            accepted: traffic.accepted, ledger: try await doctor.ledger(after: first),
            taken: provider.taken.filter { $0.key.number > first.number }, inFlight: kills?.inFlight ?? [])
        var problems = verdict.problems + (kills?.problems ?? [])
        problems += last.findings.map { "the doctor found \($0.count) × \($0.check) at the end" }
        if provider.unnamed > 0 { problems.append("\(provider.unnamed) sends named no message") }
        let planned = wishes.villagers * wishes.messages
        if verdict.accepted < planned {
            problems.append("only \(verdict.accepted) of \(planned) planned messages were sent")
        }
        let starts = (kills?.starts ?? []).sorted()
        return StormReport(
            seed: wishes.seed, planned: planned, seconds: seconds, settledAfter: settledAfter, kills: kills?.count ?? 0,
            startSeconds: starts.isEmpty ? 0 : starts[starts.count / 2], fresh: traffic.fresh.summary(),
            replayed: traffic.replayed.summary(), retries: traffic.retries, providerRefused: provider.refused,
            receiptsLost: provider.lostReports, verdict: verdict, peakMemory: memory,
            doctorRuns: (kills?.count ?? 0) + 1, problems: problems)
    }
}

extension StormSite {
    /// A doctor who looks at the storm's database and changes nothing.
    func doctor() throws -> Doctor {
        try Doctor.open(path: settings.database, keys: StoreKeys.existing(path: settings.keyFile))
    }
}
