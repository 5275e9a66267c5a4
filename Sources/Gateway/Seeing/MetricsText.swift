import Conversations
import Foundation
import Storage

/// `/metrics` as Prometheus reads it (text format 0.0.4): every name with its help, every label from the start; pure.
struct MetricsText {
    private var lines: [String] = []

    /// What is shown at one moment.
    struct Shown {
        var counts: GatewayMetrics.Counts
        var channels: [ChannelID]
        var units: [String]
        var sendDurations: DurationHistogram.Counts
        var answerDelays: DurationHistogram.Counts
        var commitDurations: DurationHistogram.Counts
        var state: GatewayState
        var isWritable: Bool
        var isFlowing: Bool
    }

    static func text(_ shown: Shown) -> String {
        var text = MetricsText()
        text.add(shown)
        return text.lines.joined(separator: "\n") + "\n"
    }

    private mutating func add(_ shown: Shown) {
        let (counts, state) = (shown.counts, shown.state)
        let sights = state.sights ?? StoreSights()
        family("nharong_build_info", "gauge", "The version of the program that runs; always 1.")
        sample("nharong_build_info", [("version", ProgramVersion.number), ("commit", ProgramVersion.commit)], 1)

        family("nharong_messages_received_total", "counter", "Messages of villagers that were kept.")
        for channel in shown.channels {
            sample(
                "nharong_messages_received_total", [("channel", channel.rawValue)],
                Double(counts.received[channel] ?? 0))
        }
        family("nharong_messages_handled_total", "counter", "What became of them.")
        for result in GatewayMetrics.Handled.allCases {
            sample(
                "nharong_messages_handled_total", [("result", result.rawValue)], Double(counts.handled[result] ?? 0))
        }
        family("nharong_sends_total", "counter", "Tries to hand a message to a provider.")
        for channel in shown.channels {
            for outcome in GatewayMetrics.Outcome.allCases {
                let count = counts.sends[.init(channel: channel, outcome: outcome)] ?? 0
                sample(
                    "nharong_sends_total", [("channel", channel.rawValue), ("outcome", outcome.rawValue)], Double(count)
                )
            }
        }
        family("nharong_taken_over_total", "counter", "Messages that another channel sent in the place of this one.")
        for channel in shown.channels {
            sample("nharong_taken_over_total", [("channel", channel.rawValue)], Double(counts.tookOver[channel] ?? 0))
        }
        histogram("nharong_send_duration_seconds", "How long a provider took for a message.", shown.sendDurations)
        histogram(
            "nharong_answer_delay_seconds", "From a message to the handover of its answer.", shown.answerDelays)
        histogram(
            "nharong_db_commit_duration_seconds", "How long a commit took, with the work in it.",
            shown.commitDurations)

        family("nharong_queue_oldest_seconds", "gauge", "How long the oldest message waits; 0 where none does.")
        sample("nharong_queue_oldest_seconds", [("queue", "inbox")], age(sights.oldestIncoming, state.at))
        for channel in shown.channels {
            sample(
                "nharong_queue_oldest_seconds", [("queue", "outbox-" + channel.rawValue)],
                age(sights.oldestOutgoing[channel], state.at))
        }
        family("nharong_channel_failing", "gauge", "1 while a channel sends nothing but errors.")
        for channel in shown.channels {
            sample("nharong_channel_failing", [("channel", channel.rawValue)], state.failing[channel] == nil ? 0 : 1)
        }
        staff(shown, sights)
        office(shown, sights)
    }

    private mutating func staff(_ shown: Shown, _ sights: StoreSights) {
        family("nharong_escalations_waiting", "gauge", "Open matters by the unit that should answer.")
        for unit in ["none"] + shown.units {
            let count = sights.waiting[unit == "none" ? "" : unit] ?? 0
            sample("nharong_escalations_waiting", [("unit", unit)], Double(count))
        }
        single("nharong_promises_overdue", "gauge", "Open matters whose promise has passed.", Double(sights.overdue))
        single(
            "nharong_promises_broken_total", "counter", "Promises that passed unanswered.",
            Double(shown.counts.promisesBroken))
    }

    private mutating func office(_ shown: Shown, _ sights: StoreSights) {
        let state = shown.state
        // A server's copies are not ours to count: a 0 here would alarm for ever.
        if !state.isOnServer { backups(sights) }
        single("nharong_database_bytes", "gauge", "The database with its journal.", Double(state.databaseBytes))
        if let free = state.freeBytes {
            single("nharong_disk_free_bytes", "gauge", "Free room on the database's disk.", Double(free))
        }
        single("nharong_database_writable", "gauge", "1 while the database takes writes.", shown.isWritable ? 1 : 0)
        single("nharong_messages_flowing", "gauge", "1 while due messages move.", shown.isFlowing ? 1 : 0)
        single(
            "nharong_messages_missing", "gauge", "Messages that the database had and has no more.",
            Double(state.lost?.count ?? 0))
        if state.hasCertificate {
            family("nharong_certificate_expiry_timestamp_seconds", "gauge", "Until when a certificate is good.")
            sample(
                "nharong_certificate_expiry_timestamp_seconds", [("certificate", "office")],
                seconds(state.certificateEnd))
        }
        single(
            "nharong_state_timestamp_seconds", "gauge", "When queues, matters and the disk were last looked at.",
            state.at.timeIntervalSince1970.rounded())
    }

    private mutating func backups(_ sights: StoreSights) {
        single(
            "nharong_backup_last_success_timestamp_seconds", "gauge", "When the last backup was made; 0 for never.",
            seconds(sights.lastBackup))
        single(
            "nharong_drill_last_success_timestamp_seconds", "gauge",
            "When a backup was last brought back on trial without a fault; 0 for never, or where the last trial found one.",
            sights.lastDrill?.passed == true ? seconds(sights.lastDrill?.at) : 0)
        family("nharong_doctor_findings", "gauge", "Places that the doctor found broken in the last backup.")
        for check in GatewayStore.checkNames.sorted() {
            sample("nharong_doctor_findings", [("check", check)], Double(sights.findings[check] ?? 0))
        }
    }

    private mutating func single(_ name: String, _ type: String, _ help: String, _ value: Double) {
        family(name, type, help)
        sample(name, [], value)
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        lines.append("# HELP \(name) \(help)")
        lines.append("# TYPE \(name) \(type)")
    }

    private mutating func histogram(_ name: String, _ help: String, _ counts: DurationHistogram.Counts) {
        family(name, "histogram", help)
        var total = 0
        for (bound, count) in zip(counts.bounds, counts.counts) {
            total += count
            sample(name + "_bucket", [("le", Self.number(bound))], Double(total))
        }
        sample(name + "_bucket", [("le", "+Inf")], Double(counts.count))
        sample(name + "_sum", [], counts.sum)
        sample(name + "_count", [], Double(counts.count))
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let set = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        lines.append(name + (set.isEmpty ? "" : "{\(set)}") + " " + Self.number(value))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? String(value) }

    private func age(_ date: Date?, _ now: Date) -> Double {
        date.map { max(0, now.timeIntervalSince($0)).rounded() } ?? 0
    }

    private func seconds(_ date: Date?) -> Double { date?.timeIntervalSince1970.rounded() ?? 0 }
}
