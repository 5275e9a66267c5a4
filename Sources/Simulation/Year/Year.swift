import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage

/// Plays a commune's year with a clock of its own: messages, officers, nights with backup and retention, and what goes wrong.
///
/// The parts are the gateway's own; only the clock is moved, and workers are called at its hours instead of running.
package final class Year: Sendable {
    let plan: YearPlan
    let settings: GatewaySettings
    let folder: String
    let clock: MovedClock
    let certificate: YearCertificate?
    private let texts: Personas
    private let provider = YearProvider()

    /// Words of the privacy notice, and what the update makes of them.
    static let words = "Xem, sửa, xóa: nhắn 0"
    static let newWords = "Muốn xem, sửa, xóa: nhắn 0"

    /// - Parameters:
    ///   - configuration: whose content is used.
    ///   - folder: where the database, its key and its copies are kept; on a disk of its own where that shall be full one day.
    package init(_ plan: YearPlan, configuration: String, texts: Personas, folder: String) throws {
        self.plan = plan
        self.texts = texts
        self.folder = folder
        // The machine's clock is no round second either.
        clock = MovedClock(plan.begin + 0.0248)
        var settings = try GatewaySettings.load(path: configuration)
        settings.communes = try Self.communes(of: settings, in: folder, months: plan.retentionMonths)
        let replies = folder + "/replies.yaml"
        try String(contentsOfFile: settings.replies, encoding: .utf8)
            .write(toFile: replies, atomically: true, encoding: .utf8)
        settings.replies = replies
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
        certificate = YearCertificate.make(in: folder, ending: plan.moment(of: plan.certificateEnd))
        settings.officeTLS = certificate.map { OfficeTLS(certificate: $0.file, key: $0.key) }
        self.settings = settings
        try LoopbackHTTP.requirePortals(of: try GatewayContent.load(settings))
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
        var report = YearReport(playedCertificate: certificate != nil)
        var assembly = try open()
        var luck = YearLuck(state: plan.seed)
        try await provider.start()
        for day in 0..<plan.days {
            if day == plan.outage.lowerBound { try await provider.start(takes: false) }
            if day == plan.outage.upperBound { try await provider.start() }
            if day == plan.renewal { try certificate?.renew() }
            for (index, hour) in plan.hours.enumerated() {
                clock.set(plan.moment(of: day, hour: hour))
                if day == plan.lostProvider, index == 1 { await provider.stop() }
                if day == plan.lostProvider, index == 4 { try await provider.start() }
                try await come(day, index, assembly, &luck, &report)
                // What came last waits in the database while the gateway is exchanged.
                if day == plan.update, index == plan.hours.count / 2 { try await update(&assembly, &report) }
                try await assembly.handlePending()
                try await assembly.tellFurtherAlerts()
                try await assembly.sendPending()
                report.note(await assembly.look(), day: day)
                if hour == 10 || hour == 16 { try await answer(assembly, day, &report) }
            }
            try await night(day, assembly, &report)
            if day == plan.update { report.oldWords = provider.oldWords }
            if day % 30 == 29 || day == plan.days - 1 {
                let bytes = StoreFiles.bytes(of: settings.database)
                report.sizes.append((day + 1, bytes, report.accepted))
                told(
                    "day \(day + 1): \(report.accepted) messages, \(bytes >> 10) KiB, \((ContinuousClock.now - start).components.seconds) s"
                )
            }
        }
        try await end(assembly, &report)
        report.seconds = (ContinuousClock.now - start).components.seconds
        return report
    }

    func open() throws -> GatewayAssembly {
        var logger = Logger(label: "year")
        logger.logLevel = .critical
        return try GatewayAssembly(
            settings: settings, httpClient: LoopbackHTTP.client, environment: [:], logger: logger,
            now: { [clock] in clock.now })
    }

    /// The messages of one hour; what a full disk refuses comes again.
    private func come(
        _ day: Int, _ index: Int, _ assembly: GatewayAssembly, _ luck: inout YearLuck, _ report: inout YearReport
    ) async throws {
        let share = plan.messages * (index + 1) / plan.hours.count - plan.messages * index / plan.hours.count
        let isFull = day == plan.fullDisk && (2..<5).contains(index) ? fillDisk() : false
        report.playedFullDisk = report.playedFullDisk || isFull
        var messages: [InboundMessage] = []
        for number in 0..<share { messages.append(message(day, index, number, &luck)) }
        var refused: [InboundMessage] = []
        for message in messages where try await !accept(message, assembly, &report) { refused.append(message) }
        if isFull {
            report.note(await assembly.look(), day: day)
            await failBackup(&report)
            emptyDisk()
        }
        for message in refused {
            report.refused += 1
            guard try await accept(message, assembly, &report) else {
                throw StormGateway.Problem(description: "a message was refused though there was room")
            }
        }
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
        clock.set(plan.moment(of: day, hour: 26))
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
        let copies = StoreBackup(folder: folder + "/copies").copies()
        report.keptBackups = copies.count
        report.backupBytes = copies.reduce(0) { $0 + StoreFiles.bytes(of: $1.path) }
        _ = await assembly.look()
        report.announced += assembly.brokenPromises
        try assembly.store.close()
        await provider.stop()
        report.takenByProvider = provider.taken
        let keys = try StoreKeys.existing(path: settings.keyFile)
        let doctor = try Doctor.open(path: settings.database, keys: keys, needsKeys: true)
        defer { try? doctor.close() }
        report.doctorFindings = try await doctor.examine(.now(clock.now)).findings.map {
            "\($0.check): \($0.count), \($0.means)"
        }
        let promises = try await doctor.promises(until: clock.now)
        (report.keptPromises, report.brokenPromises) = (promises.kept, promises.broken)
        report.newWords = provider.newWords
        report.oldWordsAfter = provider.oldWords - report.oldWords
        let ledger = try await doctor.ledger()
        report.handled = ledger.received.count { $0.state == "handled" }
        report.toSend = ledger.sent.count
        report.givenUp = ledger.sent.count { $0.state == .failed }
        report.sent = ledger.sent.count { $0.state == .sent || $0.state == .delivered }
    }
}
