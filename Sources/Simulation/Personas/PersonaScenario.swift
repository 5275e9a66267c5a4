import CheckedYAML
import Foundation
import PublicServices
import VietnameseText

/// Writes a script as a scenario that fails until the gateway does what was wanted.
enum PersonaScenario {
    static func text(of script: PersonaScript, count: Int, channel: String, seed: UInt64) -> String {
        var lines = [
            "# Found by simulator personas --seed \(seed); \(count) conversations failed in this way.",
            "# It passes once the gateway does what the villager wanted.",
            "scenario: \(YAMLEntry.quoted(title(of: script)))", "channel: \(channel)",
            "phone: \"+84901234567\"", "start: \(TalkRecord.moment(script.start))", "tags: [persona]", "partial: true",
        ]
        if let dossier = script.want.dossier {
            let phone = script.phone == .basic ? "+84901234567" : dossier.phone ?? ""
            let promised = dossier.promisedOn.map { ", promised: \($0)" } ?? ""
            lines.append(
                "dossiers: [{code: \(dossier.code), name: \(YAMLEntry.quoted(dossier.procedureName)), "
                    + "state: \(dossier.state.rawValue)\(promised), phone: \(YAMLEntry.quoted(phone))}]")
        }
        lines.append("steps:")
        for (place, turn) in script.turns.enumerated() {
            lines.append("  - \(turn.role == .officer ? "staff" : "villager"): \(YAMLEntry.quoted(turn.text))")
            let time = script.start.addingTimeInterval(Double(turn.minute * 60))
            lines.append("    at: \(TalkRecord.moment(time))")
            if turn.late > 0 {
                lines.append("    sent: \(TalkRecord.moment(time.addingTimeInterval(-Double(turn.late * 60))))")
            }
            if turn.copies > 1 { lines.append("    copies: \(turn.copies)") }
            if place == script.judged { lines += expectation(of: script, turn) }
        }
        if script.losesReceipts {
            lines.append("# The provider reported no delivery; scenarios send nothing, so that is not played here.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func title(of script: PersonaScript) -> String {
        "\(script.failure.rawValue): \(script.want.kind.rawValue) of \(script.want.subject)"
    }

    /// A name with a small first letter, unless it begins with a shortened word such as BHYT.
    private static func withinSentence(_ name: String) -> String {
        guard let second = name.dropFirst().first, !second.isUppercase else { return name }
        return name.prefix(1).lowercased() + name.dropFirst()
    }

    private static func expectation(of script: PersonaScript, _ turn: PersonaTurn) -> [String] {
        switch script.failure {
        // No answer at all is right.
        case .reactionAnswered, .machineLoop: return ["    partial: false"]
        case .falseAlarm, .askedDanger: return ["    escalated: none"]
        case .officerUnheard: return ["    expect:", "      - contains: [\(YAMLEntry.quoted(turn.core))]"]
        default: break
        }
        let expected = script.want.expected
        var lines: [String] = []
        if let part = expected.pieces.first ?? expected.oneOf.first {
            let isMarked = script.phone == .zalo || turn.text != UnmarkedSpelling.of(turn.text)
            let text = part.hasSuffix(".") ? String(part.dropLast()) : part
            // The same may be true of another matter, so its name belongs to it, as it stands within a sentence.
            let parts = [text] + expected.about.prefix(1).map(withinSentence)
            let spelt = parts.map { YAMLEntry.quoted(isMarked ? $0 : UnmarkedSpelling.of($0)) }
            lines += ["    expect:", "      - contains: [\(spelt.joined(separator: ", "))]"]
        }
        if expected.needsMatter {
            let reason =
                switch script.want.kind {
                case .person: "asked_for_staff"
                case .report: "feedback"
                case .danger: "emergency"
                default: "no_checked_fact"
                }
            lines.append("    escalated: \(reason)")
        }
        return lines
    }
}

/// A name of small plain letters and digits, for files.
enum UnmarkedName {
    static func of(_ text: String) -> String {
        PersonaWords(text).text.split(separator: " ").joined(separator: "-")
    }
}
