#if PostgreSQL
import Foundation

/// The one writer of a process: it works off the queue on a thread and a connection of its own.
///
/// All transactions that write take one lock of the server first, which they hold until they are committed. So between several
/// gateways there is one writer as well, and every place that says "One writer" stays true. The lock is of the transaction: it
/// is gone with it, however it ends.
struct PostgreSQLWriter: Sendable {
    private let queue = CommitQueue()
    private let thread: WorkThreads<Void>

    init(_ target: PostgreSQLTarget) {
        let queue = queue
        thread = WorkThreads(count: 1) { take in
            var writing = PostgreSQLWriting(target)
            while take() != nil {
                repeat { queue.commit(queue.next()) { try writing.transaction($0) } } while queue.mustGoOn()
            }
        }
    }

    var durations: DurationHistogram { queue.durations }

    func enqueue<Value: Sendable>(
        _ work: @escaping @Sendable (Connection, CommitQueue.Way) throws -> Value,
        then tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        if queue.add(work, then: tell) { thread.add(()) }
    }

    func close() { thread.close() }
}

/// Transactions that write, on a connection that is made anew when it is lost.
struct PostgreSQLWriting {
    private let target: PostgreSQLTarget
    private let purpose: PostgreSQLTarget.Purpose
    private var session: PostgreSQLSession?

    init(_ target: PostgreSQLTarget, for purpose: PostgreSQLTarget.Purpose = .writing) {
        self.target = target
        self.purpose = purpose
    }

    /// One transaction under the lock of all writers; what the body says false to is rolled back.
    ///
    /// When this returns, what was kept is committed as the configuration asks for. A connection that was lost before anything was
    /// asked to be committed is replaced once, and the body runs again.
    mutating func transaction(_ body: (Connection) throws -> Bool) throws {
        var isAgain = false
        while true {
            let session = try connected()
            do {
                try begin(session)
                guard try body(Connection(session)) else {
                    try session.control("ROLLBACK")
                    return
                }
                try session.settle()
            } catch {
                if session.isInTransaction { try? session.control("ROLLBACK") }
                if session.isUsable { throw error }
                self.session = nil
                guard !isAgain else { throw error }
                isAgain = true
                continue
            }
            try commit(session)
            return
        }
    }

    private mutating func connected() throws -> PostgreSQLSession {
        if let session, target.isCurrent(session) { return session }
        session = nil
        let session = try target.connect(for: purpose)
        self.session = session
        return session
    }

    /// "nha-rong" in numbers; any other program of the same database must have another one.
    private static let lock: Int64 = 0x6e68_612d_726f_6e67

    private static let begin = """
        BEGIN; SELECT pg_advisory_xact_lock(\(lock)), current_setting('synchronous_standby_names'),
            current_setting('synchronous_commit'), pg_walfile_name(pg_current_wal_lsn()),
            (pg_current_wal_lsn() - '0/0')::text
        """

    /// Takes the lock, and looks in the same round trip whether what is committed will be on two machines.
    private mutating func begin(_ session: PostgreSQLSession) throws {
        let row = try session.row(of: Self.begin)
        guard row.count == 5 else { throw PostgreSQLError(code: "55000", message: "no lock was given") }
        session.hasBegun(at: UInt64(row[4]) ?? 0)
        session.standbyNames = row[1]
        try Self.requireStandby(row[1], settings: target.settings, server: target.name)
        guard row[2] == "on" || row[2] == "remote_apply" else {
            throw StorageError(
                .notReplicated, "The database server \(target.name) does not wait for a standby (\(row[2])).",
                mend: "Leave synchronous_commit of the gateway's user and database alone.")
        }
        // A session lives on one server, whose timeline changes when it is promoted under it.
        session.timeline = max(session.timeline, PostgreSQLTarget.timeline(of: row[3]) ?? 0)
    }

    static func requireStandby(_ names: String, settings: StoreServer, server: String) throws {
        guard settings.needsStandby, names.trimmingCharacters(in: .whitespaces).isEmpty else { return }
        throw StorageError(
            .notReplicated,
            "The database server \(server) commits on one machine alone: its synchronous_standby_names is empty.",
            mend:
                "Set synchronous_standby_names = 'ANY 1 (…)' on every node, or write storage.standby: none where one machine is "
                + "enough.")
    }

    /// Commits, and believes it only where nothing was said beside it: a wait for the standby that was cancelled reports success
    /// with a warning, and one that no timeout of the server ends is given up here.
    ///
    /// A wait is also let go, without a word, when the server is told amid it to wait for nobody: whoever waited asks.
    private mutating func commit(_ session: PostgreSQLSession) throws {
        let began = ContinuousClock.now
        let done: String
        do {
            done = try session.commit(within: StoreLimits.commitPatience)
        } catch let error as PostgreSQLError where !error.isLoss && session.isUsable {
            throw error
        } catch {
            self.session = nil
            throw PostgreSQLError(code: PostgreSQLError.unconfirmed, message: "\(error)")
        }
        guard done == "COMMIT" else { throw PostgreSQLError(code: "25P02", message: "the transaction was undone") }
        guard session.notices.isEmpty else {
            self.session = nil
            throw PostgreSQLError(
                code: PostgreSQLError.unconfirmed, message: session.notices.joined(separator: ", "))
        }
        guard target.settings.needsStandby, session.hasWritten else { return }
        if ContinuousClock.now - began > .seconds(StoreLimits.commitDoubt) {
            let names = try? session.row(of: "SELECT current_setting('synchronous_standby_names')").first
            guard let names, !names.isEmpty else {
                self.session = nil
                throw PostgreSQLError(code: PostgreSQLError.unconfirmed, message: "no standby is waited for any more")
            }
        }
        target.confirm(session.position)
    }
}
#endif
