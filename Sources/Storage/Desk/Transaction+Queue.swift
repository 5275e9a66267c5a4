import Conversations
import Foundation
import PublicServices

/// The queue in its order: what is due, then what was put off, then what is done.
extension Transaction {
    /// One stretch of a list that one index gives in order.
    enum QueuePart: Int, CaseIterable {
        /// Emergencies and broken channels first, then what was promised soonest.
        case due
        /// Put off, by the time at which it comes back.
        case snoozed
        /// The newest first.
        case ended
    }

    /// Where a part goes on: the values of its order, and the number of the matter.
    struct QueuePlace: Equatable {
        var part: QueuePart
        var first: Int64
        var second: Int64
        var id: Int64
    }

    /// Up to `limit` matters of a part behind a place, in order.
    func queue(
        _ part: QueuePart, of list: MatterList, desk: String, filter: MatterFilter, after place: QueuePlace?,
        limit: Int,
        for viewer: Viewer, at now: Int64
    ) throws -> [PlacedMatter] {
        let isMine = list == .mine
        let units = list == .unit ? viewer.units(of: desk) : nil
        let conditions: StatementValues =
            viewer.rights + [
                units, units, filter.unit?.rawValue, filter.unit?.rawValue, filter.topic?.rawValue,
                filter.topic?.rawValue, filter.channel?.rawValue, filter.channel?.rawValue, filter.hamlet,
                filter.hamlet, limit,
            ]
        let owner: any SQLValue = isMine ? viewer.officer.id.number : desk
        let from: StatementValues
        let sql: String
        switch part {
        case .due:
            sql = isMine ? Self.mineDue : Self.deskDue
            let place = place ?? QueuePlace(part: part, first: -1, second: 0, id: 0)
            from = [owner, place.first, place.second, place.id, now]
        case .snoozed:
            sql = isMine ? Self.mineSnoozed : Self.deskSnoozed
            from = [owner, max(place?.first ?? now, now), place?.id ?? Int64.max, now]
        case .ended:
            let place = place ?? QueuePlace(part: part, first: .max, second: 0, id: .max)
            if let hamlet = filter.hamlet {
                sql = Self.endedOfHamlet
                from = [owner, hamlet, place.first, place.id]
            } else if let topic = filter.topic {
                sql = Self.endedOfTopic
                from = [owner, topic.rawValue, place.first, place.id]
            } else if let unit = filter.unit {
                sql = Self.endedOfUnit
                from = [owner, unit.rawValue, place.first, place.id]
            } else {
                sql = Self.deskEnded
                from = [owner, place.first, place.id]
            }
        }
        return try all(sql, viewer.rights + from + conditions) { try PlacedMatter(&$0, of: self, at: now) }
    }

    private static let start = "SELECT \(matterColumns) \(matterTables) WHERE "
    private static let conditions = """
        AND \(Viewer.mayAll) AND (? IS NULL OR instr(?, '|' || escalation.unit || '|') > 0)
        AND (? IS NULL OR escalation.unit = ?) AND (? IS NULL OR escalation.topic = ?) AND (? IS NULL OR escalation.via = ?)
        AND (? IS NULL OR escalation.hamlet = ?)
        """

    private static let isDue = """
        escalation.state = 'open' AND (escalation.urgency, escalation.due_by, escalation.id) > (?, ?, ?)
        AND (escalation.snoozed_until IS NULL OR escalation.snoozed_until <= ?) \(conditions)
        ORDER BY escalation.urgency, escalation.due_by, escalation.id LIMIT ?
        """
    private static let deskDue = start + "escalation.desk = ? AND " + isDue
    private static let mineDue = start + "escalation.holder_id = ? AND " + isDue

    private static let isSnoozed = """
        escalation.state = 'open' AND (escalation.snoozed_until, escalation.id) > (?, ?) AND escalation.snoozed_until > ?
        \(conditions) ORDER BY escalation.snoozed_until, escalation.id LIMIT ?
        """
    private static let deskSnoozed = start + "escalation.desk = ? AND " + isSnoozed
    private static let mineSnoozed = start + "escalation.holder_id = ? AND " + isSnoozed

    private static let isEnded = """
        escalation.state = 'answered' AND (escalation.answered_at, escalation.id) < (?, ?) \(conditions)
        ORDER BY escalation.answered_at DESC, escalation.id DESC LIMIT ?
        """
    private static let deskEnded = start + "escalation.desk = ? AND " + isEnded
    private static let endedOfUnit = start + "escalation.desk = ? AND escalation.unit = ? AND " + isEnded
    private static let endedOfHamlet = start + "escalation.desk = ? AND escalation.hamlet = ? AND " + isEnded
    private static let endedOfTopic = start + "escalation.desk = ? AND escalation.topic = ? AND " + isEnded

    // MARK: Counts

    /// What one queue holds of what an officer may see, by the filter.
    func counts(of desk: String, filter: MatterFilter, for viewer: Viewer) throws -> MatterCounts {
        let units = viewer.units(of: desk)
        var counts = MatterCounts()
        func add(_ number: Int, isOpen: Bool, urgency: Int64, unit: String) {
            counts.all += number
            guard isOpen else { return counts.closed += number }
            counts.waiting += number
            if urgency == 0 { counts.emergencies += number }
            if units.contains("|\(unit)|") { counts.unit += number }
        }
        func passes(_ unit: String, _ topic: String, _ via: String) -> Bool {
            (filter.unit.map { $0.rawValue == unit } ?? true) && (filter.topic.map { $0.rawValue == topic } ?? true)
                && (filter.channel.map { $0.rawValue == via } ?? true)
        }
        if let hamlet = filter.hamlet {
            // Counts are not kept by hamlet: those whose hamlet is known are few enough.
            try step(Self.ofHamlet, [desk, hamlet] + viewer.rights) { row in
                let (isOpen, urgency): (Bool, Int64) = (try row.next(), try row.next())
                let (unit, topic, via): (String, String, String) = (try row.next(), try row.next(), try row.next())
                if passes(unit, topic, via) { add(try row.next(), isOpen: isOpen, urgency: urgency, unit: unit) }
                return true
            }
            return counts
        }
        try step(
            "SELECT is_open, is_restricted, urgency, unit, topic, via, number FROM desk_count WHERE desk = ?", [desk]
        ) { row in
            let (isOpen, isRestricted, urgency): (Bool, Bool, Int64) = (try row.next(), try row.next(), try row.next())
            let (unit, topic, via): (String, String, String) = (try row.next(), try row.next(), try row.next())
            if !isRestricted || viewer.officer.profile.maySeeRestricted, passes(unit, topic, via) {
                add(try row.next(), isOpen: isOpen, urgency: urgency, unit: unit)
            }
            return true
        }
        guard viewer.officer.profile.maySeeRestricted else { return counts }
        // Those that name this officer are none for them.
        try step(
            """
            SELECT escalation.state = 'open', escalation.urgency, COALESCE(escalation.unit, ''), COALESCE(escalation.topic, ''),
                COALESCE(escalation.via, '')
            FROM matter_barred JOIN escalation ON escalation.id = matter_barred.escalation_id
            WHERE matter_barred.officer_id = ? AND escalation.desk = ? AND escalation.is_restricted = 1
            """,
            [viewer.officer.id.number, desk]
        ) { row in
            let (isOpen, urgency): (Bool, Int64) = (try row.next(), try row.next())
            let (unit, topic, via): (String, String, String) = (try row.next(), try row.next(), try row.next())
            if passes(unit, topic, via) { add(-1, isOpen: isOpen, urgency: urgency, unit: unit) }
            return true
        }
        return counts
    }

    private static let ofHamlet = """
        SELECT escalation.state = 'open', escalation.urgency, COALESCE(escalation.unit, ''), COALESCE(escalation.topic, ''),
            COALESCE(escalation.via, ''), COUNT(*)
        FROM escalation WHERE escalation.desk = ? AND escalation.hamlet = ? AND \(Viewer.mayAll) GROUP BY 1, 2, 3, 4, 5
        """

    private static let mineDesks = """
        SELECT desk FROM escalation
        WHERE state = 'open' AND holder_id = ? AND \(Viewer.mayAll)
            AND (? IS NULL OR desk = ?) AND (? IS NULL OR unit = ?) AND (? IS NULL OR topic = ?) AND (? IS NULL OR via = ?)
            AND (? IS NULL OR hamlet = ?)
        """

    func countHeld(by viewer: Viewer, filter: MatterFilter) throws -> Int {
        let values: [String?] = [
            filter.commune?.rawValue, filter.unit?.rawValue, filter.topic?.rawValue, filter.channel?.rawValue,
            filter.hamlet,
        ]
        let held: [String] = try all(
            Self.mineDesks, [viewer.officer.id.number] + viewer.rights + values.flatMap { [$0, $0] }
        ) { try $0.next() }
        // A commune that is theirs no more is in no list of theirs.
        return held.count { viewer.desks.contains($0) }
    }
}
