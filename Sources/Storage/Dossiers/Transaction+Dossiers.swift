import Conversations
import Foundation
import GRDB
import PublicServices

extension Transaction {
    /// No channel can bear this id, for ids hold no space: a phone has another index here than as an address.
    private static let phoneScope: ChannelID = "dossier phone"

    /// The row of a dossier and what it says; nil when the commune does not know the code.
    func knownDossier(_ code: DossierCode, of commune: CommuneID) throws -> (id: Int64, known: KnownDossier)? {
        try row("SELECT * FROM dossier WHERE commune = ? AND code = ?", [commune.rawValue, code.description])
            .map { ($0["id"], try knownDossier(in: $0)) }
    }

    func knownDossier(in row: Row) throws -> KnownDossier {
        KnownDossier(
            commune: CommuneID(rawValue: row["commune"]),
            dossier: try dossier(in: row, phone: phone(in: row)),
            confirmedAt: Date(milliseconds: row["updated_at"])
        )
    }

    /// The dossier in a row; a code that this version cannot read means that the file was changed by hand.
    func dossier(in row: Row, phone: String?) throws -> Dossier {
        guard let code = DossierCode(row["code"]), let state = DossierState(rawValue: row["state"]) else {
            throw StorageError(
                .database,
                "A dossier in the register cannot be read.",
                mend: "Import its file again, or restore the database from a backup."
            )
        }
        return Dossier(
            code: code,
            procedureCode: (row["procedure_code"] as String?).map(ProcedureCode.init(rawValue:)),
            procedureName: row["procedure_name"],
            state: state,
            localState: row["local_state"],
            receivedOn: day("received_on", in: row),
            promisedOn: day("promised_on", in: row),
            finishedOn: day("finished_on", in: row),
            reason: row["reason"],
            newDate: day("new_date", in: row),
            phone: phone
        )
    }

    private func day(_ column: String, in row: Row) -> CalendarDay? {
        (row[column] as String?).flatMap { CalendarDay($0) }
    }

    private func phone(in row: Row) throws -> String? {
        guard let index = row["phone_index"] as Data?, let sealed = row["phone_sealed"] as Data? else { return nil }
        return try sealing.open(sealed, in: .dossierPhone(index: index))
    }

    /// Keeps a dossier, with an event when its followers must be told; what changed, or nil.
    func keep(_ new: Dossier, of commune: CommuneID) throws -> DossierImport.Change? {
        var new = new
        new.reason = new.reason.map(Self.kept)
        new.procedureName = Self.kept(new.procedureName)
        guard let (id, known) = try knownDossier(new.code, of: commune) else {
            try run(
                """
                INSERT INTO dossier
                    (commune, code, procedure_code, procedure_name, state, local_state, received_on, promised_on,
                    finished_on, reason, new_date, phone_index, phone_sealed, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [commune.rawValue, new.code.description] + columns(of: new) + (try sealedPhone(of: new)) + [now]
            )
            return .added
        }
        let old = known.dossier
        // Exports without phones must not lock everybody out.
        new.phone = new.phone ?? old.phone
        guard new != old else {
            try run("UPDATE dossier SET updated_at = ? WHERE id = ?", [now, id])
            return nil
        }
        try run(
            """
            UPDATE dossier SET procedure_code = ?, procedure_name = ?, state = ?, local_state = ?, received_on = ?,
                promised_on = ?, finished_on = ?, reason = ?, new_date = ?, phone_index = ?, phone_sealed = ?,
                updated_at = ?
            WHERE id = ?
            """,
            columns(of: new) + (try sealedPhone(of: new)) + [now, id]
        )
        guard new.state == old.state else {
            try note(.state, about: new, id: id)
            return .state(from: old.state, to: new.state)
        }
        if new.newDate != old.newDate, new.newDate != nil { try note(.newDate, about: new, id: id) }
        return .details
    }

    private func columns(of dossier: Dossier) -> StatementValues {
        [
            dossier.procedureCode?.rawValue, dossier.procedureName, dossier.state.rawValue, dossier.localState,
            dossier.receivedOn?.description, dossier.promisedOn?.description, dossier.finishedOn?.description,
            dossier.reason, dossier.newDate?.description,
        ]
    }

    private func sealedPhone(of dossier: Dossier) throws -> StatementValues {
        guard let phone = dossier.phone else { return [nil, nil] }
        let index = sealing.index(of: phone, on: Self.phoneScope)
        return [index, try sealing.seal(phone, in: .dossierPhone(index: index))]
    }

    /// Notes news about a dossier; a day that was noted before stays as it is.
    @discardableResult
    func note(_ kind: DossierNews.Kind, about dossier: Dossier, id: Int64, day: CalendarDay? = nil) throws -> Bool {
        let added = try run(
            """
            INSERT INTO dossier_event (dossier_id, kind, state, promised_on, reason, new_date, about_on, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                id, kind.rawValue, dossier.state.rawValue, dossier.promisedOn?.description, dossier.reason,
                dossier.newDate?.description, day?.description, now,
            ]
        )
        return added == 1
    }

    /// Lets the contact of a conversation follow a dossier from now on.
    func follow(_ dossier: Dossier, of commune: CommuneID, by conversation: ConversationID, spelling: Spelling) throws {
        if try knownDossier(dossier.code, of: commune) == nil { _ = try keep(dossier, of: commune) }
        let added = try run(
            """
            INSERT INTO dossier_subscription (dossier_id, contact_id, spelling, after_event_id, created_at)
            SELECT dossier.id, conversation.contact_id, ?,
                (SELECT COALESCE(MAX(id), 0) FROM dossier_event), ?
            FROM dossier, conversation
            WHERE dossier.commune = ? AND dossier.code = ? AND conversation.id = ?
            ON CONFLICT DO NOTHING
            """,
            [spelling.rawValue, now, commune.rawValue, dossier.code.description, conversation.number]
        )
        guard added == 1 else { return }
        try audit("dossier.followed", of: "conversation \(conversation)")
    }
}
