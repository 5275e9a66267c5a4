import ArgumentParser
import Foundation
import Simulation

struct YearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "year",
        abstract: "Plays a commune's year with a moved clock, and proves that nothing was lost.",
        discussion: """
            Messages, officers, each night retention and a backup, each month a trial of it; officers who do not answer for \
            three days, a provider that takes nothing for two, a full disk (where --folder is a disk of its own of less than \
            4 GB), and an update in the middle. The exit code is 1 when a promise was broken.
            """)

    @Option(name: .long, help: "The configuration whose content is used.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "A text on each line, or PERSONA<tab>TEXT.") var texts = "Tests/Load/villagers.tsv"
    @Option(name: .long, help: "How many days.") var days = 365
    @Option(name: .long, help: "Messages of a day.") var messages = 40
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
        print(
            """
            \(days) days in \(report.seconds) s: \(report.accepted) messages accepted, \(report.handled) handled, \
            \(report.refused) refused and taken again\(report.playedFullDisk ? " while the disk was full" : "")
            \(report.toSend) to be sent, \(report.sent) sent, \(report.takenByProvider) taken by the provider
            \(report.staffAnswers) answers of officers; at most \(report.brokenPromises) promises told as passed at once
            \(report.backups) backups, \(report.keptBackups) kept, \(report.drills) trials, \(report.failedDrills) with faults
            \(report.forgotten) texts forgotten after \(plan.retentionMonths) months
            """)
        for fault in report.faults { print("FAULT: \(fault)") }
        if !report.faults.isEmpty { throw ExitCode(1) }
        print("Nothing was lost.")
    }
}
