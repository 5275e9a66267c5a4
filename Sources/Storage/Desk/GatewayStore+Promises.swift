package import Foundation
package import PublicServices

extension GatewayStore {
    /// By when answers are promised in the open matters of a commune that an officer may see, those to come alone, the most
    /// urgent first.
    package func promises(
        of commune: CommuneID, after now: Date, limit: Int, by officer: Officer
    ) async throws -> [Date] {
        let viewer = Viewer(officer: officer)
        guard viewer.sees(commune) else { return [] }
        return try await read { transaction in
            try transaction.all(Self.promised, [commune.rawValue, now.milliseconds] + viewer.rights + [limit]) {
                Date(milliseconds: try $0.next())
            }
        }
    }

    private static let promised = """
        SELECT escalation.promised_by FROM escalation
        WHERE escalation.state = 'open' AND escalation.desk = ? AND escalation.urgency IN (0, 1, 2)
            AND escalation.due_by > ? AND escalation.promised_by IS NOT NULL AND \(Viewer.mayAll)
        ORDER BY escalation.urgency, escalation.due_by LIMIT ?
        """
}
