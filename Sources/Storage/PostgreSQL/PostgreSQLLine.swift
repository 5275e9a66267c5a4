#if PostgreSQL
import CLibPQ
import Foundation

/// The line to a server, used by one thread alone: what is sent, what comes back, and how long it is waited for.
///
/// Nothing waits without an end: a server that is frozen, or behind a cut line, is given up after a time of ours, since neither
/// a timeout of the server's nor one of TCP ends every wait.
final class PostgreSQLLine {
    let handle: OpaquePointer
    /// The codes of what the server said beside the results, since they were cleared.
    var notices: [String] = []
    private var isLost = false

    /// - Parameter keywords: what libpq is told, later entries over earlier ones.
    init(_ keywords: [(String, String)]) throws {
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
                Unmanaged<PostgreSQLLine>.fromOpaque(context).takeUnretainedValue().notices.append(code)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { PQfinish(handle) }

    var isUsable: Bool { !isLost && PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction is open, be it one in which a statement failed; what is not answered yet was sent within one.
    var isInTransaction: Bool {
        isUsable && [PQTRANS_INTRANS, PQTRANS_INERROR, PQTRANS_ACTIVE].contains(PQtransactionStatus(handle))
    }

    /// Sends some statements that want no values, and gives the last result, for the caller to clear.
    func ask(_ sql: String, within seconds: TimeInterval) throws -> OpaquePointer {
        notices = []
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try result(within: seconds)
    }

    /// The loss of the connection, which from now on is used for nothing.
    func lost() -> PostgreSQLError {
        isLost = true
        let words = String(cString: PQerrorMessage(handle)).replacing("\n", with: " ")
        return PostgreSQLError(code: PostgreSQLError.lost, message: Transaction.kept(words))
    }

    /// Throws a refusal, behind which nothing more is asked where it ended the connection.
    func refuse(_ error: any Error) throws -> Never {
        if (error as? PostgreSQLError)?.isLoss == true { isLost = true }
        throw error
    }
}

// MARK: - Waiting

extension PostgreSQLLine {
    func flush(until end: ContinuousClock.Instant) throws {
        while PQflush(handle) == 1 { try wait(for: Int16(POLLIN | POLLOUT), until: end) }
    }

    /// The next result; nil behind the last one of a statement.
    func next(until end: ContinuousClock.Instant) throws -> OpaquePointer? {
        while PQisBusy(handle) == 1 { try wait(for: Int16(POLLIN), until: end) }
        return PQgetResult(handle)
    }

    /// The last result of what was sent by itself; throws the first refusal among them.
    func result(within seconds: TimeInterval) throws -> OpaquePointer {
        let end = ContinuousClock.now + .seconds(seconds)
        try flush(until: end)
        var last: OpaquePointer?
        var refusal: PostgreSQLError?
        while let result = try next(until: end) {
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
            try refuse(refusal)
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

}

// MARK: - Refusals

extension PostgreSQLLine {
    static func refusal(_ result: OpaquePointer) -> PostgreSQLError {
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
#endif
