#if PostgreSQL
import CLibPQ
import Foundation

/// One connection to a server, used by one thread alone, with the statements that it knows.
///
/// What is asked for nothing is only sent; a refusal of it comes with the next answer, with ``settle()`` at the latest.
final class PostgreSQLSession {
    private let line: PostgreSQLLine
    private let pipe: PostgreSQLPipe
    private let numbered: Set<String>
    private var statements: [StatementKey: PostgreSQLStatement] = [:]
    /// Of insertions, by their text and the number of their rows.
    private var insertions: [InsertionKey: PostgreSQLStatement] = [:]
    /// The timeline of the server when it was last looked at, and which standbys a commit waited for then.
    var timeline: UInt32 = 0
    var standbyNames = ""
    /// How far the server's log reached when the last transaction began, in bytes.
    private(set) var position: UInt64 = 0
    /// How long one statement may take, in seconds.
    private let patience: TimeInterval
    private var cursors = 0

    private struct StatementKey: Hashable {
        var sql: String
        var wanted: Connection.Wanted
    }

    private struct InsertionKey: Hashable {
        var beginning: String
        var rows: Int
        var givesNumbers: Bool
    }

    /// - Parameters:
    ///   - keywords: what libpq is told, later entries over earlier ones.
    ///   - numbered: the tables that number their rows by `id`.
    ///   - patience: how long the server may take for one statement, in seconds; it is left a little longer to say so itself.
    init(_ keywords: [(String, String)], numbered: Set<String>, patience: TimeInterval) throws {
        self.numbered = numbered
        self.patience = patience + 1
        line = try PostgreSQLLine(keywords)
        pipe = PostgreSQLPipe(line, patience: patience + 1)
    }

    var isUsable: Bool { line.isUsable }

    /// Whether a transaction is open, be it one in which a statement failed.
    var isInTransaction: Bool { line.isInTransaction }

    /// Such as 150018.
    var serverVersion: Int { Int(PQserverVersion(line.handle)) }

    /// The codes of what the server said beside the results of the last statement.
    var notices: [String] { line.notices }

    /// Whether it has changed a row, so that its commit writes to the log and waits for a standby; one that only read waits for none.
    var hasWritten: Bool { pipe.hasWritten }
}

// MARK: - Statements

extension PostgreSQLSession {
    /// The number that the last INSERT gave to its row.
    var lastID: Int64 {
        get throws {
            try pipe.settle()
            return pipe.lastID
        }
    }

    /// Sends one statement; a refusal comes with the next answer.
    func run(_ sql: String, _ values: StatementValues) throws {
        if pipe.isFull { try pipe.settle() }
        try pipe.send(statement(sql, .all), values)
    }

    func run(_ sql: String, named values: [String: (any SQLValue)?]) throws {
        try run(sql, Self.ordered(values, for: statement(sql, .all)))
    }

    /// Runs one statement with each of some sets of values, and says how many rows each changed.
    func changes(_ sql: String, each values: [StatementValues]) throws -> [Int] {
        var counts: [Int] = []
        try each(values, of: statement(sql, .all)) { _, result in
            counts.append(PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0)
        }
        return counts
    }

    func step(
        _ sql: String, each values: [StatementValues], visit: (Int, inout Columns) throws -> Void
    ) throws {
        try each(values, of: statement(sql, .all)) { place, result in
            _ = try show(result) { columns in
                try visit(place, &columns)
                return true
            }
        }
    }

    private func each(
        _ values: [StatementValues], of statement: PostgreSQLStatement, take: (Int, OpaquePointer) throws -> Void
    ) throws {
        for start in stride(from: 0, to: values.count, by: StoreLimits.statementsSent) {
            let part = values[start..<min(start + StoreLimits.statementsSent, values.count)]
            for values in part { try pipe.send(statement, values) }
            let results = try pipe.answers()
            defer { results.forEach(PQclear) }
            // What was sent before them was asked for nothing.
            for (place, result) in zip(part.indices, results.suffix(part.count)) { try take(place, result) }
        }
    }

    /// The first rows of all sets are asked for at once; where they are not enough, the others by themselves.
    func steps(
        _ sql: String, each values: [StatementValues], visit: (Int, inout Columns) throws -> Bool
    ) throws {
        let few = StoreLimits.rowsFetchedOfEach
        var unfinished: [Int] = []
        try each(values, of: statement(sql, .some).first(few)) { place, result in
            let goesOn = try show(result) { try visit(place, &$0) }
            if goesOn, PQntuples(result) == few { unfinished.append(place) }
        }
        for place in unfinished {
            var passed: Int32 = 0
            try step(sql, values[place], wanted: .some) { columns in
                passed += 1
                return try passed <= few || visit(place, &columns)
            }
        }
    }

    /// Throws what has been refused of what was sent.
    func settle() throws { try pipe.settle() }

    func step(
        _ sql: String, _ values: StatementValues, wanted: Connection.Wanted, visit: (inout Columns) throws -> Bool
    ) throws {
        let statement = statement(sql, wanted)
        if wanted == .some, !statement.isBounded, isInTransaction {
            try stepInParts(statement, values, visit: visit)
        } else {
            try show(statement, values, to: visit)
        }
    }

    func step(
        _ sql: String, named values: [String: (any SQLValue)?], visit: (inout Columns) throws -> Bool
    ) throws {
        let statement = statement(sql, .all)
        try show(statement, Self.ordered(values, for: statement), to: visit)
    }

    private func show(
        _ statement: PostgreSQLStatement, _ values: StatementValues, to visit: (inout Columns) throws -> Bool
    ) throws {
        try pipe.send(statement, values)
        let results = try pipe.answers()
        defer { results.forEach(PQclear) }
        guard let last = results.last, !statement.givesNumber else { return }
        _ = try show(last, to: visit)
    }

    private static func ordered(
        _ values: [String: (any SQLValue)?], for statement: PostgreSQLStatement
    ) throws -> StatementValues {
        try statement.names.map { name in
            guard let value = values[name] else {
                throw PostgreSQLError(code: "42601", message: "no value for \(name)")
            }
            return value
        }
    }

    /// A transaction was begun, where the server's log reached so far.
    func hasBegun(at position: UInt64) {
        self.position = position
        pipe.hasWritten = false
    }

    /// A statement that begins or ends a part of a transaction, or several that want no values.
    ///
    /// What was refused of what is undone is told no more.
    func control(_ sql: String) throws {
        if sql.hasPrefix("ROLLBACK") { try? settle() }
        try pipe.close()
        PQclear(try line.ask(sql, within: patience))
    }

    /// The columns of the only row of the last of some statements that want no values.
    func row(of sql: String) throws -> [String] {
        try pipe.close()
        let result = try line.ask(sql, within: patience)
        defer { PQclear(result) }
        guard PQntuples(result) > 0 else { return [] }
        let row = PostgreSQLRow(result: result, row: 0)
        return (0..<PQnfields(result)).map { row.text($0) }
    }

    /// Commits what is open, and says what the server calls what it did.
    func commit(within seconds: TimeInterval) throws -> String {
        try pipe.close()
        let result = try line.ask("COMMIT", within: seconds)
        defer { PQclear(result) }
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// Reads a statement of many rows some at a time, so that those beyond what is wanted are never looked for.
    private func stepInParts(
        _ statement: PostgreSQLStatement, _ values: StatementValues, visit: (inout Columns) throws -> Bool
    ) throws {
        // Mostly the first rows are enough, and a cursor has to be planned, moved and closed.
        try pipe.send(statement.first(StoreLimits.rowsFetchedFirst), values)
        let results = try pipe.answers()
        defer { results.forEach(PQclear) }
        guard let beginning = results.last, try show(beginning, to: visit),
            PQntuples(beginning) == StoreLimits.rowsFetchedFirst
        else { return }
        cursors += 1
        let name = "part_\(cursors)"
        try declare(name, statement, values)
        try control("MOVE \(StoreLimits.rowsFetchedFirst) FROM \(name)")
        var goesOn = true
        while goesOn {
            let result = try line.ask("FETCH \(StoreLimits.rowsFetched) FROM \(name)", within: patience)
            defer { PQclear(result) }
            goesOn = try show(result, to: visit) && PQntuples(result) == StoreLimits.rowsFetched
            // The visitor may have asked for something else.
            try pipe.close()
        }
        try control("CLOSE \(name)")
    }

    private func declare(_ name: String, _ statement: PostgreSQLStatement, _ values: StatementValues) throws {
        let bound = try statement.bound(values)
        try pipe.close()
        let sql = "DECLARE \(name) NO SCROLL CURSOR FOR \(statement.text)"
        let sent = bound.withPointers { values, lengths, formats in
            PQsendQueryParams(line.handle, sql, Int32(bound.kinds.count), bound.kinds, values, lengths, formats, 0)
        }
        guard sent == 1 else { throw line.lost() }
        PQclear(try line.result(within: patience))
    }

    private func show(_ result: OpaquePointer, to visit: (inout Columns) throws -> Bool) throws -> Bool {
        for row in 0..<PQntuples(result) {
            var columns = Columns(of: .server(PostgreSQLRow(result: result, row: row)))
            guard try visit(&columns) else { return false }
        }
        return true
    }

    /// Puts rows in by as few statements as there are bits in their number, up to a limit.
    func insert(_ insertion: Insertion, _ rows: [StatementValues]) throws {
        try each(rows, of: insertion, givesNumbers: false) { statement, values in
            if pipe.isFull { try pipe.settle() }
            try pipe.send(statement, values)
        }
    }

    /// The numbers that the rows were given, in their order.
    func inserted(_ insertion: Insertion, _ rows: [StatementValues]) throws -> [Int64] {
        guard !rows.isEmpty else { return [] }
        var sent = 0
        try each(rows, of: insertion, givesNumbers: true) { statement, values in
            try pipe.send(statement, values)
            sent += 1
        }
        let results = try pipe.answers()
        defer { results.forEach(PQclear) }
        let ids = results.suffix(sent).flatMap { result in
            (0..<PQntuples(result)).map { PostgreSQLRow(result: result, row: $0).integer(0) }
        }
        guard ids.count == rows.count else {
            throw PostgreSQLError(code: "55000", message: "a row was given no number")
        }
        return ids
    }

    private func each(
        _ rows: [StatementValues], of insertion: Insertion, givesNumbers: Bool,
        send: (PostgreSQLStatement, StatementValues) throws -> Void
    ) throws {
        var begun = 0
        while begun < rows.count {
            // Powers of two, so that few statements are to be known.
            let left = min(rows.count - begun, StoreLimits.rowsInserted)
            let count = 1 << (Int.bitWidth - 1 - left.leadingZeroBitCount)
            let values = rows[begun..<begun + count]
            guard values.allSatisfy({ $0.count == insertion.width }) else {
                throw PostgreSQLError(code: "42601", message: "wrong number of values")
            }
            try send(statement(insertion, count, givesNumbers: givesNumbers), Array(values.joined()))
            begun += count
        }
    }

    private func statement(_ insertion: Insertion, _ rows: Int, givesNumbers: Bool) -> PostgreSQLStatement {
        let key = InsertionKey(beginning: insertion.beginning, rows: rows, givesNumbers: givesNumbers)
        if let known = insertions[key] { return known }
        let statement = PostgreSQLStatement(insertion, rows: rows, givesNumbers: givesNumbers)
        insertions[key] = statement
        return statement
    }

    private func statement(_ sql: String, _ wanted: Connection.Wanted) -> PostgreSQLStatement {
        let key = StatementKey(sql: sql, wanted: wanted)
        if let known = statements[key] { return known }
        let statement = PostgreSQLStatement(sql, wanted: wanted, numbered: numbered)
        statements[key] = statement
        return statement
    }
}
#endif
