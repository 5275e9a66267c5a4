#if PostgreSQL
import CLibPQ
import Foundation

/// One connection to a server, used by one thread alone.
///
/// Nothing waits without an end: a server that is frozen, or behind a cut line, is given up after a time of ours, since neither
/// a timeout of the server's nor one of TCP ends every wait.
final class PostgreSQLSession {
    private let handle: OpaquePointer
    private let numbered: Set<String>
    private var statements: [StatementKey: PostgreSQLStatement] = [:]
    private var prepared: [PreparedKey: String] = [:]
    private(set) var lastID: Int64 = 0
    /// The codes of what the server said beside the results of the last statement.
    private(set) var notices: [String] = []
    /// The timeline of the server when it was last looked at, and which standbys a commit waited for then.
    var timeline: UInt32 = 0
    var standbyNames = ""
    /// How far the server's log reached when the last transaction began, in bytes.
    private(set) var position: UInt64 = 0
    /// Whether it has changed a row, so that its commit writes to the log and waits for a standby; one that only read waits for none.
    private(set) var hasWritten = false
    /// How long one statement may take, in seconds.
    private let patience: TimeInterval
    private var isLost = false
    private var cursors = 0

    private struct StatementKey: Hashable {
        var sql: String
        var wanted: Connection.Wanted
    }

    /// A statement is prepared for each set of kinds that its values have; where a value is missing the server finds its type.
    private struct PreparedKey: Hashable {
        var text: String
        var kinds: [Oid]
    }

    /// - Parameters:
    ///   - keywords: what libpq is told, later entries over earlier ones.
    ///   - numbered: the tables that number their rows by `id`.
    ///   - patience: how long the server may take for one statement, in seconds; it is left a little longer to say so itself.
    init(_ keywords: [(String, String)], numbered: Set<String>, patience: TimeInterval) throws {
        self.numbered = numbered
        self.patience = patience + 1
        let texts = keywords.map { (strdup($0.0), strdup($0.1)) }
        defer {
            for text in texts {
                free(text.0)
                free(text.1)
            }
        }
        let names = texts.map { UnsafePointer($0.0) } + [nil]
        let values = texts.map { UnsafePointer($0.1) } + [nil]
        guard let handle = PQconnectdbParams(names, values, 1) else {
            throw PostgreSQLError(code: "53200", message: "out of memory")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            // The connection is ended with us.
            throw Self.connectionError(of: handle)
        }
        PQsetnonblocking(handle, 1)
        PQsetNoticeReceiver(
            handle,
            { context, result in
                guard let context, let result else { return }
                let code = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? "?"
                Unmanaged<PostgreSQLSession>.fromOpaque(context).takeUnretainedValue().notices.append(code)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { PQfinish(handle) }

    var isUsable: Bool { !isLost && PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction is open, be it one in which a statement failed.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return isUsable && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
    }

    /// Such as 150018.
    var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// What a failed try to connect says: no code comes with it, so its words tell the kinds that we know.
    private static func connectionError(of handle: OpaquePointer) -> PostgreSQLError {
        // One line for each host; each has its own reason.
        let lines = String(cString: PQerrorMessage(handle)).split(separator: "\n").map(String.init)
        let message = lines.joined(separator: "; ")
        let code =
            switch message {
            case _ where PostgreSQLTrust.isAbout(message): PostgreSQLError.distrusted
            case _ where message.contains("does not exist") && message.contains("database"): "3D000"
            case _
            where message.contains("password authentication") || message.contains("pg_hba.conf")
                || message.contains("no password supplied") || message.contains("role "):
                "28000"
            case _ where message.contains("too many clients") || message.contains("remaining connection slots"): "53300"
            case _ where message.contains("read-only") || message.contains("session is not read-write"): "25006"
            default: PostgreSQLError.lost
            }
        return PostgreSQLError(code: code, message: Transaction.kept(message))
    }
}

// MARK: - Statements

extension PostgreSQLSession {
    /// Runs one statement and says how many rows it changed.
    func run(_ sql: String, _ values: StatementValues) throws -> Int {
        let statement = statement(sql, .all)
        let result = try execute(statement, values)
        defer { PQclear(result) }
        if statement.givesNumber, PQntuples(result) > 0 {
            lastID = PostgreSQLRow(result: result, row: PQntuples(result) - 1).integer(0)
        }
        return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func step(
        _ sql: String, _ values: StatementValues, wanted: Connection.Wanted, visit: (inout Columns) throws -> Bool
    ) throws {
        let statement = statement(sql, wanted)
        if wanted == .some, !statement.isBounded, isInTransaction {
            try stepInParts(statement, values, visit: visit)
        } else {
            let result = try execute(statement, values)
            defer { PQclear(result) }
            guard !statement.givesNumber else {
                if PQntuples(result) > 0 { lastID = PostgreSQLRow(result: result, row: 0).integer(0) }
                return
            }
            _ = try show(result, to: visit)
        }
    }

    func step(
        _ sql: String, named values: [String: (any SQLValue)?], visit: (inout Columns) throws -> Bool
    ) throws {
        let statement = statement(sql, .all)
        let ordered = try statement.names.map { name in
            guard let value = values[name] else {
                throw PostgreSQLError(code: "42601", message: "no value for \(name)")
            }
            return value
        }
        let result = try execute(statement, ordered)
        defer { PQclear(result) }
        guard !statement.givesNumber else { return }
        _ = try show(result, to: visit)
    }

    /// A transaction was begun, where the server's log reached so far.
    func hasBegun(at position: UInt64) {
        self.position = position
        hasWritten = false
    }

    /// A statement that begins or ends a part of a transaction, or several that want no values.
    func control(_ sql: String) throws {
        notices = []
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        PQclear(try result(within: patience))
    }

    /// The columns of the only row of the last of some statements that want no values.
    func row(of sql: String) throws -> [String] {
        notices = []
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        let result = try result(within: patience)
        defer { PQclear(result) }
        guard PQntuples(result) > 0 else { return [] }
        let row = PostgreSQLRow(result: result, row: 0)
        return (0..<PQnfields(result)).map { row.text($0) }
    }

    /// Commits what is open, and says what the server calls what it did.
    func commit(within seconds: TimeInterval) throws -> String {
        notices = []
        guard PQsendQuery(handle, "COMMIT") == 1 else { throw lost() }
        let result = try result(within: seconds)
        defer { PQclear(result) }
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// Reads a statement of many rows some at a time, so that those beyond what is wanted are never looked for.
    private func stepInParts(
        _ statement: PostgreSQLStatement, _ values: StatementValues, visit: (inout Columns) throws -> Bool
    ) throws {
        cursors += 1
        let name = "part_\(cursors)"
        PQclear(try declare(name, statement, values))
        var goesOn = true
        while goesOn {
            guard PQsendQuery(handle, "FETCH \(StoreLimits.rowsFetched) FROM \(name)") == 1 else { throw lost() }
            let result = try result(within: patience)
            defer { PQclear(result) }
            goesOn = try show(result, to: visit) && PQntuples(result) == StoreLimits.rowsFetched
        }
        try control("CLOSE \(name)")
    }

    private func show(_ result: OpaquePointer, to visit: (inout Columns) throws -> Bool) throws -> Bool {
        for row in 0..<PQntuples(result) {
            var columns = Columns(of: .server(PostgreSQLRow(result: result, row: row)))
            guard try visit(&columns) else { return false }
        }
        return true
    }

    private func statement(_ sql: String, _ wanted: Connection.Wanted) -> PostgreSQLStatement {
        let key = StatementKey(sql: sql, wanted: wanted)
        if let known = statements[key] { return known }
        let statement = PostgreSQLStatement(sql, wanted: wanted, numbered: numbered)
        statements[key] = statement
        return statement
    }
}

// MARK: - What is sent and what comes back

extension PostgreSQLSession {
    private func execute(_ statement: PostgreSQLStatement, _ values: StatementValues) throws -> OpaquePointer {
        guard values.count == statement.count else {
            throw PostgreSQLError(code: "42601", message: "wrong number of values")
        }
        let bound = BoundValues(statement.sources.map { values[$0] })
        let key = PreparedKey(text: statement.text, kinds: bound.kinds)
        let name: String
        if let known = prepared[key] {
            name = known
        } else {
            name = "s\(prepared.count)"
            guard PQsendPrepare(handle, name, statement.text, Int32(bound.kinds.count), bound.kinds) == 1 else {
                throw lost()
            }
            PQclear(try result(within: patience))
            prepared[key] = name
        }
        let sent = bound.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, name, Int32(bound.kinds.count), values, lengths, formats, 0)
        }
        guard sent == 1 else { throw lost() }
        let result = try result(within: patience)
        if Self.changesRows(result) { hasWritten = true }
        return result
    }

    /// INSERT, UPDATE or DELETE of at least one row.
    private static func changesRows(_ result: OpaquePointer) -> Bool {
        guard let command = PQcmdStatus(result), let count = PQcmdTuples(result) else { return false }
        return "IUD".utf8.contains(UInt8(bitPattern: command.pointee)) && count.pointee != 0
            && UInt8(bitPattern: count.pointee) != UInt8(ascii: "0")
    }

    private func declare(
        _ name: String, _ statement: PostgreSQLStatement, _ values: StatementValues
    ) throws -> OpaquePointer {
        guard values.count == statement.count else {
            throw PostgreSQLError(code: "42601", message: "wrong number of values")
        }
        let sql = "DECLARE \(name) NO SCROLL CURSOR FOR \(statement.text)"
        let bound = BoundValues(statement.sources.map { values[$0] })
        let sent = bound.withPointers { values, lengths, formats in
            PQsendQueryParams(handle, sql, Int32(bound.kinds.count), bound.kinds, values, lengths, formats, 0)
        }
        guard sent == 1 else { throw lost() }
        return try result(within: patience)
    }

    /// The last result of what was sent; throws the first refusal among them.
    private func result(within seconds: TimeInterval) throws -> OpaquePointer {
        let end = ContinuousClock.now + .seconds(seconds)
        while PQflush(handle) == 1 { try wait(for: Int16(POLLIN | POLLOUT), until: end) }
        var last: OpaquePointer?
        var refusal: PostgreSQLError?
        while true {
            while PQisBusy(handle) == 1 { try wait(for: Int16(POLLIN), until: end) }
            guard let result = PQgetResult(handle) else { break }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                PQclear(last)
                last = result
            default:
                if refusal == nil { refusal = Self.refusal(result) }
                PQclear(result)
            }
        }
        if let refusal {
            PQclear(last)
            if refusal.isLoss { isLost = true }
            throw refusal
        }
        guard let last else { throw lost() }
        return last
    }

    private func wait(for events: Int16, until end: ContinuousClock.Instant) throws {
        var descriptor = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        let left = (end - ContinuousClock.now) / .milliseconds(1)
        guard left > 0, poll(&descriptor, 1, Int32(min(left, 60_000)) + 1) != 0 else {
            if end > ContinuousClock.now { return }
            cancel()
            isLost = true
            throw PostgreSQLError(code: PostgreSQLError.lost, message: "no answer in time")
        }
        if descriptor.revents & Int16(POLLOUT) == 0, PQconsumeInput(handle) != 1 { throw lost() }
    }

    /// Ends what the server still does for us, on a thread of its own: a server behind a cut line would hold us up again.
    private func cancel() {
        guard let cancel = PQgetCancel(handle) else { return }
        let address = UInt(bitPattern: cancel)
        Thread.detachNewThread {
            guard let cancel = OpaquePointer(bitPattern: address) else { return }
            var words = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &words, Int32(words.count))
            PQfreeCancel(cancel)
        }
    }

    private func lost() -> PostgreSQLError {
        if PQstatus(handle) != CONNECTION_OK || PQsocket(handle) < 0 { isLost = true }
        let words = String(cString: PQerrorMessage(handle)).replacing("\n", with: " ")
        isLost = true
        return PostgreSQLError(code: PostgreSQLError.lost, message: Transaction.kept(words))
    }

    private static func refusal(_ result: OpaquePointer) -> PostgreSQLError {
        func field(_ sign: Character) -> String? {
            PQresultErrorField(result, Int32(sign.asciiValue ?? 0)).map { String(cString: $0) }
        }
        guard let code = field("C") else {
            let words = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
            return PostgreSQLError(
                code: PostgreSQLError.lost, message: Transaction.kept(words.replacing("\n", with: " ")))
        }
        // Errors of data quote what was given: a text of a villager's must not get into a log.
        let message = code.hasPrefix("22") ? "a value that it cannot take" : field("M") ?? ""
        return PostgreSQLError(code: code, message: message)
    }
}
#endif
