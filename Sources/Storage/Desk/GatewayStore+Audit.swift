import Conversations
import Foundation

extension GatewayStore {
    /// Who did what, the newest first, by ids alone; for supervisors and administrators.
    ///
    /// Deeds on a matter that they may not see are left out, and for supervisors also those on officers of other communes.
    package func auditEntries(before: Int64? = nil, limit: Int = 50, by officer: Officer) async throws -> [AuditEntry] {
        guard officer.profile.role != .officer else { return [] }
        let viewer = Viewer(officer: officer)
        let limit = min(max(limit, 1), StoreLimits.pageRows)
        return try await read { transaction in
            var entries: [AuditEntry] = []
            try transaction.step(
                "SELECT id, at, actor, action, subject, detail FROM audit WHERE id < ? ORDER BY id DESC",
                [before ?? Int64.max]
            ) { row in
                let entry = try Self.auditEntry(&row)
                if try transaction.mayRead(entry, viewer) { entries.append(entry) }
                return entries.count < limit
            }
            return entries
        }
    }

    private static func auditEntry(_ row: inout Columns) throws -> AuditEntry {
        let (id, at, actor): (Int64, Int64, String) = (try row.next(), try row.next(), try row.next())
        return AuditEntry(
            id: id, at: Date(milliseconds: at), officer: number(in: actor, of: "officer").map { OfficerID($0) },
            actor: actor, action: try row.next(), subject: try row.next(), detail: try row.next())
    }

    /// The number in `officer 12` and the like.
    fileprivate static func number(in text: String, of kind: String) -> Int64? {
        text.hasPrefix(kind + " ") ? Int64(text.dropFirst(kind.count + 1)) : nil
    }
}

extension Transaction {
    private static let desk = "SELECT desk FROM escalation WHERE escalation.id = ? AND \(Viewer.mayAll)"

    fileprivate func mayRead(_ entry: AuditEntry, _ viewer: Viewer) throws -> Bool {
        if let matter = GatewayStore.number(in: entry.subject, of: "escalation") {
            return try text(Self.desk, [matter] + viewer.rights).map(viewer.desks.contains) ?? false
        }
        guard viewer.officer.profile.role == .supervisor,
            let other = GatewayStore.number(in: entry.subject, of: "officer")
        else { return true }
        let communes = try officer(OfficerID(other))?.profile.communes ?? []
        return communes.contains { viewer.sees($0) }
    }
}
