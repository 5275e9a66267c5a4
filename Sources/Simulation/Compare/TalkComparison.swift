/// What changed between two recordings of one corpus, grouped by kind; what is the same is only counted.
package struct TalkComparison: Sendable, Codable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Staff get it, or no longer, or for another reason.
        case escalation
        /// A reply of another template, one more, or one fewer.
        case answer
        /// The same templates with other words.
        case words
        /// The replies have more or fewer segments.
        case cost
    }

    /// Turns that changed in the same way.
    package struct Change: Sendable, Codable, Equatable {
        package var kind: Kind
        /// What it was, and what it is: templates, reasons or segments; for words the texts.
        package var old: String
        package var new: String
        /// How often.
        package var count: Int
        /// Some of the messages, with the names of their conversations.
        package var examples: [Example]
    }

    package struct Example: Sendable, Codable, Equatable {
        package var talk: String
        package var text: String
        package var old: [String]
        package var new: [String]
    }

    package struct Totals: Sendable, Codable, Equatable {
        package var turns = 0
        package var changed = 0
        package var oldSegments = 0
        package var newSegments = 0
        package var oldEscalations = 0
        package var newEscalations = 0
        /// Conversations that stand in one recording only.
        package var unmatched = 0
    }

    /// Examples that a change shows.
    private static let shown = 5

    package var old: String
    package var new: String
    package var totals = Totals()
    /// By kind, the most frequent first.
    package var changes: [Change] = []

    package init(_ old: TalkRecording, _ new: TalkRecording) {
        self.old = old.version
        self.new = new.version
        let later = Dictionary(new.talks.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [String: Change] = [:]
        for talk in old.talks {
            guard let other = later[talk.name], other.turns.map(\.shown) == talk.turns.map(\.shown) else {
                totals.unmatched += 1
                continue
            }
            for (one, two) in zip(talk.turns, other.turns) {
                if one.speaker == nil { totals.turns += 1 }
                totals.oldSegments += one.segments
                totals.newSegments += two.segments
                totals.oldEscalations += one.escalated.count
                totals.newEscalations += two.escalated.count
                let kinds = Self.changes(one, two)
                if !kinds.isEmpty { totals.changed += 1 }
                for (kind, was, now) in kinds {
                    let key = "\(kind)\u{0}\(was)\u{0}\(now)"
                    var change = found[key] ?? Change(kind: kind, old: was, new: now, count: 0, examples: [])
                    change.count += 1
                    if change.examples.count < Self.shown {
                        change.examples.append(
                            Example(
                                talk: talk.name, text: one.shown, old: one.replies.map(\.text),
                                new: two.replies.map(\.text)))
                    }
                    found[key] = change
                }
            }
        }
        totals.unmatched += Set(later.keys).subtracting(old.talks.map(\.name)).count
        let order = Dictionary(uniqueKeysWithValues: Kind.allCases.enumerated().map { ($1, $0) })
        changes = found.values.sorted { one, two in
            (order[one.kind] ?? 0, -one.count, one.old, one.new) < (order[two.kind] ?? 0, -two.count, two.old, two.new)
        }
    }

    private static func changes(
        _ one: TalkRecording.Turn, _ two: TalkRecording.Turn
    ) -> [(kind: Kind, old: String, new: String)] {
        func list(_ words: [String]) -> String { words.isEmpty ? "–" : words.joined(separator: " + ") }
        var found: [(Kind, String, String)] = []
        if one.escalated != two.escalated {
            found.append((.escalation, list(one.escalated), list(two.escalated)))
        }
        let (was, now) = (one.replies.map(\.template), two.replies.map(\.template))
        if was != now {
            found.append((.answer, list(was), list(now)))
        } else {
            for (reply, other) in zip(one.replies, two.replies) where reply.text != other.text {
                found.append((.words, reply.text, other.text))
            }
        }
        if one.segments != two.segments { found.append((.cost, "\(one.segments) SMS", "\(two.segments) SMS")) }
        return found
    }
}

extension TalkComparison: CustomStringConvertible {
    package var description: String {
        var lines = [
            "old: \(old)", "new: \(new)",
            "\(totals.turns) messages, \(totals.changed) answered otherwise; segments \(totals.oldSegments) → "
                + "\(totals.newSegments), matters for staff \(totals.oldEscalations) → \(totals.newEscalations)",
        ]
        if totals.unmatched > 0 { lines.append("\(totals.unmatched) conversations stand in one of the two only") }
        for kind in Kind.allCases {
            let own = changes.filter { $0.kind == kind }
            guard !own.isEmpty else { continue }
            lines.append("")
            lines.append("\(kind.rawValue): \(own.reduce(0) { $0 + $1.count }) messages")
            for change in own {
                lines.append("  \(change.count) × \(Self.line(change.old))")
                lines.append("    → \(Self.line(change.new))")
                for example in change.examples.prefix(kind == .words ? 1 : 3) {
                    lines.append("      \(example.talk): \(Self.line(example.text))")
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ text: String) -> String { text.replacing("\n", with: " / ") }
}

extension TalkRecording.Turn {
    /// What the villager sent, what is no text with its kind; what an officer did, and pauses, with their name.
    fileprivate var shown: String {
        if let speaker { return "[\(speaker)] " + (minutes.map(String.init) ?? text) }
        return kind.map { "[\($0)] \(text)" } ?? text
    }
}
