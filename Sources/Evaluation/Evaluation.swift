package import Conversations
package import PublicServices

/// How well labelled messages are understood, each alone, without a conversation.
package struct Evaluation: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        /// The labelled topic, and no other, is answered or referred to.
        case right
        /// The labelled topic stands in the menu.
        case menu
        /// Another topic is answered, alone or beside the labelled one.
        case wrong
        /// Nothing is answered; the villager must say more.
        case none
    }

    package struct Row: Sendable {
        package var message: LabelledMessage
        package var decision: Decision
        package var outcome: Outcome
        /// On a row that is no public matter: whether any topic claims it.
        package var isClaimed: Bool
    }

    package private(set) var rows: [Row]

    package init(_ messages: [LabelledMessage], groups: TopicGroups = TopicGroups(), decide: (String) -> Decision) {
        rows = messages.map { message in
            let decision = decide(message.text)
            return Row(
                message: message, decision: decision, outcome: Self.outcome(decision, message.label, groups),
                isClaimed: Self.claims(decision))
        }
    }

    package init(rows: [Row]) { self.rows = rows }

    /// Counts and shares over some rows.
    package struct Summary: Sendable {
        /// Rows that are public matters.
        package var rows = 0
        package var counts: [Outcome: Int] = [:]
        package var outOfScope = 0
        package var claimed = 0

        package func share(_ outcome: Outcome) -> Double {
            rows == 0 ? 0 : Double(counts[outcome] ?? 0) / Double(rows)
        }
        package var helped: Double { share(.right) + share(.menu) }
        package var claimedShare: Double { outOfScope == 0 ? 0 : Double(claimed) / Double(outOfScope) }
    }

    package var summary: Summary { Self.summary(of: rows) }

    package var tiers: [(name: String, summary: Summary)] {
        let groups = Dictionary(grouping: rows.filter { $0.message.tier != nil }) { $0.message.tier ?? "" }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, Self.summary(of: $0.value)) }
    }

    /// How often a label was taken for something else, most frequent first.
    package var confusions: [(label: TopicID, taken: String, count: Int)] {
        var counts: [TopicID: [String: Int]] = [:]
        for row in failures {
            let taken = ([row.decision.name] + row.decision.topics.map(\.rawValue)).joined(separator: " ")
            counts[row.message.label, default: [:]][taken, default: 0] += 1
        }
        return counts.flatMap { label, taken in taken.map { (label: label, taken: $0.key, count: $0.value) } }
            .sorted { ($1.count, $0.label.rawValue, $0.taken) < ($0.count, $1.label.rawValue, $1.taken) }
    }

    /// Rows that were taken for an emergency or an opt-out and are not labelled so.
    package var falseAlarms: [Row] {
        rows.filter { row in
            [TopicID.emergency, .optOut].contains { row.decision.topics.contains($0) && row.message.label != $0 }
        }
    }

    /// Rows that went amiss, the harmful ones first.
    package var failures: [Row] {
        let order: [Outcome: Int] = [.wrong: 0, .none: 2, .menu: 3, .right: 4]
        func rank(_ row: Row) -> Int {
            row.message.label == .outOfScope ? (row.isClaimed ? 1 : 4) : order[row.outcome] ?? 4
        }
        return rows.enumerated().filter { rank($0.element) < 3 }
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }

    /// Rows whose topic stands in a menu, beside others.
    package var menus: [Row] { rows.filter { $0.message.label != .outOfScope && $0.outcome == .menu } }

    private static func summary(of rows: [Row]) -> Summary {
        var summary = Summary()
        for row in rows {
            if row.message.label == .outOfScope {
                summary.outOfScope += 1
                if row.isClaimed { summary.claimed += 1 }
            } else {
                summary.rows += 1
                summary.counts[row.outcome, default: 0] += 1
            }
        }
        return summary
    }

    private static func outcome(_ decision: Decision, _ label: TopicID, _ groups: TopicGroups) -> Outcome {
        switch decision {
        case .question(let facet):
            return [facet, facet.wider].contains { $0?.rawValue == label.rawValue } ? .right : .none
        case .none, .quiet, .addition: return .none
        case .menu(let topics, _):
            return topics.contains { groups.areNear($0, label) } ? .menu : .none
        case .answer, .procedure, .variants, .interest, .referral, .command, .smallTalk, .trouble,
            .unknown:
            return decision.topics.allSatisfy { groups.areNear($0, label) } ? .right : .wrong
        }
    }

    /// A question back claims no topic; all else that is answered does, a friendly word too.
    private static func claims(_ decision: Decision) -> Bool {
        switch decision {
        case .answer, .procedure, .variants, .interest, .menu, .referral, .command, .smallTalk, .trouble,
            .unknown:
            true
        case .question, .none, .quiet, .addition: false
        }
    }
}
