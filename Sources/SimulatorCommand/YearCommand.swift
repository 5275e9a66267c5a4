import ArgumentParser
import Foundation
import Simulation

struct YearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "year",
        abstract: "Plays a commune's year with a moved clock, and proves that nothing was lost.",
        discussion: """
            Messages, officers, each night retention and a backup, each month a trial of it; officers who do not answer for \
            three days, a provider that refuses everything for two and cannot be reached for one, a full disk (where --folder \
            is a disk of its own of less than 4 GB), a certificate that ends (where openssl is installed), and an update with \
            changed content at a noon. The exit code is 1 when a promise was broken or something was not told.
            """)

    @Option(name: .long, help: "The configuration whose content is used.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "A text on each line, or PERSONA<tab>TEXT.") var texts = "Tests/Load/villagers.tsv"
    @Option(name: .long, help: "How many days.") var days = 365
    @Option(name: .long, help: "Messages of a day.") var messages = 20
    @Option(name: .long, help: "Where the year is kept; a folder that is thrown away by default.") var folder: String?

    func run() async throws {
        let personas = try personas(in: texts)
        let place = folder ?? FileManager.default.temporaryDirectory.appending(path: "year-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { if folder == nil { try? FileManager.default.removeItem(atPath: place) } }
        // Tuesday 2026-12-01, midnight in Vietnam.
        let plan = YearPlan(begin: Date(timeIntervalSince1970: 1_796_058_000), days: days, messages: messages)
        let year = try Year(plan, configuration: config, texts: personas, folder: place)
        let report = try await year.play { print($0) }
        print(Self.text(report, plan))
        let faults = report.faults(of: plan)
        for fault in faults { print("FAULT: \(fault)") }
        if !faults.isEmpty { throw ExitCode(1) }
        print("Nothing was lost.")
    }

    private static func text(_ report: YearReport, _ plan: YearPlan) -> String {
        let sizes = report.sizes.map { "\($0.day): \($0.bytes >> 10)" }.joined(separator: ", ")
        let red = report.red.sorted { ($0.value.min() ?? 0, $0.key) < ($1.value.min() ?? 0, $1.key) }
            .map { "  \($0.value.count) days from day \(($0.value.min() ?? 0) + 1): \($0.key)" }
        return """
            \(plan.days) days in \(report.seconds) s: \(report.accepted) messages accepted, \(report.handled) handled, \
            \(report.refused) refused \(report.playedFullDisk ? "while the disk was full, " : "")and taken again
            \(report.toSend) to be sent, \(report.sent) sent, \(report.givenUp) given to staff after a day of tries, \(report.takenByProvider) taken by the provider
            \(report.staffAnswers) answers of officers; \(report.keptPromises) promises kept, \(report.brokenPromises) passed, \
            \(report.announced) of them told
            \(report.backups) backups, \(report.keptBackups) kept (\(report.backupBytes >> 10) KiB), \(report.refusedBackups) refused for \
            want of room; \(report.drills) trials, \(report.failedDrills) with faults
            \(report.forgotten) texts forgotten after \(plan.retentionMonths) months
            privacy notices in the words of before the update: \(report.oldWords) before, \(report.oldWordsAfter) after; in the new words: \
            \(report.newWords)
            certificate: \(report.playedCertificate ? "played" : "not played, openssl is missing or the year is past")
            KiB of the database by day: \(sizes)
            \(report.growth(of: plan).map { "each message leaves \($0) bytes behind for good" } ?? "too short to see what stays for good")
            red on /health:
            \(red.joined(separator: "\n"))
            """
    }
}
