package import Conversations
package import Foundation

/// What officers began to write: one draft for each officer and matter, whatever others do with the matter.
extension GatewayStore {
    /// Keeps a draft, an empty one as none; tells when it was kept, nil where the matter may not be seen.
    package func saveDraft(
        _ text: String, of id: EscalationID, lastSeen: MessageID?, by officer: Officer, now: Date
    ) async throws -> Date? {
        let viewer = Viewer(officer: officer)
        let text = String(text.prefix(StoreLimits.staffText))
        return try await write(at: now) { transaction in
            guard try transaction.matterRow(id, for: viewer, at: transaction.now) != nil else { return nil }
            try transaction.keepDraft(text, of: id, by: officer.id, lastSeen: lastSeen)
            return Date(milliseconds: transaction.now)
        }
    }

    package func draft(of id: EscalationID, by officer: Officer) async throws -> Draft? {
        try await read { try $0.draft(of: id, by: officer.id) }
    }

    package func dropDraft(of id: EscalationID, by officer: Officer, now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.run(
                "UPDATE draft SET text_sealed = NULL WHERE officer_id = ? AND escalation_id = ?",
                [officer.id.number, id.number])
        }
    }

    /// All that an officer began to write and did not send, the newest first.
    package func drafts(by officer: Officer) async throws -> [Draft] {
        try await read { transaction in
            try transaction.all(Transaction.draftsOfOfficer, [officer.id.number]) {
                try transaction.draft(&$0, by: officer.id)
            }
            .compactMap { $0 }.sorted { $0.savedAt > $1.savedAt }
        }
    }
}

extension Transaction {
    private static let draftColumns = "SELECT escalation_id, text_sealed, saved_at, seen_id FROM draft"
    fileprivate static let draftsOfOfficer = "\(draftColumns) WHERE officer_id = ? AND text_sealed IS NOT NULL"
    private static let draftOfMatter = """
        \(draftColumns) WHERE officer_id = ? AND escalation_id = ? AND text_sealed IS NOT NULL
        """

    func draft(of matter: EscalationID, by officer: OfficerID) throws -> Draft? {
        try first(Self.draftOfMatter, [officer.number, matter.number]) { try draft(&$0, by: officer) } ?? nil
    }

    /// Nothing when it cannot be opened, for one spoilt row must not stop the page.
    fileprivate func draft(_ row: inout Columns, by officer: OfficerID) throws -> Draft? {
        let matter = EscalationID(try row.next())
        let (sealed, saved): (Data, Int64) = (try row.next(), try row.next())
        let seen: Int64? = row.nextIfAny()
        guard let text = try? sealing.open(sealed, in: .draft(officer, matter)) else { return nil }
        return Draft(
            matter: matter, text: text, savedAt: Date(milliseconds: saved), lastSeen: seen.map { MessageID($0) })
    }

    func keepDraft(
        _ text: String, of matter: EscalationID, by officer: OfficerID, lastSeen: MessageID?, code: String? = nil
    ) throws {
        let isEmpty = text.allSatisfy(\.isWhitespace)
        try run(
            """
            INSERT INTO draft (officer_id, escalation_id, text_sealed, seen_id, code, saved_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (officer_id, escalation_id) DO UPDATE SET
                text_sealed = excluded.text_sealed, seen_id = excluded.seen_id,
                code = COALESCE(excluded.code, draft.code), saved_at = excluded.saved_at
            """,
            [
                officer.number, matter.number, isEmpty ? nil : try sealing.seal(text, in: .draft(officer, matter)),
                lastSeen?.number, code, now,
            ])
    }
}
