import Conversations
import Foundation

extension DoctorCheck {
    /// The file itself is whole, as SQLite sees it.
    static let file: [DoctorCheck] = [
        DoctorCheck(
            "integrity", of: "sqlite_schema",
            means: "SQLite finds the file damaged.",
            mend: .repair("makes the indexes anew; damage that is not in an index needs a backup") { view, _, _ in
                try view.run("REINDEX")
            },
            find: { view in
                let words: [String] = try view.all("PRAGMA integrity_check(\(StoreLimits.namedRows))") {
                    try $0.next()
                }
                // Foreign words are masked and bounded, as all that is kept.
                return words.filter { $0 != "ok" }.map { Fault(words: Transaction.kept($0)) }
            }),
        DoctorCheck(
            "foreign keys", of: "sqlite_schema",
            means: "A row refers to another that is gone.",
            mend: .byHand("what a later line mends is gone after --repair; for the rest compare with a backup"),
            find: { view in
                // The table, the number of the row, which not all tables have, and the other table.
                try view.all("PRAGMA foreign_key_check") { row in
                    let (table, number, parent): (String, Int64?, String) =
                        (try row.next(), row.nextIfAny(), try row.next())
                    return Fault(row: number, words: "\(table) → \(parent)")
                }
            }),
        DoctorCheck(
            "counters", of: "sqlite_sequence",
            means: "The counter of a table is behind its rows, so a number could be given out twice.",
            mend: .repair("sets the counter to the highest number") { view, fault, _ in
                guard let table = fault.words else { return }
                let highest = try view.highest(in: table)
                try view.run("DELETE FROM sqlite_sequence WHERE name = ?", [table])
                try view.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, highest])
            },
            find: { view in
                let tables: [String] = try view.all(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
                ) { try $0.next() }
                return try tables.filter { table in
                    let counter = try view.number("SELECT MAX(seq) FROM sqlite_sequence WHERE name = ?", [table])
                    return try view.highest(in: table) > counter ?? 0
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
                try view.faults(
                    in:
                        "SELECT id, channel, address_index, address_sealed FROM contact WHERE length(address_sealed) > 0"
                ) { row, sealing in
                    let (channel, index): (String, Data) = (try row.next(), try row.next())
                    let address = try sealing.open(try row.next(), in: .address(index: index))
                    return sealing.index(of: address, on: ChannelID(rawValue: channel)) == index
                }
            }),
        DoctorCheck(
            "text seal", of: "message",
            means: "The full text of a message cannot be opened; only what was masked can be read.",
            mend: .byHand("restore a backup together with its key file"),
            find: { view in
                let sql = "SELECT id, conversation_id, original_sealed FROM message WHERE original_sealed IS NOT NULL"
                return try view.faults(in: sql) { row, sealing in
                    let place = SealedPlace.original(ConversationID(try row.next()))
                    _ = try sealing.openBytes(try row.next(), in: place)
                    return true
                }
            }),
        DoctorCheck(
            "set aside seal", of: "quarantine",
            means: "What was set aside cannot be opened, so it can only be discarded.",
            mend: .byHand("restore a backup together with its key file, or discard it"),
            find: { view in
                try view.faults(in: "SELECT id, bytes_sealed FROM quarantine WHERE outcome IS NULL") { row, sealing in
                    _ = try sealing.openBytes(try row.next(), in: .quarantinedBytes)
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
                let sql = "SELECT id, id, state_sealed FROM conversation WHERE state_sealed IS NOT NULL"
                return try view.faults(in: sql) { row, sealing in
                    let place = SealedPlace.state(ConversationID(try row.next()))
                    _ = try sealing.openBytes(try row.next(), in: place)
                    return true
                }
            }),
    ]
}

extension DoctorView {
    /// The rows whose seal does not open, or of which `isRight` says false; none without keys.
    ///
    /// The first column is the number of the row; the others are for `isRight`.
    fileprivate func faults(
        in sql: String, isRight: (inout Columns, Sealing) throws -> Bool
    ) throws -> [DoctorCheck.Fault] {
        guard let sealing else { return [] }
        var faults: [DoctorCheck.Fault] = []
        try step(sql) { row in
            let number: Int64 = try row.next()
            do {
                if try isRight(&row, sealing) { return true }
            } catch let error as StorageError where error.kind == .unreadableSeal {}
            faults.append(DoctorCheck.Fault(row: number))
            return true
        }
        return faults
    }

    /// The highest number of a table; 0 where it is empty.
    fileprivate func highest(in table: String) throws -> Int64 {
        try number("SELECT MAX(id) FROM \"\(table.replacing("\"", with: "\"\""))\"") ?? 0
    }
}
