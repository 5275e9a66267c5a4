package import Conversations
package import Foundation

/// What monitoring looks at every few seconds: numbers and moments, no text and no address.
package struct StoreSights: Sendable, Equatable {
    /// Since when the oldest message waits that is still to be handled.
    package var oldestIncoming: Date?
    /// Since when the oldest message of each channel is due.
    package var oldestOutgoing: [ChannelID: Date] = [:]
    /// Open matters by the unit that should answer; those of no unit under "".
    package var waiting: [String: Int] = [:]
    /// Open ones whose promise has passed.
    package var overdue = 0
    /// Open ones whose promise passed since the look before.
    package var newlyOverdue = 0
    package var lastBackup: Date?
    package var lastDrill: StoreStatus.Drill?
    /// What the doctor found in the newest backup, by check.
    package var findings: [String: Int] = [:]

    package init() {}
}

extension GatewayStore {
    /// - Parameter before: when it was looked last; promises that passed since then are counted as new.
    package func sights(since before: Date, now: Date) async throws -> StoreSights {
        let outgoing = try await oldestOutgoing()
        let incoming = try await oldestIncoming()
        return try await read { transaction in
            var sights = StoreSights()
            (sights.oldestIncoming, sights.oldestOutgoing) = (incoming, outgoing)
            try transaction.step(
                """
                SELECT ifnull(unit, ''), COUNT(*), COUNT(CASE WHEN promised_by <= ?1 THEN 1 END),
                    COUNT(CASE WHEN promised_by <= ?1 AND promised_by > ?2 THEN 1 END)
                FROM escalation WHERE state = 'open' GROUP BY unit
                """, [now.milliseconds, before.milliseconds]
            ) { row in
                sights.waiting[try row.next(), default: 0] += try row.next()
                sights.overdue += try row.next()
                sights.newlyOverdue += try row.next()
                return true
            }
            (sights.lastBackup, sights.lastDrill) = try transaction.lastBackupAndDrill()
            sights.findings = try transaction.backupFindings()
            return sights
        }
    }

    /// The names of all checks of the doctor.
    package static var checkNames: [String] { DoctorCheck.all.map(\.name) }
}
