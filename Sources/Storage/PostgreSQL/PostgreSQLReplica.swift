#if PostgreSQL
import Foundation
import Synchronization

/// A standby that answers what need not be of this moment, so that long reports hold up nothing on the primary.
///
/// How far it follows is told by the newest commit of the primary that it has taken over; gateways commit something every few
/// seconds, so a standby that is cut off is known by its age. One that is away, or too far behind, is passed over for a while.
final class PostgreSQLReplica: Sendable {
    private struct State: Sendable {
        /// Why it was passed over the last time; nil while it is read.
        var fault: StorageError?
        var restsUntil: ContinuousClock.Instant?
        /// What protected the line to it when it was last connected to; nil before the first time.
        var line: StoreReplication.Line?
    }

    private let url: String
    /// How errors call it: without user and password.
    private let name: String
    private let verifies: Bool
    private let readers: WorkThreads<@Sendable (inout PostgreSQLSession?) -> Void>
    private let state = Mutex(State())

    private let lag: TimeInterval
    private let rest: TimeInterval

    /// Nil where the configuration names none; any of the hosts that it names is read, as long as it is a standby.
    init?(_ settings: StoreServer) throws {
        guard let url = settings.reportsURL else { return nil }
        (self.url, lag, rest) = (url, settings.reportsLag, settings.reportsRest)
        (name, verifies) = try PostgreSQLTarget.about(url, setting: "reports_server")
        readers = WorkThreads(count: StoreLimits.replicaReaders) { take in
            var session: PostgreSQLSession?
            while let work = take() { work(&session) }
        }
    }

    func close() { readers.close() }

    var fault: StorageError? { state.withLock { $0.fault } }
    var line: StoreReplication.Line? { state.withLock { $0.line } }

    /// One consistent view, with the moment up to which it is complete; nil where the primary must be asked.
    ///
    /// - Parameter now: the time by the primary's clock.
    func read<Value: Sendable>(
        at now: @escaping @Sendable () -> Date, _ work: @escaping @Sendable (Connection) throws -> Value
    ) async -> (value: Value, upTo: Date)? {
        guard state.withLock({ $0.restsUntil.map { $0 < .now } ?? true }) else { return nil }
        let result: Result<(value: Value, upTo: Date), any Error> = await withCheckedContinuation { continuation in
            readers.add { [self] session in
                let result = Result { try transaction(on: &session, at: now, work) }
                if case .failure = result { session = nil }
                continuation.resume(returning: result)
            }
        }
        switch result {
        case .success(let found):
            state.withLock { ($0.fault, $0.restsUntil) = (nil, nil) }
            return found
        case .failure(let error):
            var fault =
                StorageError(error, server: name) ?? StorageError(.database, "\(error)", mend: "Look at the log.")
            fault.mend = fault.mend.replacing("storage.server", with: "storage.reports_server")
            let end = ContinuousClock.now + .seconds(rest)
            state.withLock { ($0.fault, $0.restsUntil) = (fault, end) }
            return nil
        }
    }

    /// A connection of before that was lost is made anew once; the standby may have been restarted.
    private func transaction<Value>(
        on kept: inout PostgreSQLSession?, at now: () -> Date, _ work: (Connection) throws -> Value
    ) throws -> (value: Value, upTo: Date) {
        if let session = kept {
            do {
                return try transaction(on: session, at: now(), work)
            } catch {
                if session.isUsable { throw error }
            }
        }
        let session = try connect()
        kept = session
        return try transaction(on: session, at: now(), work)
    }

    private func transaction<Value>(
        on session: PostgreSQLSession, at now: Date, _ work: (Connection) throws -> Value
    ) throws -> (value: Value, upTo: Date) {
        // Looked at before the view is taken, which so has at least that.
        let upTo = try age(of: session, at: now)
        try session.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let value = try work(Connection(session))
        try session.control("COMMIT")
        return (value, upTo)
    }

    private func connect() throws -> PostgreSQLSession {
        let patience = StoreLimits.serverReadPatience
        let session = try PostgreSQLSession(
            PostgreSQLTarget.defaults + [
                ("dbname", url), ("target_session_attrs", "standby"), ("client_encoding", "UTF8"),
            ],
            numbered: PostgreSQLSchema.numbered, patience: patience)
        try session.control(PostgreSQLTarget.manners(patience: patience, idle: "5s"))
        let line = PostgreSQLStore.line(try session.row(of: PostgreSQLStore.lineAsked).first, isVerified: verifies)
        state.withLock { $0.line = line }
        return session
    }

    private func age(of session: PostgreSQLSession, at now: Date) throws -> Date {
        let row = try session.row(of: "SELECT pg_is_in_recovery(), extract(epoch FROM pg_last_xact_replay_timestamp())")
        guard row.first == "t" else {
            throw StorageError(
                .database, "The database server \(name) is no standby.",
                mend: "Nothing where it was promoted: another standby is looked for by itself. Else name one.")
        }
        guard row.count == 2, let upTo = TimeInterval(row[1]).map(Date.init(timeIntervalSince1970:)),
            now.timeIntervalSince(upTo) <= lag
        else {
            throw StorageError(
                .database,
                "The standby \(name) is more than \(Int(lag)) seconds behind the primary.",
                mend: "Look whether it is connected (pg_stat_wal_receiver) and whether its disk keeps up.")
        }
        return upTo
    }
}
#endif
