import Conversations
import Foundation
import GRDB

extension DoctorCheck {
    /// The file itself is whole, as SQLite sees it.
    static let file: [DoctorCheck] = [
        DoctorCheck(
            "integrity", of: "sqlite_schema",
            means: "SQLite finds the file damaged.",
            mend: .repair("makes the indexes anew; damage that is not in an index needs a backup") { view, _, _ in
                try view.db.execute(sql: "REINDEX")
            },
            find: { view in
                try String.fetchAll(view.db, sql: "PRAGMA integrity_check(\(StoreLimits.namedRows))").filter {
                    $0 != "ok"
                }
                // Foreign words are masked and bounded, as all that is kept.
                .map { Fault(words: Transaction.kept($0)) }
            }),
        DoctorCheck(
            "foreign keys", of: "sqlite_schema",
            means: "A row refers to another that is gone.",
            mend: .byHand("what a later line mends is gone after --repair; for the rest compare with a backup"),
            find: { view in
                try Row.fetchAll(view.db, sql: "PRAGMA foreign_key_check").map { row in
                    let table: String = row["table"]
                    let parent: String = row["parent"]
                    return Fault(row: row["rowid"], words: "\(table) → \(parent)")
                }
            }),
        DoctorCheck(
            "counters", of: "sqlite_sequence",
            means: "The counter of a table is behind its rows, so a number could be given out twice.",
            mend: .repair("sets the counter to the highest number") { view, fault, _ in
                let db = view.db
                guard let table = fault.words else { return }
                let highest = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM \(table.quotedDatabaseIdentifier)")
                try db.execute(sql: "DELETE FROM sqlite_sequence WHERE name = ?", arguments: [table])
                try db.execute(
                    sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", arguments: [table, highest ?? 0])
            },
            find: { view in
                let tables = try String.fetchAll(
                    view.db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
                return try tables.filter { table in
                    let highest = try Int64.fetchOne(
                        view.db, sql: "SELECT MAX(id) FROM \(table.quotedDatabaseIdentifier)")
                    let counter = try Int64.fetchOne(
                        view.db, sql: "SELECT MAX(seq) FROM sqlite_sequence WHERE name = ?", arguments: [table])
                    return highest ?? 0 > counter ?? 0
                }.map { Fault(words: $0) }
            }),
    ]

    /// What is sealed opens with the keys at hand; without keys nothing can be said of it.
    static let seals: [DoctorCheck] = [
        DoctorCheck(
            "address seal", of: "contact",
            means: "A villager's address cannot be opened or found, so he cannot be answered.",
            mend: .byHand("restore a backup together with its key file"),
            find: { view in
                try view.faults(in: "SELECT id, channel, address_index, address_sealed FROM contact") { row, sealing in
                    let index: Data = row["address_index"]
                    let address = try sealing.open(row["address_sealed"], in: .address(index: index))
                    return sealing.index(of: address, on: .init(rawValue: row["channel"])) == index
                }
            }),
        DoctorCheck(
            "text seal", of: "message",
            means: "The full text of a message cannot be opened; only what was masked can be read.",
            mend: .byHand("restore a backup together with its key file"),
            find: { view in
                let sql = "SELECT id, conversation_id, original_sealed FROM message WHERE original_sealed IS NOT NULL"
                return try view.faults(in: sql) { row, sealing in
                    _ = try sealing.openBytes(
                        row["original_sealed"], in: .original(.init(row["conversation_id"] as Int64)))
                    return true
                }
            }),
        DoctorCheck(
            "set aside seal", of: "quarantine",
            means: "What was set aside cannot be opened, so it can only be discarded.",
            mend: .byHand("restore a backup together with its key file, or discard it"),
            find: { view in
                try view.faults(in: "SELECT id, bytes_sealed FROM quarantine WHERE outcome IS NULL") { row, sealing in
                    _ = try sealing.openBytes(row["bytes_sealed"], in: .quarantinedBytes)
                    return true
                }
            }),
        DoctorCheck(
            "state seal", of: "conversation",
            means: "The state of a conversation cannot be opened, so its next message goes to staff.",
            mend: .statements(
                "lets the conversation begin anew",
                ["UPDATE conversation SET state = NULL, state_sealed = NULL WHERE id = :row"]),
            find: { view in
                try view.faults(in: "SELECT id, state_sealed FROM conversation WHERE state_sealed IS NOT NULL") {
                    row, sealing in
                    _ = try sealing.openBytes(row["state_sealed"], in: .state(.init(row["id"] as Int64)))
                    return true
                }
            }),
    ]
}

extension DoctorView {
    /// The rows whose seal does not open, or of which `isRight` says false; none without keys.
    fileprivate func faults(
        in sql: String, isRight: (Row, Sealing) throws -> Bool
    ) throws -> [DoctorCheck.Fault] {
        guard let sealing else { return [] }
        var faults: [DoctorCheck.Fault] = []
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            do {
                if try isRight(row, sealing) { continue }
            } catch let error as StorageError where error.kind == .unreadableSeal {}
            faults.append(DoctorCheck.Fault(row: row["id"]))
        }
        return faults
    }
}
