import CheckedYAML
import Conversations
package import Foundation

/// A conversation at the bench as it happened, to be written as a scenario that plays it again.
package struct TalkRecord: Sendable {
    /// What was said or done, and what came of it.
    package struct Step: Sendable, Equatable {
        package enum Speaker: Sendable, Equatable {
            /// The kind is that of ``MessageKind``, `text` for words alone.
            case villager(String, kind: String)
            case staff(String)
            /// An officer takes the newest open matter of the phone, or gives it back.
            case officer(takes: Bool)
            /// Nobody wrote for so many minutes, which end at the step's time.
            case nobody(minutes: Int)
        }

        package struct Reply: Sendable, Equatable {
            /// Nil for an officer's answer.
            package var template: String?
            package var text: String

            package init(template: String?, text: String) {
                self.template = template
                self.text = text
            }
        }

        package var speaker: Speaker
        package var phone: String
        package var at: Date
        package var replies: [Reply]
        /// The reasons of the matters that staff got by it.
        package var escalated: [String]
        /// Another channel than the record's.
        package var channel: String?

        package init(
            speaker: Speaker, phone: String, at: Date, replies: [Reply], escalated: [String], channel: String? = nil
        ) {
            self.channel = channel
            self.speaker = speaker
            self.phone = phone
            self.at = at
            self.replies = replies
            self.escalated = escalated
        }

        /// The time from which a scenario counts what a step waits.
        fileprivate var begins: Date {
            if case .nobody(let minutes) = speaker { at.addingTimeInterval(-60 * Double(minutes)) } else { at }
        }
    }

    package let channel: String
    package var steps: [Step] = []
    /// Limits that hold in the scenario instead of those of the configuration.
    package var limits: KeyValuePairs<String, Int> = [:]

    package init(channel: String) { self.channel = channel }

    /// Letters of a reply that a scenario demands; all of it would differ at every correction of a fact.
    static let demanded = 60

    /// The scenario file.
    package func scenario(_ title: String) -> String {
        var lines = [
            "# Of each reply its template and its first words are expected, up to \(Self.demanded) characters.",
            "# simulator run --update --whole-texts FILE expects it to the letter.",
            "scenario: \(YAMLEntry.quoted(title))", "channel: \(channel)",
            "phone: \(YAMLEntry.quoted(steps.first?.phone ?? ""))",
            "start: \(Self.moment(steps.first?.at ?? Date()))",
        ]
        if !limits.isEmpty {
            lines.append("limits: {" + limits.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}")
        }
        lines.append("steps:")
        for step in steps {
            switch step.speaker {
            case .villager(let text, let kind):
                lines.append("  - villager: \(YAMLEntry.quoted(text))")
                if kind != "text" { lines.append("    kind: \(kind)") }
            case .staff(let text): lines.append("  - staff: \(YAMLEntry.quoted(text))")
            case .officer(let takes): lines.append("  - takes: \(takes)")
            case .nobody(let minutes): lines.append("  - waits: \(minutes)")
            }
            lines.append("    at: \(Self.moment(step.begins))")
            if let channel = step.channel, channel != self.channel { lines.append("    channel: \(channel)") }
            // Without its phone an officer's step answers whatever comes first in the list.
            var namesPhone = step.phone != steps.first?.phone
            switch step.speaker {
            case .staff, .officer: namesPhone = true
            case .villager, .nobody: break
            }
            if namesPhone { lines.append("    phone: \(YAMLEntry.quoted(step.phone))") }
            if !step.replies.isEmpty { lines.append("    expect:") }
            for reply in step.replies {
                let part = "contains: [\(YAMLEntry.quoted(Self.demanded(of: reply.text)))]"
                if let template = reply.template {
                    lines += ["      - template: \(template)", "        \(part)"]
                } else {
                    lines.append("      - \(part)")
                }
            }
            // The open list, which a scenario looks at, hides denunciations.
            let opened = step.escalated.filter { $0 != EscalationReason.denunciation.rawValue }
            if opened.count < 2 { lines.append("    escalated: \(opened.first ?? "none")") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The beginning of a reply, up to its first end of a line, cut at a space.
    static func demanded(of text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        guard line.count > demanded else { return String(line) }
        let cut = line.prefix(demanded)
        return String(cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut)
    }

    /// Vietnamese time, as scenarios write it.
    package static func moment(_ date: Date) -> String {
        date.addingTimeInterval(7 * 3600).formatted(.iso8601.year().month().day().dateSeparator(.dash))
            + " " + clock(date)
    }

    /// As a page shows it: `00:47 thứ Sáu 27/11/2026`.
    static func shown(_ date: Date) -> String { clock(date) + " " + day(date) }

    /// The day as people say it: `thứ Sáu 27/11/2026`.
    static func day(_ date: Date) -> String {
        let days = Int(exactly: ((date.timeIntervalSince1970 + 7 * 3600) / 86_400).rounded(.down)) ?? 0
        // 1970 began on a Thursday.
        let names = ["thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư"]
        let name = names[(days % 7 + 7) % 7]
        return name + " " + moment(date).prefix(10).split(separator: "-").reversed().joined(separator: "/")
    }

    package static func clock(_ date: Date) -> String {
        let minutes = Int(exactly: (date.timeIntervalSince1970 / 60).rounded(.down)) ?? 0
        let local = (minutes + 7 * 60) % 1440
        return [local / 60, local % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
