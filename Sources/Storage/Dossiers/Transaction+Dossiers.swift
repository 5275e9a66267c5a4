import Conversations
import Foundation
import PublicServices

extension Transaction {
    /// No channel can bear this id, for ids hold no space: a phone has another index here than as an address.
    private static let phoneScope: ChannelID = "dossier phone"

    private static let register = "SELECT \(KnownRow.columns) FROM dossier WHERE commune = ?"

    private static let registered = "\(register) AND code = ?"
    private static let registerByCode = "\(register) ORDER BY code LIMIT ?"
    private static let followedAndOpen = """
        \(register) AND state NOT IN (\(DossierState.terminal.sqlList))
            AND EXISTS (SELECT 1 FROM dossier_subscription WHERE dossier_id = dossier.id)
        """

    /// The row of a dossier and what it says; nil when the commune does not know the code.
    func knownDossier(_ code: DossierCode, of commune: CommuneID) throws -> (id: Int64, known: KnownDossier)? {
        try first(Self.registered, [commune.rawValue, code.description]) { try KnownRow(&$0, sealing) }
            .map { ($0.id, $0.known) }
    }

    func knownDossiers(of commune: CommuneID, limit: Int) throws -> [KnownDossier] {
        try all(Self.registerByCode, [commune.rawValue, limit]) { try KnownRow(&$0, sealing).known }
    }

    private static let followedByVillager = """
        SELECT dossier.id, dossier.commune, dossier.phone_index, dossier.phone_sealed, dossier.updated_at,
            \(Dossier.columns)
        FROM conversation
        JOIN dossier_subscription ON dossier_subscription.contact_id = conversation.contact_id
        JOIN dossier ON dossier.id = dossier_subscription.dossier_id
        WHERE conversation.id = ? LIMIT ?
        """

    /// Those that a villager follows.
    func dossiers(followedIn conversation: ConversationID, limit: Int) throws -> [KnownDossier] {
        try all(Self.followedByVillager, [conversation.number, limit]) { try KnownRow(&$0, sealing).known }
    }

    /// Those that somebody follows and that may still change.
    func followedDossiers(of commune: CommuneID) throws -> [KnownDossier] {
        try all(Self.followedAndOpen, [commune.rawValue]) { try KnownRow(&$0, sealing).known }
    }

    /// Keeps a dossier, with an event when its followers must be told; what changed, or nil.
    ///
    /// - Parameter officer: who changed it by hand; nil for imports and the portal.
    func keep(
        _ new: Dossier, of commune: CommuneID, by officer: OfficerID? = nil
    ) throws -> DossierImport.Change? {
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
        // One writer: else two imports at once may both find the old state, and followers would be told twice.
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
        if let kind = DossierNews.Kind(from: old, to: new) { try note(kind, about: new, id: id, by: officer) }
        return new.state == old.state ? .details : .state(from: old.state, to: new.state)
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
    func note(
        _ kind: DossierNews.Kind, about dossier: Dossier, id: Int64, day: CalendarDay? = nil,
        by officer: OfficerID? = nil
    ) throws -> Bool {
        let added = try changes(
            """
            INSERT INTO dossier_event (dossier_id, kind, state, promised_on, reason, new_date, about_on, at, officer_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                id, kind.rawValue, dossier.state.rawValue, dossier.promisedOn?.description, dossier.reason,
                dossier.newDate?.description, day?.description, now, officer?.number,
            ]
        )
        return added == 1
    }

    /// Takes the try of right digits back, and lets the villager follow where they want to.
    func keep(_ outcome: DossierOutcome, of origin: EffectOrigin) throws {
        guard let commune = origin.commune else { return }
        if outcome.isProven { try run("DELETE FROM dossier_attempt WHERE message_id = ?", [origin.message.number]) }
        if let dossier = outcome.followed {
            try follow(dossier, of: commune, by: origin.conversation, spelling: outcome.spelling)
        }
    }

    /// Lets the contact of a conversation follow a dossier from now on.
    func follow(_ dossier: Dossier, of commune: CommuneID, by conversation: ConversationID, spelling: Spelling) throws {
        if try knownDossier(dossier.code, of: commune) == nil { _ = try keep(dossier, of: commune) }
        // One writer: the highest number is that of the last news. Where a lower one may be committed later, a follower
        // would miss it; then the time of following must decide.
        let added = try changes(
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

/// A row of the register.
private struct KnownRow {
    var id: Int64
    var known: KnownDossier

    static let columns = "id, commune, phone_index, phone_sealed, updated_at, \(Dossier.columns)"

    init(_ row: inout Columns, _ sealing: Sealing) throws {
        id = try row.next()
        let commune = CommuneID(rawValue: try row.next())
        let (index, sealed): (Data?, Data?) = (row.nextIfAny(), row.nextIfAny())
        let confirmedAt = Date(milliseconds: try row.next())
        var dossier = try Dossier(&row)
        if let index, let sealed { dossier.phone = try sealing.open(sealed, in: .dossierPhone(index: index)) }
        known = KnownDossier(commune: commune, dossier: dossier, confirmedAt: confirmedAt)
    }
}

extension Dossier {
    static let columns = """
        dossier.code, dossier.procedure_code, dossier.procedure_name, dossier.state, dossier.local_state,
        dossier.received_on, dossier.promised_on, dossier.finished_on, dossier.reason, dossier.new_date
        """

    /// Without its phone; a code that this version cannot read means that the file was changed by hand.
    init(_ row: inout Columns) throws {
        let code = DossierCode(try row.next())
        let procedureCode = row.nextIfAny().map(ProcedureCode.init(rawValue:))
        let procedureName: String = try row.next()
        let state = DossierState(rawValue: try row.next())
        guard let code, let state else {
            throw StorageError(
                .database,
                "A dossier in the register cannot be read.",
                mend: "Import its file again, or restore the database from a backup."
            )
        }
        self.init(
            code: code,
            procedureCode: procedureCode,
            procedureName: procedureName,
            state: state,
            localState: row.nextIfAny(),
            receivedOn: Self.day(in: &row),
            promisedOn: Self.day(in: &row),
            finishedOn: Self.day(in: &row),
            reason: row.nextIfAny(),
            newDate: Self.day(in: &row),
            phone: nil
        )
    }

    private static func day(in row: inout Columns) -> CalendarDay? {
        row.nextIfAny().flatMap { (text: String) in CalendarDay(text) }
    }
}

extension DossierState {
    /// Those in which the promised time runs.
    static let running = allCases.filter { $0.clock == .running }
    /// Those in which nothing more will come.
    static let terminal = allCases.filter(\.isTerminal)
}
