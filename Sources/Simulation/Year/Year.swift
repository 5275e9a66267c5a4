import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage
import Synchronization

/// Plays a commune's year with a clock of its own: messages, officers, nights with backup and retention, and what goes wrong.
///
/// The parts are the gateway's own; only the clock is moved, and workers are called at its hours instead of running.
package final class Year: Sendable {
    private let plan: YearPlan
    private let settings: GatewaySettings
    private let content: GatewayContent
    private let texts: Personas
    private let folder: String
    private let clock: MovedClock
    private let provider = YearProvider()

    /// - Parameters:
    ///   - configuration: whose content is used.
    ///   - folder: where the database, its key and its copies are kept; on a disk of its own where that shall be full one day.
    package init(_ plan: YearPlan, configuration: String, texts: Personas, folder: String) throws {
        self.plan = plan
        self.texts = texts
        self.folder = folder
        clock = MovedClock(plan.begin)
        var settings = try GatewaySettings.load(path: configuration)
        settings.communes = try Self.communes(of: settings, in: folder, months: plan.retentionMonths)
        settings.database = folder + "/data/gateway.sqlite"
        settings.keyFile = folder + "/keys/gateway.key"
        let port = try FreePort.find()
        settings.channels = try YAMLEntry.parse(
            """
            - id: sms
              kind: kannel
              commune: dak-ha
              number: "8079"
              secret: secret-of-the-year
              send_url: http://127.0.0.1:\(port)/cgi-bin/sendsms
              username: year
              password: password-of-the-year
            """, file: "year.yaml"
        ).entries()
        self.settings = settings
        content = try GatewayContent.load(settings)
        try LoopbackHTTP.requirePortals(of: content)
        provider.port = port
    }

    /// The communes with shorter months, so that a year shows what goes.
    private static func communes(of settings: GatewaySettings, in folder: String, months: Int) throws -> String {
        let copy = folder + "/communes"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: settings.communes, toPath: copy)
        for commune in try FileManager.default.contentsOfDirectory(atPath: copy) {
            let file = "\(copy)/\(commune)/commune.yaml"
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
            try text.replacing(/retention_months: [0-9]+/, with: "retention_months: \(months)")
                .write(toFile: file, atomically: true, encoding: .utf8)
        }
        return copy
    }

    package func play(told: (String) -> Void = { _ in }) async throws -> YearReport {
        let start = ContinuousClock.now
        var report = YearReport()
        var assembly = try open()
        var luck = YearLuck(state: plan.seed)
        try await provider.start()
        for day in 0..<plan.days {
            if day == plan.outage.lowerBound { try await provider.start(takes: false) }
            if day == plan.outage.upperBound { try await provider.start() }
            if day == plan.update {
                try assembly.store.close()
                assembly = try open()
            }
            for (index, hour) in plan.hours.enumerated() {
                clock.set(plan.begin + TimeInterval(day * 86_400 + hour * 3600))
                let share = plan.messages * (index + 1) / plan.hours.count - plan.messages * index / plan.hours.count
                let isFull = day == plan.fullDisk && (2..<5).contains(index) ? fillDisk() : false
                report.playedFullDisk = report.playedFullDisk || isFull
                var messages: [InboundMessage] = []
                for number in 0..<share { messages.append(message(day, index, number, &luck)) }
                var refused: [InboundMessage] = []
                for message in messages where try await !accept(message, assembly, &report) { refused.append(message) }
                if isFull { emptyDisk() }
                // The provider comes again.
                for message in refused {
                    report.refused += 1
                    guard try await accept(message, assembly, &report) else {
                        throw StormGateway.Problem(description: "a message was refused though there was room")
                    }
                }
                try await assembly.handlePending()
                try await assembly.tellFurtherAlerts()
                try await assembly.sendPending()
                if hour == 10 || hour == 16 { try await answer(assembly, day, &report) }
            }
            try await night(day, assembly, &report)
            if day % 30 == 29 || day == plan.days - 1 {
                let bytes = StoreFiles.bytes(of: settings.database)
                report.sizes.append((day + 1, bytes))
                told(
                    "day \(day + 1): \(report.accepted) messages, \(bytes >> 10) KiB, \((ContinuousClock.now - start).components.seconds) s"
                )
            }
        }
        try await end(assembly, &report)
        report.seconds = (ContinuousClock.now - start).components.seconds
        return report
    }

    private func open() throws -> GatewayAssembly {
        var logger = Logger(label: "year")
        logger.logLevel = .critical
        return try GatewayAssembly(
            settings: settings, content: content, httpClient: LoopbackHTTP.client, environment: [:], logger: logger,
            now: { [clock] in clock.now })
    }

    private func message(_ day: Int, _ index: Int, _ number: Int, _ luck: inout YearLuck) -> InboundMessage {
        let villager = luck.below(plan.villagers)
        let digits = String(villager)
        let isForStaff = luck.below(plan.oneForStaffIn) == 0
        let text =
            isForStaff
            ? plan.forStaff[luck.below(plan.forStaff.count)] : texts.text(of: villager, turn: luck.below(1000))
        return InboundMessage(
            channel: "sms", providerID: "year-\(day)-\(index)-\(number)",
            sender: "+849" + String(repeating: "0", count: 8 - digits.count) + digits,
            text: text,
            sentAt: clock.now.addingTimeInterval(Double(number) / 1000))
    }

    /// Whether it was stored; a full disk refuses it, as the door does with 503.
    private func accept(
        _ message: InboundMessage, _ assembly: GatewayAssembly, _ report: inout YearReport
    ) async throws -> Bool {
        do {
            _ = try await assembly.store.receive([.message(message)], at: clock.now)
            report.accepted += 1
            return true
        } catch is StorageError {
            return false
        }
    }

    /// Officers answer what waits; on idle days nobody does, and the promises that pass are counted as the gateway tells them.
    private func answer(_ assembly: GatewayAssembly, _ day: Int, _ report: inout YearReport) async throws {
        report.brokenPromises = max(
            report.brokenPromises, try await assembly.store.status(now: clock.now).matters.overdue)
        guard !plan.idleDays.contains(day) else { return }
        for isRestricted in [false, true] {
            var answered = 1
            while answered > 0 {
                answered = 0
                for matter in try await assembly.store.openEscalations(limit: 50, restricted: isRestricted) {
                    // What no villager wrote has nobody to be answered.
                    let answer = try? await assembly.store.answer(
                        escalation: matter.id, text: "Cán bộ đã xem và trả lời.", by: "cán bộ",
                        restricted: isRestricted, now: clock.now)
                    if answer != nil { answered += 1 }
                }
                report.staffAnswers += answered
            }
        }
        try await assembly.sendPending()
    }

    /// Retention, a backup, and once a month a trial of it.
    private func night(_ day: Int, _ assembly: GatewayAssembly, _ report: inout YearReport) async throws {
        clock.set(plan.begin + TimeInterval(day * 86_400 + 26 * 3600))
        report.forgotten += try await assembly.forgetOld()
        try await assembly.store.checkpoint()
        let keys = try StoreKeys.existing(path: settings.keyFile)
        let copies = StoreBackup(folder: folder + "/copies")
        _ = try await copies.make(of: settings.database, keys: keys, now: clock.now)
        try await assembly.store.noteBackup(at: clock.now)
        report.backups += 1
        guard day % 30 == 29, let keys, let newest = copies.copies().first else { return }
        let found = try await StoreRestore.drill(newest.path, keys: keys, now: clock.now)
        report.drills += 1
        if !found.isClean { report.failedDrills += 1 }
        try await assembly.store.note(StoreStatus.Drill(at: clock.now, passed: found.isClean, duration: 1))
    }

    /// What is left is sent, and everything is reckoned up.
    private func end(_ assembly: GatewayAssembly, _ report: inout YearReport) async throws {
        for _ in 0..<20 {
            clock.advance(6 * 3600)
            try await assembly.sendPending()
        }
        report.keptBackups = StoreBackup(folder: folder + "/copies").copies().count
        try assembly.store.close()
        await provider.stop()
        report.takenByProvider = provider.taken
        let keys = try StoreKeys.existing(path: settings.keyFile)
        let doctor = try Doctor.open(path: settings.database, keys: keys, needsKeys: true)
        defer { try? doctor.close() }
        report.doctorFindings = try await doctor.examine(.now(clock.now)).findings.map {
            "\($0.check): \($0.count), \($0.means)"
        }
        let ledger = try await doctor.ledger()
        report.handled = ledger.received.count { $0.state == "handled" }
        report.toSend = ledger.sent.count
        report.sent = ledger.sent.count { $0.state == .sent || $0.state == .delivered }
    }

    // MARK: - The disk

    private var filler: String { folder + "/filler" }

    /// Fills the disk of the folder; false where it is too large to be one of its own.
    private func fillDisk() -> Bool {
        let largest = 4 << 30
        guard let free = DiskRoom.free(at: folder + "/x"), free < largest else { return false }
        _ = FileManager.default.createFile(atPath: filler, contents: nil)
        guard let file = FileHandle(forWritingAtPath: filler) else { return false }
        defer { try? file.close() }
        // The last blocks are filled too: by ever smaller pieces.
        for size in [1 << 20, 4096] {
            let piece = Data(count: size)
            while (try? file.write(contentsOf: piece)) != nil {}
        }
        return true
    }

    private func emptyDisk() { try? FileManager.default.removeItem(atPath: filler) }
}

/// A clock that the year moves.
private final class MovedClock: Sendable {
    private let time: Mutex<Date>

    init(_ date: Date) { time = Mutex(date) }
    var now: Date { time.withLock { $0 } }
    func set(_ date: Date) { time.withLock { $0 = max($0, date) } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

/// The provider of a year: it can be gone for days.
private final class YearProvider: Sendable {
    private let state = Mutex<(port: Int, taken: Int, running: Task<Void, Never>?)>((0, 0, nil))

    var port: Int {
        get { state.withLock { $0.port } }
        set { state.withLock { $0.port = newValue } }
    }
    var taken: Int { state.withLock { $0.taken } }

    /// - Parameter takes: whether it takes messages; else it refuses all of them at once, for waiting takes true time.
    func start(takes: Bool = true) async throws {
        await stop()
        let kannel = SimulatedKannel(
            host: "127.0.0.1", port: port, username: "year", password: takes ? "password-of-the-year" : "changed")
        let (listening, listens) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            try? await kannel.run(whenListening: { _ in listens.finish() }) { _ in
                self.state.withLock { $0.taken += 1 }
            }
            listens.finish()
        }
        state.withLock { $0.running = running }
        for await _ in listening {}
    }

    func stop() async {
        let running = state.withLock { state in
            defer { state.running = nil }
            return state.running
        }
        running?.cancel()
        await running?.value
    }
}

/// Luck that comes out the same for the same seed.
private struct YearLuck {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
