package import Conversations
package import Foundation
package import PublicServices

/// A dossier as staff see it: what is known, what became of it, and who follows.
package struct DossierHistory: Sendable {
    package struct Event: Sendable, Equatable {
        package var kind: DossierNews.Kind
        package var state: DossierState
        package var reason: String?
        package var newDate: CalendarDay?
        package var at: Date
        /// Who changed it by hand; nil for imports, the portal and days that came.
        package var officer: OfficerID?
        /// How many followers were told; nil while they still are to be.
        package var told: Int?
    }

    package var known: KnownDossier
    /// The newest first.
    package var events: [Event]
    /// How many are told of what changes from now on.
    package var followers: Int
}

/// The last table that was taken in.
package struct LastImport: Sendable, Equatable {
    package var at: Date
    /// Nil for the command line.
    package var officer: OfficerID?
    package var changed: Int
    package var unchanged: Int
}

/// What an officer changes of a dossier by hand.
package struct DossierEdit: Sendable, Equatable {
    package var state: DossierState
    package var reason: String?
    package var newDate: CalendarDay?

    package init(state: DossierState, reason: String?, newDate: CalendarDay?) {
        self.state = state
        self.reason = reason
        self.newDate = newDate
    }

    /// The dossier with it: a state by hand has no name of the local system, and what ends bears the day.
    package func applied(to dossier: Dossier, on today: CalendarDay) -> Dossier {
        var dossier = dossier
        if state != dossier.state { dossier.localState = nil }
        dossier.state = state
        dossier.reason = reason
        dossier.newDate = newDate
        if [.finished, .returned].contains(state), dossier.finishedOn == nil { dossier.finishedOn = today }
        return dossier
    }
}

/// What became of a change by hand.
package enum DossierEditOutcome: Sendable, Equatable {
    case changed
    /// It says that already.
    case same
    /// Somebody or an import changed it since the page was opened; nothing was done.
    case overtaken
    case unknown
}

extension GatewayStore {
    /// A dossier of a commune with its history, for an officer of it; that they looked is kept.
    package func dossierHistory(
        _ code: DossierCode, of commune: CommuneID, limit: Int, by officer: Officer, now: Date
    ) async throws -> DossierHistory? {
        guard Viewer(officer: officer).sees(commune) else { return nil }
        return try await write(at: now) { transaction -> DossierHistory? in
            guard let (id, known) = try transaction.knownDossier(code, of: commune) else { return nil }
            try transaction.audit("dossier.viewed", of: "dossier \(id)", by: officer.id)
            let events = try transaction.all(Self.events, [id, limit]) { try DossierHistory.Event(&$0) }
            return DossierHistory(known: known, events: events, followers: try transaction.followers(of: id))
        }
    }

    private static let events = """
        SELECT kind, state, reason, new_date, at, officer_id, CASE WHEN told_at IS NULL THEN NULL ELSE
            (SELECT COUNT(*) FROM dossier_notice WHERE dossier_notice.event_id = dossier_event.id) END
        FROM dossier_event WHERE dossier_id = ? ORDER BY id DESC LIMIT ?
        """

    /// Changes a dossier by hand, with news for its followers as an import makes them.
    ///
    /// - Parameter old: the dossier as the officer saw it.
    package func changeDossier(
        _ old: Dossier, to edit: DossierEdit, of commune: CommuneID, on today: CalendarDay, by officer: Officer,
        now: Date
    ) async throws -> DossierEditOutcome {
        guard Viewer(officer: officer).sees(commune) else { return .unknown }
        return try await write(at: now) { transaction in
            guard let (id, known) = try transaction.knownDossier(old.code, of: commune) else { return .unknown }
            guard known.dossier == old else { return .overtaken }
            let new = edit.applied(to: old, on: today)
            guard let change = try transaction.keep(new, of: commune, by: officer.id) else { return .same }
            var detail = "details"
            if case .state(let from, let to) = change { detail = "\(from.rawValue) -> \(to.rawValue)" }
            try transaction.audit("dossier.changed", of: "dossier \(id)", by: officer.id, detail: detail)
            return .changed
        }
    }

    package func lastImport(of commune: CommuneID, by officer: Officer) async throws -> LastImport? {
        guard Viewer(officer: officer).sees(commune) else { return nil }
        return try await read { transaction in
            try transaction.first(
                """
                SELECT at, officer_id, changed, unchanged FROM dossier_import WHERE commune = ? ORDER BY id DESC LIMIT 1
                """, [commune.rawValue]
            ) { row in
                LastImport(
                    at: Date(milliseconds: try row.next()), officer: row.nextIfAny().map { OfficerID($0) },
                    changed: try row.next(), unchanged: try row.next())
            }
        }
    }
}

extension Transaction {
    /// How many are told of news of a dossier.
    fileprivate func followers(of dossier: Int64) throws -> Int {
        let count = try number(
            """
            SELECT COUNT(*) FROM dossier_subscription JOIN contact ON contact.id = dossier_subscription.contact_id
            WHERE dossier_subscription.dossier_id = ? AND contact.opted_out_at IS NULL
            """, [dossier])
        return count.flatMap { Int(exactly: $0) } ?? 0
    }

    /// How many messages are still to be made of a dossier's news of this moment.
    func untold(_ code: DossierCode, of commune: CommuneID) throws -> Int {
        guard let id = try knownDossier(code, of: commune)?.id else { return 0 }
        let isNews = try exists(
            "SELECT id FROM dossier_event WHERE dossier_id = ? AND told_at IS NULL AND at = ? LIMIT 1", [id, now])
        return isNews ? try followers(of: id) : 0
    }

    func noteImport(_ outcome: DossierImport, of commune: CommuneID, by officer: OfficerID?) throws {
        try run(
            "INSERT INTO dossier_import (commune, at, officer_id, changed, unchanged) VALUES (?, ?, ?, ?, ?)",
            [commune.rawValue, now, officer?.number, outcome.changes.count, outcome.unchanged])
    }
}

extension DossierHistory.Event {
    fileprivate init(_ row: inout Columns) throws {
        kind = DossierNews.Kind(rawValue: try row.next()) ?? .state
        state = DossierState(rawValue: try row.next()) ?? .registered
        reason = row.nextIfAny()
        newDate = row.nextIfAny().flatMap { (text: String) in CalendarDay(text) }
        at = Date(milliseconds: try row.next())
        officer = row.nextIfAny().map { OfficerID($0) }
        told = row.nextIfAny()
    }
}
