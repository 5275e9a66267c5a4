package import Conversations
package import Foundation
package import PublicServices

extension GatewayStore {
    /// Keeps all dossiers or none, and notes what their followers must be told.
    ///
    /// A repeated import changes nothing but the time of confirmation. A dry run says what would change and keeps
    /// nothing.
    ///
    /// - Parameters:
    ///   - actor: who imports, for the audit.
    ///   - officer: who imports in the console; stands before `actor`.
    ///   - isTable: whether it is a whole table, which staff see as the last import, and no answer of the portal.
    package func importDossiers(
        _ dossiers: [Dossier],
        of commune: CommuneID,
        isDryRun: Bool = false,
        by actor: String,
        officer: OfficerID? = nil,
        isTable: Bool = true,
        now: Date
    ) async throws -> DossierImport {
        try await write(at: now) { transaction in
            var outcome = DossierImport()
            func keepAll() throws {
                for dossier in dossiers {
                    if let change = try transaction.keep(dossier, of: commune) {
                        outcome.changes.append((dossier.code, change))
                        if isTable, change != .added {
                            outcome.told += try transaction.untold(dossier.code, of: commune)
                        }
                    } else {
                        outcome.unchanged += 1
                    }
                }
                if isTable { try transaction.noteImport(outcome, of: commune, by: officer) }
                guard !outcome.changes.isEmpty else { return }
                let detail = "\(outcome.changes.count) changed, \(outcome.unchanged) unchanged"
                let actor = officer.map { "officer \($0)" } ?? actor
                try transaction.audit("dossiers.imported", of: "commune \(commune)", by: actor, detail: detail)
            }
            try transaction.connection.tried(isKept: !isDryRun, keepAll)
            return outcome
        }
    }

    /// One dossier of a commune; nil when the register does not hold it.
    package func dossier(_ code: DossierCode, of commune: CommuneID) async throws -> KnownDossier? {
        try await read { try $0.knownDossier(code, of: commune)?.known }
    }

    /// Whether the register of a commune holds anything.
    package func hasDossiers(of commune: CommuneID) async throws -> Bool {
        try await read { transaction in
            try transaction.exists("SELECT id FROM dossier WHERE commune = ? LIMIT 1", [commune.rawValue])
        }
    }

    /// The dossiers of a commune by code, for staff.
    package func dossiers(of commune: CommuneID, limit: Int) async throws -> [KnownDossier] {
        try await read { try $0.knownDossiers(of: commune, limit: limit) }
    }

    /// The dossiers that somebody follows and that may still change, for whoever asks a portal about them.
    package func followedDossiers(of commune: CommuneID) async throws -> [KnownDossier] {
        try await read { try $0.followedDossiers(of: commune) }
    }
}

// MARK: - Guessing

extension GatewayStore {
    /// Whether digits may still be tried today by this contact and for this code.
    package func mayTryDossier(
        _ code: DossierCode,
        of commune: CommuneID,
        by conversation: ConversationID,
        limits: DossierTries
    ) async throws -> Bool {
        try await read { try $0.mayTry(code, of: commune, by: conversation, limits: limits) }
    }

    /// Counts a try before it is made, so that many at once are no more than were allowed; false when all are used up.
    ///
    /// The same message counts once, however often it is handled.
    package func countDossierTry(
        _ message: MessageID,
        code: DossierCode,
        of commune: CommuneID,
        by conversation: ConversationID,
        limits: DossierTries,
        now: Date
    ) async throws -> Bool {
        try await write(at: now) { transaction in
            let counted = "SELECT message_id FROM dossier_attempt WHERE message_id = ?"
            if try transaction.exists(counted, [message.number]) { return true }
            // One writer: else tries that come at once may be more than were allowed; contact and code would have to be locked.
            guard try transaction.mayTry(code, of: commune, by: conversation, limits: limits) else { return false }
            try transaction.run(
                """
                INSERT INTO dossier_attempt (message_id, contact_id, commune, code, day)
                SELECT ?, contact_id, ?, ?, ? FROM conversation WHERE id = ?
                """,
                [
                    message.number, commune.rawValue, code.description, limits.day.description, conversation.number,
                ]
            )
            return true
        }
    }
}

extension Transaction {
    fileprivate func mayTry(
        _ code: DossierCode,
        of commune: CommuneID,
        by conversation: ConversationID,
        limits: DossierTries
    ) throws -> Bool {
        let day = limits.day.description
        let ofContact = try number(
            """
            SELECT COUNT(*) FROM dossier_attempt
            WHERE contact_id = (SELECT contact_id FROM conversation WHERE id = ?) AND day = ?
            """,
            [conversation.number, day]
        )
        let onDossier = try number(
            "SELECT COUNT(*) FROM dossier_attempt WHERE commune = ? AND code = ? AND day = ?",
            [commune.rawValue, code.description, day]
        )
        return (ofContact ?? 0) < limits.ofContact && (onDossier ?? 0) < limits.onDossier
    }
}
