import Conversations
import Foundation
import Storage

/// What `/health` says below its first line: one sentence for each thing that somebody should know; pure.
///
/// `RED` stands before what somebody must see to; it makes no answer a failure, since messages go their way all the same.
struct HealthText {
    /// A trial of a backup that is older is red, in days: one a month, and some days.
    static let drillDays = 35
    /// A backup that is older is red, in hours: one a night, and a day.
    static let backupHours = 48
    /// A certificate that ends sooner is red, in days.
    static let certificateDays = 14
    /// A disk with less free room is red, in bytes, for a backup and a day's journal need as much.
    static let freeBytes = 1 << 30

    let channels: [ChannelID]

    func lines(_ state: GatewayState) -> [String] {
        guard let sights = state.sights else { return ["RED The database could not be read."] + machine(state) }
        var lines =
            state.isOnServer
            ? ["Backups are made and tried by the tools of the database server (pgbackrest, docs/scale.md)."]
            : [backup(sights.lastBackup, state.at), drill(sights.lastDrill, state.at)]
        lines += state.copyProblems.map { "RED \($0.prefix(1).uppercased() + $0.dropFirst())" }
        if let lost = state.lost {
            lines.append(
                "RED The messages \(lost.lowerBound) to \(lost.upperBound) are gone from the database: its journal (-wal) was "
                    + "deleted, or an older copy put in its place. Fix: gateway doctor")
        }
        if !sights.findings.isEmpty, !state.isOnServer {
            let found = sights.findings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append(
                "RED The doctor found faults in the last backup: \(found.joined(separator: ", ")). Fix: gateway doctor")
        }
        lines.append(
            sights.overdue == 0
                ? "No promise to a villager has passed."
                : "RED Promises have passed in \(sights.overdue) open matters. Fix: gateway escalations list")
        return lines + machine(state) + channels.map { channel($0, state) }
    }

    private func backup(_ last: Date?, _ now: Date) -> String {
        guard let last else { return "RED There is no backup yet. Fix: gateway backup --to FOLDER" }
        let isOld = now.timeIntervalSince(last) > TimeInterval(Self.backupHours) * 3600
        return (isOld ? "RED " : "") + "The last backup was made \(Self.ago(last, now))."
            + (isOld ? " Fix: gateway backup --to FOLDER" : "")
    }

    private func drill(_ drill: StoreStatus.Drill?, _ now: Date) -> String {
        guard let drill else {
            return "RED Nobody has tried yet to bring a backup back. Fix: gateway restore --drill FOLDER"
        }
        let isOld = now.timeIntervalSince(drill.at) > TimeInterval(Self.drillDays) * 86_400
        let passed = drill.passed ? "passed" : "found faults"
        return (isOld || !drill.passed ? "RED " : "")
            + "The last trial to bring a backup back \(passed) \(Self.ago(drill.at, now))."
            + (isOld || !drill.passed ? " Fix: gateway restore --drill FOLDER" : "")
    }

    private func machine(_ state: GatewayState) -> [String] {
        var lines: [String] =
            state.replication.map {
                [Self.replication($0)] + Self.line($0.line, setting: "server")
                    + ($0.reportsLine.map { Self.line($0, setting: "reports_server") } ?? [])
            } ?? []
        if let free = state.freeBytes {
            // A server's database is on another machine's disk.
            let isLow = free < max(Self.freeBytes, state.isOnServer ? 0 : 2 * state.databaseBytes)
            lines.append(
                (isLow ? "RED " : "")
                    + "The disk has \(Self.size(free)) free, the database \(Self.size(state.databaseBytes))."
                    + (isLow ? " Fix: make room." : ""))
        }
        guard state.hasCertificate else { return lines }
        guard let end = state.certificateEnd else {
            return lines + ["RED The office's certificate cannot be read. Fix: look after office_certificate"]
        }
        let days = end.timeIntervalSince(state.at).whole(86_400)
        if days < 0 {
            lines.append("RED The office's certificate has ended. Fix: renew it, and restart the gateway")
        } else {
            let isNear = days < Self.certificateDays
            lines.append(
                (isNear ? "RED " : "") + "The office's certificate is good for \(Self.count(days, "day")) more."
                    + (isNear ? " Fix: renew it, and restart the gateway" : ""))
        }
        return lines
    }

    private func channel(_ channel: ChannelID, _ state: GatewayState) -> String {
        if let other = state.replaced[channel] {
            return "RED Channel \(channel) fails, and \(other) sends in its place."
        }
        guard let since = state.failing[channel] else { return "Channel \(channel) works." }
        return "RED Channel \(channel) has not worked since \(Self.ago(since, state.at)). The log says why."
    }

    private static func replication(_ replication: StoreReplication) -> String {
        guard !replication.standbys.isEmpty else {
            return replication.isNeeded
                ? "RED The database server waits for no standby, so nothing is taken in. Fix: set synchronous_standby_names"
                : "The database server keeps everything on one machine, as storage.standby says."
        }
        return "What is taken in is on two machines of the database (\(replication.standbys))."
    }

    private static func line(_ line: StoreReplication.Line, setting: String) -> [String] {
        let fix = "Fix: sslmode=verify-full in storage.\(setting)"
        return switch line {
        case .ownMachine, .verified: []
        case .unverified: ["RED Nobody proves that the database server is the right one. " + fix]
        case .open: ["RED The line to the database server is not encrypted. " + fix]
        }
    }

    static func ago(_ date: Date, _ now: Date) -> String {
        let seconds = max(0, now.timeIntervalSince(date))
        guard seconds >= 60 else { return "less than a minute ago" }
        let minutes = seconds.whole(60)
        if minutes < 120 { return count(minutes, "minute") + " ago" }
        return minutes < 48 * 60 ? count(minutes / 60, "hour") + " ago" : count(minutes / (24 * 60), "day") + " ago"
    }

    private static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

    private static func size(_ bytes: Int) -> String {
        bytes >= 10 << 30 ? "\(bytes >> 30) GB" : "\(max(1, bytes >> 20)) MB"
    }
}

extension TimeInterval {
    /// Whole units of so many seconds in it, rounded down; 0 for what is no duration.
    func whole(_ unit: TimeInterval) -> Int { Int(exactly: (self / unit).rounded(.down)) ?? 0 }
}
