import Foundation

extension GatewayStore {
    /// Who did what, the newest first, by ids alone; for supervisors and administrators.
    package func auditEntries(before: Int64? = nil, limit: Int = 50, by officer: Officer) async throws -> [AuditEntry] {
        guard officer.profile.role != .officer else { return [] }
        return try await read { transaction in
            try transaction.all(
                "SELECT id, at, actor, action, subject, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                [before ?? Int64.max, min(limit, StoreLimits.pageRows)]
            ) { row in
                let (id, at, actor): (Int64, Int64, String) = (try row.next(), try row.next(), try row.next())
                return AuditEntry(
                    id: id, at: Date(milliseconds: at),
                    officer: actor.hasPrefix("officer ") ? Int64(actor.dropFirst(8)).map { OfficerID($0) } : nil,
                    actor: actor, action: try row.next(), subject: try row.next(), detail: try row.next())
            }
        }
    }
}
