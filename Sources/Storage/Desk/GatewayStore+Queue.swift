import Conversations
package import Foundation
import PublicServices

extension GatewayStore {
    /// One page of a list: emergencies first, then what was promised soonest, what was put off, and what is done.
    ///
    /// The number of statements grows with the officer's communes alone.
    package func matters(
        _ list: MatterList, filter: MatterFilter = MatterFilter(), after cursor: MatterCursor? = nil, limit: Int = 25,
        by officer: Officer, now: Date
    ) async throws -> MatterPage {
        let viewer = Viewer(officer: officer)
        let time = now.milliseconds
        return try await read { transaction in
            let desks = viewer.desks.filter { filter.commune == nil || $0 == filter.commune?.rawValue }
            let limit = min(max(limit, 1), StoreLimits.pageRows)
            var rows: [PlacedPart] = []
            let place = cursor.flatMap(Transaction.QueuePlace.init)
            for part in list.parts where rows.count <= limit && part.rawValue >= place?.part.rawValue ?? 0 {
                var found: [PlacedPart] = []
                // What an officer holds is one list, whatever the commune.
                for desk in list == .mine ? desks.prefix(1) : desks[...] {
                    found += try transaction.queue(
                        part, of: list, desk: desk, filter: filter, after: part == place?.part ? place : nil,
                        limit: limit + 1, for: viewer, at: time
                    ).map { PlacedPart(part: part, matter: $0) }
                }
                if desks.count > 1 { found.sort() }
                rows += found.filter { desks.contains($0.matter.row.commune?.rawValue ?? "") }
            }
            let counts = try transaction.counts(of: viewer.desks, for: viewer)
            let total =
                filter.isEmpty
                ? counts.number(in: list)
                : try transaction.counts(of: desks, filter: filter, for: viewer).number(in: list)
            let there = try transaction.presence(beside: viewer, at: time)
            return MatterPage(
                rows: rows.prefix(limit).map { placed in
                    var row = placed.matter.row
                    row.presence = there[row.id] ?? []
                    return row
                },
                total: total, next: rows.count > limit ? rows[limit - 1].cursor : nil, counts: counts)
        }
    }

    /// How many matters stand in each list.
    package func matterCounts(by officer: Officer) async throws -> MatterCounts {
        let viewer = Viewer(officer: officer)
        return try await read { try $0.counts(of: viewer.desks, for: viewer) }
    }

    /// The calls for help that are open, those that nobody has taken first.
    package func emergencies(by officer: Officer, now: Date) async throws -> [EmergencyNotice] {
        let viewer = Viewer(officer: officer)
        let time = now.milliseconds
        return try await read { transaction in
            var found: [EmergencyNotice] = []
            for desk in viewer.desks {
                let open = try transaction.queue(
                    .due, of: .waiting, desk: desk, filter: MatterFilter(), after: nil, limit: StoreLimits.namedRows,
                    for: viewer, at: time)
                for placed in open where placed.urgency == 0 {
                    let alert = try transaction.alert(of: placed.row.id, at: time)
                    found.append(EmergencyNotice(row: placed.row, alert: alert?.words, dutyTail: alert?.tail))
                }
            }
            return found.filter { $0.row.holder == nil } + found.filter { $0.row.holder != nil }
        }
    }

    /// How far the desk's changes have come.
    package func deskMark() async throws -> Int64 {
        try await read { try $0.number("SELECT MAX(id) FROM desk_change") ?? 0 }
    }

    /// What changed since a mark; asked once for all who watch.
    package func deskChanges(after mark: Int64, limit: Int = 200) async throws -> DeskChanges {
        try await read { transaction in
            var changes = DeskChanges(mark: mark, matters: [], conversations: [], isComplete: true)
            var count = 0
            try transaction.step(
                "SELECT id, escalation_id, conversation_id FROM desk_change WHERE id > ? ORDER BY id LIMIT ?",
                [mark, limit + 1]
            ) { row in
                let id: Int64 = try row.next()
                let (matter, conversation): (Int64?, Int64?) = (row.nextIfAny(), row.nextIfAny())
                // The oldest are thrown away: then some that came between are not known.
                if count == 0, id > mark + 1 { changes.isComplete = false }
                count += 1
                changes.mark = id
                if let matter { changes.matters.insert(EscalationID(matter)) }
                if let conversation { changes.conversations.insert(ConversationID(conversation)) }
                return true
            }
            guard count <= limit else {
                let newest = try transaction.number("SELECT MAX(id) FROM desk_change") ?? changes.mark
                return DeskChanges(mark: newest, matters: [], conversations: [], isComplete: false)
            }
            return changes
        }
    }
}

/// A line of a page that may come from several queues.
private struct PlacedPart: Comparable {
    var part: Transaction.QueuePart
    var matter: PlacedMatter

    private var order: (Int64, Int64, Int64) {
        let row = matter.row
        return switch part {
        case .due: (matter.urgency, matter.dueBy, row.id.number)
        case .snoozed: (row.snoozedUntil?.milliseconds ?? 0, 0, row.id.number)
        case .ended: (-(row.closed?.at.milliseconds ?? 0), 0, -row.id.number)
        }
    }

    var cursor: MatterCursor {
        let row = matter.row
        let place =
            switch part {
            case .due: [matter.urgency, matter.dueBy]
            case .snoozed: [row.snoozedUntil?.milliseconds ?? 0, 0]
            case .ended: [row.closed?.at.milliseconds ?? 0, 0]
            }
        return MatterCursor(rawValue: "\(part.rawValue).\(place[0]).\(place[1]).\(row.id)")
    }

    static func < (one: PlacedPart, other: PlacedPart) -> Bool { one.order < other.order }
    static func == (one: PlacedPart, other: PlacedPart) -> Bool { one.order == other.order }
}

extension Transaction.QueuePlace {
    /// Nil for what no page of ours gave out.
    fileprivate init?(_ cursor: MatterCursor) {
        let numbers = cursor.rawValue.split(separator: ".").map { Int64($0) }
        guard numbers.count == 4, let part = numbers[0].flatMap({ Transaction.QueuePart(rawValue: Int(clamping: $0)) }),
            let first = numbers[1], let second = numbers[2], let id = numbers[3]
        else { return nil }
        self.init(part: part, first: first, second: second, id: id)
    }
}

extension MatterList {
    fileprivate var parts: [Transaction.QueuePart] {
        switch self {
        case .waiting, .mine, .unit: [.due, .snoozed]
        case .all: [.due, .snoozed, .ended]
        case .closed: [.ended]
        }
    }
}

extension MatterCounts {
    func number(in list: MatterList) -> Int {
        switch list {
        case .waiting: waiting
        case .mine: mine
        case .unit: unit
        case .all: all
        case .closed: closed
        }
    }
}

extension Transaction {
    func counts(of desks: [String], filter: MatterFilter = MatterFilter(), for viewer: Viewer) throws -> MatterCounts {
        var sum = MatterCounts()
        for desk in desks {
            let counts = try self.counts(of: desk, filter: filter, for: viewer)
            sum.waiting += counts.waiting
            sum.unit += counts.unit
            sum.all += counts.all
            sum.closed += counts.closed
            sum.emergencies += counts.emergencies
        }
        sum.mine = try countHeld(by: viewer, filter: filter)
        return sum
    }
}
