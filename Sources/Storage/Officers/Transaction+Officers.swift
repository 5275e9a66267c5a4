import Conversations
import Foundation
import PublicServices

extension Transaction {
    static let officerColumns = """
        officer.id, officer.login, officer.name, officer.title, officer.role, officer.communes, officer.units,
        officer.may_see_restricted, officer.undo_seconds, officer.factor_sealed IS NOT NULL, officer.is_active,
        officer.created_at
        """

    private static let officerByID = "SELECT \(officerColumns) FROM officer WHERE id = ?"
    private static let allOfficers = "SELECT \(officerColumns) FROM officer ORDER BY id"

    func officer(_ id: OfficerID) throws -> Officer? {
        try first(Self.officerByID, [id.number]) { try Self.officer(&$0) }
    }

    /// Everybody who was ever entered; a commune has dozens.
    func officers() throws -> [Officer] { try all(Self.allOfficers) { try Self.officer(&$0) } }

    /// Of the columns of `officerColumns`.
    static func officer(_ row: inout Columns) throws -> Officer {
        let id = OfficerID(try row.next())
        let (login, name, title, role): (String, String, String, String) =
            (try row.next(), try row.next(), try row.next(), try row.next())
        let (communes, units): (String, String) = (try row.next(), try row.next())
        let profile = OfficerProfile(
            login: login, name: name, title: title,
            // A role of a later version may do the least.
            role: OfficerRole(rawValue: role) ?? .officer,
            communes: StoredJSON.list(communes).map(CommuneID.init(rawValue:)),
            units: StoredJSON.value([OfficerUnit].self, from: units) ?? [], maySeeRestricted: try row.next(),
            undoSeconds: try row.next())
        return Officer(
            id: id, profile: profile, hasSecondFactor: try row.next(), isActive: try row.next(),
            createdAt: Date(milliseconds: try row.next()))
    }

    /// Notes what an officer did; their number alone stands for them.
    func audit(_ action: String, of subject: String, by officer: OfficerID?, detail: String = "") throws {
        try audit(action, of: subject, by: officer.map { "officer \($0)" } ?? "command", detail: detail)
    }

    /// Ends sessions of an officer; how many those were.
    @discardableResult
    func endSessions(of officer: OfficerID, except kept: SessionID? = nil) throws -> Int {
        try changes(
            "UPDATE staff_session SET ended_at = ? WHERE officer_id = ? AND ended_at IS NULL AND id <> ?",
            [now, officer.number, kept?.number ?? 0])
    }

    /// Gives back what an officer holds, so that nothing waits for somebody who is not there.
    func giveBackAll(of officer: OfficerID) throws {
        try run(
            "UPDATE escalation SET holder_id = NULL, held_at = NULL WHERE state = 'open' AND holder_id = ?",
            [officer.number])
        try run("DELETE FROM presence WHERE officer_id = ?", [officer.number])
    }
}
