import Foundation
import LibCrypto

/// Where a store is or shall be.
package enum StorePlace: Sendable {
    case file(String)
    case server(StoreServer)
}

/// Moves a store from one engine to the other, while no gateway runs.
///
/// Row by row and in the order of references; numbers, seals and times stay what they are. What was cut off goes on where it
/// stood: a table that is whole is not copied again. The copy can be opened only when all of it was compared.
package struct StoreCopy: Sendable {
    /// What was compared in the end.
    package struct Report: Sendable, Equatable {
        package var tables = 0
        package var rows = 0
        /// Those whose rows have the same checksum in both.
        package var conversations = 0
    }

    let source: ExaminedStore
    let target: StoreEngine
    let sealing: Sealing
    let tables: [SchemaTable]

    /// - Parameter tell: hears of each table when it is copied, with its rows.
    package static func run(
        from: StorePlace, to: StorePlace, keys: StoreKeys, tell: (String, Int) -> Void
    ) async throws -> Report {
        let source = try opened(from)
        defer { try? source.close() }
        try await requireAlone(source)
        guard
            try await source.read({ try $0.text("SELECT value FROM setting WHERE name = 'key_check'") })
                == keys.checkValue
        else {
            throw StorageError(
                .wrongKeys, "The store was made with other keys than those of the key file.",
                mend: "Bring back the key file that belongs to it.")
        }
        let target: StoreEngine =
            switch to {
            case .file(let path): .file(try SQLiteFile.open(path: path, trace: nil))
            case .server(let server): try StoreEngine.open(server)
            }
        defer { try? target.close() }
        let copy = StoreCopy(
            source: source, target: target, sealing: Sealing(keys: keys), tables: try SchemaTable.all())
        try await copy.begin()
        for table in copy.tables { tell(table.name, try await copy.copy(table)) }
        try await copy.copyCounters()
        try await copy.copyWords()
        let report = try await copy.compared()
        try await copy.write { try $0.run("DELETE FROM setting WHERE name = ?", [Self.mark]) }
        return report
    }

    /// The setting that a copy bears until it is whole.
    static let mark = "copying"

    private static func opened(_ place: StorePlace) throws -> ExaminedStore {
        switch place {
        case .file(let path): .file(try ExaminedFile.open(path: path, mayWrite: false))
        case .server(let server): try ExaminedStore.open(server)
        }
    }

    /// A gateway on another machine is seen by its sessions; one of this machine by its caller.
    private static func requireAlone(_ store: ExaminedStore) async throws {
        var others = try await otherSessions(of: store)
        // The server lists those of a gateway that was just stopped for a moment more.
        for _ in 0..<StoreLimits.looksForSessions where others > 0 {
            try await Task.sleep(for: .seconds(StoreLimits.lookForSessions))
            others = try await otherSessions(of: store)
        }
        guard others == 0 else {
            throw StorageError(
                .database, "A gateway is connected to the server (\(others) sessions).",
                mend: "Stop all gateways first, then copy.")
        }
    }

    private static func otherSessions(of store: ExaminedStore) async throws -> Int64 {
        try await store.read { connection in
            connection.isFile
                ? 0
                : try connection.number(
                    """
                    SELECT COUNT(*) FROM pg_stat_activity
                    WHERE application_name = 'nha-rong' AND datname = current_database() AND pid <> pg_backend_pid()
                    """) ?? 0
        }
    }

    @discardableResult
    func write<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            target.enqueue({ connection, _ in try work(connection) }, then: { continuation.resume(with: $0) })
        }
    }
}

// MARK: - Copying

extension StoreCopy {
    /// Takes an empty database, or one that an earlier try began to fill.
    fileprivate func begin() async throws {
        let names = tables.map(\.name)
        let (isBegun, filled) = try await target.read { connection in
            (
                try connection.exists("SELECT 1 FROM setting WHERE name = ?", [Self.mark]),
                try names.filter { try connection.exists("SELECT 1 FROM \($0)") }
            )
        }
        guard isBegun || filled.isEmpty else {
            throw StorageError(
                .database, "The store that shall be filled has rows already (\(filled.joined(separator: ", "))).",
                mend: "Name an empty database, or move the file away.")
        }
        guard !isBegun else { return }
        try await write { try $0.run("INSERT INTO setting (name, value) VALUES (?, '')", [Self.mark]) }
    }

    /// Copies a table unless it is whole already; how many rows it has.
    fileprivate func copy(_ table: SchemaTable) async throws -> Int {
        let rows = try await source.read { try Self.digest(table, on: $0) }
        let known = try await target.read { try Self.digest(table, on: $0) }
        if rows == known { return rows.rows }
        // What triggers wrote meanwhile is written anew as well.
        try await write { try $0.run("DELETE FROM \(table.name) WHERE \(Self.isCopied(table))", []) }
        var last: [StoredValue?]?
        while true {
            let from = last
            let batch = try await source.read { try Self.rows(of: table, after: from, on: $0) }
            guard let end = batch.last else { break }
            try await write { connection in
                let places = table.columns.map { _ in "?" }.joined(separator: ", ")
                let sql = "INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) VALUES (\(places))"
                for row in batch { try connection.run(sql, row.map { $0 }) }
            }
            last = table.key.map { key in table.columns.firstIndex(of: key).flatMap { end[$0] } }
        }
        return rows.rows
    }

    /// Rows in the order of their key, behind one.
    private static func rows(
        of table: SchemaTable, after last: [StoredValue?]?, on connection: Connection
    ) throws -> [[StoredValue?]] {
        let key = table.key.joined(separator: ", ")
        let behind = last == nil ? "" : "AND (\(key)) > (\(table.key.map { _ in "?" }.joined(separator: ", ")))"
        return try connection.all(
            """
            SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name)
            WHERE \(isCopied(table)) \(behind) ORDER BY \(key) LIMIT \(StoreLimits.copiedPerStep)
            """, (last ?? []).map { $0 }
        ) { row in table.columns.map { _ in row.nextIfAny() } }
    }

    /// The mark is of the copy itself.
    fileprivate static func isCopied(_ table: SchemaTable) -> String {
        table.name == "setting" ? "name <> '\(mark)'" : "1 = 1"
    }

    /// Numbers that were given out and are gone are given out no more.
    fileprivate func copyCounters() async throws {
        let counters = try await source.read { try $0.counters() }
        try await write { connection in
            for (table, number) in counters where number > 0 { try connection.setCounter(of: table, to: number) }
        }
    }

    /// The index of words is made anew, since FTS5 does not give back what it was given.
    fileprivate func copyWords() async throws {
        let sealing = sealing
        try await write { try $0.run($0.words.clear) }
        var last: Int64 = 0
        while true {
            let from = last
            let next = try await write { connection in
                try Transaction(connection: connection, sealing: sealing, now: 0).rewriteWords(after: from)
            }
            guard let next else { return }
            last = next
        }
    }
}

// MARK: - Comparing

extension StoreCopy {
    /// The rows of a table, or of a conversation in it, and a checksum that their order does not change.
    struct Digest: Sendable, Equatable {
        var rows = 0
        var sum: UInt64 = 0
        /// The same by conversation, where rows belong to one.
        var conversations: [Int64: UInt64] = [:]
    }

    static func digest(_ table: SchemaTable, on connection: Connection) throws -> Digest {
        var digest = Digest()
        let conversation = table.name == "conversation" ? "id" : "conversation_id"
        let place = table.columns.firstIndex(of: conversation)
        try connection.step(
            "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) WHERE \(isCopied(table))", []
        ) { row in
            let values: [StoredValue?] = table.columns.map { _ in row.nextIfAny() }
            let sum = checksum(values)
            digest.rows += 1
            digest.sum &+= sum
            if let place, case .integer(let number) = values[place] { digest.conversations[number, default: 0] &+= sum }
            return true
        }
        return digest
    }

    private static func checksum(_ values: [StoredValue?]) -> UInt64 {
        var bytes: [UInt8] = []
        for value in values {
            switch value {
            case nil: bytes.append(0)
            case .integer(let number):
                bytes.append(1)
                withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
            case .text(let text): add(2, Array(text.utf8))
            case .bytes(let data): add(3, Array(data))
            }
        }
        func add(_ kind: UInt8, _ content: [UInt8]) {
            bytes.append(kind)
            withUnsafeBytes(of: Int64(content.count).littleEndian) { bytes += $0 }
            bytes += content
        }
        return sha256(bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Compares all of it; throws where anything differs.
    fileprivate func compared() async throws -> Report {
        var report = Report()
        var conversations: Set<Int64> = []
        for table in tables {
            let here = try await source.read { try Self.digest(table, on: $0) }
            let there = try await target.read { try Self.digest(table, on: $0) }
            guard here == there else {
                let differing = Set(here.conversations.keys).union(there.conversations.keys)
                    .filter { here.conversations[$0] != there.conversations[$0] }.sorted().prefix(StoreLimits.namedRows)
                throw StorageError(
                    .database,
                    "The copy differs in \(table.name): \(here.rows) rows and \(there.rows)"
                        + (differing.isEmpty
                            ? "." : ", in the conversations \(differing.map(String.init).joined(separator: ", "))."),
                    mend: "Stop all gateways, and copy again.")
            }
            report.tables += 1
            report.rows += here.rows
            conversations.formUnion(here.conversations.keys)
        }
        report.conversations = conversations.count
        return report
    }
}
