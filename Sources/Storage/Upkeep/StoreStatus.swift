package import Conversations
package import Foundation
package import PublicServices

/// What waits and what was done today, as numbers: no text, no address.
package struct StoreStatus: Sendable, Equatable {
    package struct Queue: Sendable, Equatable {
        package var waiting = 0
        /// Since when the oldest of them waits.
        package var oldest: Date?
    }

    package struct Matters: Sendable, Equatable {
        package var open = 0
        package var emergencies = 0
        /// Open ones whose promise has passed.
        package var overdue = 0
        /// When the next promise of those that are open ends.
        package var nextPromise: Date?
    }

    /// Of the matters of the last month that were ended and had a promise.
    package struct Promises: Sendable, Equatable {
        package var kept = 0
        package var broken = 0
    }

    package var inbox = Queue()
    package var outbox: [ChannelID: Queue] = [:]
    package var matters = Matters()
    package var promises = Promises()
    /// Calls that were set aside and wait for somebody.
    package var held = 0
    package var receivedToday = 0
    package var sentToday = 0
    /// Those of today that will not be sent any more.
    package var failedToday = 0
    /// What the channels of a commune sent today, in units that its providers bill.
    package var spentToday: [CommuneID: Int] = [:]
    package var lastBackup: Date?
    package var lastDrill: Drill?
    /// How many places the doctor found broken in the newest copy.
    package var faultsInBackup = 0

    /// The last trial that a backup can be brought back.
    package struct Drill: Sendable, Equatable, Codable {
        package var at: Date
        package var passed: Bool
        /// In seconds.
        package var duration: TimeInterval

        package init(at: Date, passed: Bool, duration: TimeInterval) {
            self.at = at
            self.passed = passed
            self.duration = duration
        }
    }
}

extension GatewayStore {
    package func status(now: Date) async throws -> StoreStatus {
        let oldest = try await oldestOutgoing()
        let oldestIncoming = try await oldestIncoming()
        return try await read { transaction in
            var status = StoreStatus()
            status.inbox = StoreStatus.Queue(
                waiting: Int(
                    try transaction.number("SELECT COUNT(*) FROM incoming WHERE state = 'pending'") ?? 0),
                oldest: oldestIncoming)
            for channel in try transaction.channelsWithOutgoing() {
                let waiting = try transaction.number(
                    "SELECT COUNT(*) FROM outgoing WHERE channel = ? AND due_at IS NOT NULL", [channel.rawValue])
                status.outbox[channel] = StoreStatus.Queue(waiting: Int(waiting ?? 0), oldest: oldest[channel])
            }
            status.matters = try transaction.openMatters(at: now.milliseconds)
            status.promises = try transaction.promises(since: now.milliseconds - 30 * 86_400_000)
            status.held = Int(
                try transaction.number("SELECT COUNT(*) FROM quarantine WHERE outcome IS NULL") ?? 0)
            let day = Transaction.day(of: now.milliseconds)
            try transaction.countToday(day, into: &status)
            for (commune, units) in try transaction.all(
                "SELECT commune, units FROM spending WHERE day = ?", [day],
                read: { (try $0.next() as String, try $0.next() as Int) })
            {
                status.spentToday[CommuneID(rawValue: commune)] = units
            }
            (status.lastBackup, status.lastDrill) = try transaction.lastBackupAndDrill()
            status.faultsInBackup = try transaction.backupFindings().values.reduce(0, +)
            return status
        }
    }

    /// Notes that a copy of the database was made, and how many places the doctor found broken in it, by check.
    package func noteBackup(at now: Date, findings: [String: Int] = [:]) async throws {
        try await write(at: now) { transaction in
            try transaction.set("backup_at", to: String(now.milliseconds))
            try transaction.set("findings", to: try StoredJSON.text(findings))
        }
    }

    /// Notes what came of trying to bring a copy back.
    package func note(_ drill: StoreStatus.Drill) async throws {
        try await write(at: drill.at) { try $0.set("drill", to: StoredJSON.text(drill)) }
    }
}

extension Transaction {
    func lastBackupAndDrill() throws -> (backup: Date?, drill: StoreStatus.Drill?) {
        (
            try number("SELECT value FROM setting WHERE name = 'backup_at'").map(Date.init(milliseconds:)),
            try text("SELECT value FROM setting WHERE name = 'drill'")
                .flatMap { StoredJSON.value(StoreStatus.Drill.self, from: $0) }
        )
    }

    /// What the doctor found in the newest backup, by check.
    func backupFindings() throws -> [String: Int] {
        try text("SELECT value FROM setting WHERE name = 'findings'")
            .flatMap { StoredJSON.value([String: Int].self, from: $0) } ?? [:]
    }

    fileprivate func openMatters(at now: Int64) throws -> StoreStatus.Matters {
        try first(
            """
            SELECT COUNT(*), COUNT(*) FILTER (WHERE reason = 'emergency'), COUNT(*) FILTER (WHERE promised_by < ?1),
                MIN(CASE WHEN promised_by >= ?1 THEN promised_by END)
            FROM escalation WHERE state = 'open'
            """, [now]
        ) { row in
            StoreStatus.Matters(
                open: try row.next(), emergencies: try row.next(), overdue: try row.next(),
                nextPromise: (row.nextIfAny() as Int64?).map(Date.init(milliseconds:)))
        } ?? StoreStatus.Matters()
    }

    /// Looks at the newest matters alone, however many there are.
    fileprivate func promises(since first: Int64) throws -> StoreStatus.Promises {
        try self.first(
            """
            SELECT COUNT(*) FILTER (WHERE answered_at <= promised_by), COUNT(*) FILTER (WHERE answered_at > promised_by)
            FROM escalation
            WHERE id > (SELECT ifnull(MAX(id), 0) - 10000 FROM escalation) AND created_at >= ? AND answered_at IS NOT NULL
                AND promised_by IS NOT NULL
            """, [first]
        ) { StoreStatus.Promises(kept: try $0.next(), broken: try $0.next()) } ?? StoreStatus.Promises()
    }

    fileprivate func countToday(_ day: Int64, into status: inout StoreStatus) throws {
        let first = try firstMessage(since: Self.midnight(of: day))
        let counts: [(String, Bool, Int)] = try all(
            """
            SELECT message.direction, COALESCE(outgoing.state, '') = 'failed', COUNT(*) FROM message
            LEFT JOIN outgoing ON outgoing.message_id = message.id
            WHERE message.id >= ? GROUP BY 1, 2
            """, [first]
        ) { (try $0.next(), try $0.next(), try $0.next()) }
        for (direction, hasFailed, count) in counts {
            if direction == MessageDirection.incoming.rawValue {
                status.receivedToday += count
            } else if hasFailed {
                status.failedToday += count
            } else {
                status.sentToday += count
            }
        }
    }

    /// The number of the first message since a moment.
    ///
    /// Numbers follow the times of their making, so it is found by halving: no
    /// index holds those times, and reading every row would take long.
    func firstMessage(since moment: Int64) throws -> Int64 {
        var low: Int64 = 0
        var high = try number("SELECT MAX(id) FROM message") ?? 0
        while low < high {
            let middle = (low + high + 1) / 2
            let made = try number("SELECT created_at FROM message WHERE id <= ? ORDER BY id DESC LIMIT 1", [middle])
            if let made, made >= moment { high = middle - 1 } else { low = middle }
        }
        return low + 1
    }
}
