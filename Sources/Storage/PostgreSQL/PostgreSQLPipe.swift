#if PostgreSQL
import CLibPQ
import Foundation

/// Statements that are sent one behind another (libpq's pipeline mode), with their answers read together.
///
/// The way to a server and back takes longer than most statements: what is asked for nothing goes along with the next one
/// that is.
final class PostgreSQLPipe {
    private let line: PostgreSQLLine
    /// How long the server may take for all that was sent, in seconds.
    private let patience: TimeInterval
    private var prepared: [PreparedKey: String] = [:]
    private var preparations = 0
    /// What was sent and not answered yet, in its order.
    private var unanswered: [Sent] = []
    /// How many of them the server may not have yet.
    private var held = 0
    private var isOpen = false
    /// The number that the last INSERT gave to its row, as far as it was answered.
    private(set) var lastID: Int64 = 0
    /// Whether a row was changed, as far as it was answered.
    var hasWritten = false

    /// A statement is prepared for each set of kinds that its values have; where a value is missing the server finds its type.
    private struct PreparedKey: Hashable {
        var text: String
        var kinds: [Oid]
    }

    private enum Sent {
        case preparation(PreparedKey)
        case statement(givesNumber: Bool)
    }

    init(_ line: PostgreSQLLine, patience: TimeInterval) {
        self.line = line
        self.patience = patience
    }

    /// Whether so much was sent that its answers are to be read first.
    var isFull: Bool { unanswered.count >= StoreLimits.statementsSent }

    /// Sends a statement behind what was sent before.
    func send(_ statement: PostgreSQLStatement, _ values: StatementValues) throws {
        let bound = try statement.bound(values)
        if !isOpen {
            guard PQenterPipelineMode(line.handle) == 1 else { throw line.lost() }
            isOpen = true
        }
        let key = PreparedKey(text: statement.text, kinds: bound.kinds)
        let name: String
        if let known = prepared[key] {
            name = known
        } else {
            name = "s\(preparations)"
            preparations += 1
            guard PQsendPrepare(line.handle, name, statement.text, Int32(bound.kinds.count), bound.kinds) == 1 else {
                throw line.lost()
            }
            prepared[key] = name
            unanswered.append(.preparation(key))
        }
        let sent = bound.withPointers { values, lengths, formats in
            PQsendQueryPrepared(line.handle, name, Int32(bound.kinds.count), values, lengths, formats, 0)
        }
        guard sent == 1 else { throw line.lost() }
        unanswered.append(.statement(givesNumber: statement.givesNumber))
        held += 1
        // The server works on what it has while we make the next.
        if held >= StoreLimits.statementsHeld {
            guard PQflush(line.handle) >= 0 else { throw line.lost() }
            held = 0
        }
    }

    /// The results of all statements that were sent, in their order, for the caller to clear; throws the first refusal among
    /// them, behind which the server has passed over all others.
    func answers() throws -> [OpaquePointer] {
        guard PQpipelineSync(line.handle) == 1 else { throw line.lost() }
        let end = ContinuousClock.now + .seconds(patience)
        try line.flush(until: end)
        let sent = unanswered
        (unanswered, held) = ([], 0)
        var results: [OpaquePointer] = []
        var refusal: PostgreSQLError?
        do {
            for part in sent {
                let result = try answer(to: part, refusal: &refusal, until: end)
                if let result { results.append(result) }
            }
            // The server has come to the end of what was sent, unless it left us amid it.
            let last = try line.next(until: end)
            defer { PQclear(last) }
            guard last.map(PQresultStatus) == PGRES_PIPELINE_SYNC else { throw refusal ?? line.lost() }
            if let refusal { throw refusal }
        } catch {
            results.forEach(PQclear)
            try line.refuse(error)
        }
        return results
    }

    /// The result of a statement that was done; nil of a preparation, and of what was refused or passed over.
    private func answer(
        to part: Sent, refusal: inout PostgreSQLError?, until end: ContinuousClock.Instant
    ) throws -> OpaquePointer? {
        var done: OpaquePointer?
        while let result = try line.next(until: end) {
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                PQclear(done)
                done = result
                continue
            case PGRES_PIPELINE_ABORTED: break
            default: refusal = refusal ?? PostgreSQLLine.refusal(result)
            }
            PQclear(result)
        }
        switch part {
        case .preparation(let key):
            if done == nil { prepared[key] = nil }
            PQclear(done)
            return nil
        case .statement(let givesNumber):
            guard let done else { return nil }
            if Self.changesRows(done) { hasWritten = true }
            if givesNumber, PQntuples(done) > 0 {
                lastID = PostgreSQLRow(result: done, row: PQntuples(done) - 1).integer(0)
            }
            return done
        }
    }

    /// Throws what has been refused of what was sent.
    func settle() throws {
        if !unanswered.isEmpty { try answers().forEach(PQclear) }
    }

    /// Goes back to one statement at a time, when all that was sent is answered.
    func close() throws {
        try settle()
        guard isOpen else { return }
        guard PQexitPipelineMode(line.handle) == 1 else { throw line.lost() }
        isOpen = false
    }

    /// INSERT, UPDATE or DELETE of at least one row.
    private static func changesRows(_ result: OpaquePointer) -> Bool {
        guard let command = PQcmdStatus(result), let count = PQcmdTuples(result) else { return false }
        return "IUD".utf8.contains(UInt8(bitPattern: command.pointee)) && count.pointee != 0
            && UInt8(bitPattern: count.pointee) != UInt8(ascii: "0")
    }
}
#endif
