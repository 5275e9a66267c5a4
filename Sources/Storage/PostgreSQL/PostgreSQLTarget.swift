#if PostgreSQL
import CLibPQ
import Foundation
import Synchronization

/// The server that the configuration names, one or several hosts of a cluster, and which of them is the primary.
///
/// A host that was the primary before a failover and came back takes writes until somebody fences it. Each promotion begins a
/// new timeline, so a host whose timeline is behind the newest that was seen is passed over.
final class PostgreSQLTarget: Sendable {
    private struct Host: Sendable, Equatable {
        var host: String?
        var address: String?
        var port: String?
    }

    private struct State: Sendable {
        var newestTimeline: UInt32 = 0
        /// How far the log reached before the last commit that was confirmed, in bytes: every primary has at least that.
        var confirmed: UInt64 = 0
        /// The hosts, the last good one first.
        var hosts: [Host]
        var wasConnected = false
        /// How far the server's clock is ahead, in seconds.
        var lead: TimeInterval = 0
    }

    /// What a session is for.
    enum Purpose: Sendable {
        case writing
        case reading
        /// Work of minutes: new tables, a copy, the doctor.
        case upkeep

        /// How long the server may take for one statement, in seconds.
        var patience: TimeInterval {
            switch self {
            case .writing: StoreLimits.serverPatience
            case .reading: StoreLimits.serverReadPatience
            case .upkeep: StoreLimits.serverUpkeepPatience
            }
        }
    }

    let settings: StoreServer
    /// How errors call it: without user and password.
    let name: String
    /// Whether a server that cannot prove to be the right one is refused.
    let verifies: Bool
    private let state: Mutex<State>

    init(_ settings: StoreServer) throws {
        self.settings = settings
        let options = try Self.options(of: settings.url)
        let hosts = Self.list(options["host"])
        let addresses = Self.list(options["hostaddr"])
        let ports = Self.list(options["port"])
        let count = max(hosts.count, addresses.count, 1)
        state = Mutex(
            State(
                hosts: (0..<count).map { index in
                    Host(
                        host: hosts.indices.contains(index) ? hosts[index] : nil,
                        address: addresses.indices.contains(index) ? addresses[index] : nil,
                        port: ports.count == 1 ? ports[0] : ports.indices.contains(index) ? ports[index] : nil)
                }))
        (name, verifies) = Self.about(options)
    }

    private static func about(_ options: [String: String]) -> (name: String, verifies: Bool) {
        let hosts = list(options["host"])
        let place = hosts.isEmpty ? list(options["hostaddr"]) : hosts
        let mode = options["sslmode"] ?? ProcessInfo.processInfo.environment["PGSSLMODE"]
        return (
            (place.isEmpty ? "localhost" : place.joined(separator: ",")) + "/" + (options["dbname"] ?? ""),
            mode == "verify-full" || mode == "verify-ca"
        )
    }

    /// How errors call the hosts of an address, which may hold a password, and whether it refuses who cannot prove to be one.
    static func about(_ url: String, setting: String) throws -> (name: String, verifies: Bool) {
        about(try options(of: url, setting: setting))
    }

    /// Connects to the primary.
    ///
    /// The first time all hosts are looked at and the newest timeline wins; afterwards the first that is not behind.
    func connect(for purpose: Purpose) throws -> PostgreSQLSession {
        let (hosts, looksAtAll) = state.withLock { ($0.hosts, !$0.wasConnected && $0.hosts.count > 1) }
        var best: (session: PostgreSQLSession, timeline: UInt32, host: Host)?
        var refusal: any Error = PostgreSQLError(code: PostgreSQLError.lost, message: "no host is named")
        for host in hosts {
            do {
                let session = try PostgreSQLSession(
                    keywords(for: host), numbered: PostgreSQLSchema.numbered, patience: purpose.patience)
                let timeline = try prepare(session, for: purpose)
                if timeline > best?.timeline ?? 0 { best = (session, timeline, host) }
                if !looksAtAll { break }
            } catch {
                // What says more than that a host is not there is told.
                if (error as? PostgreSQLError)?.code != PostgreSQLError.lost || !Self.isTelling(refusal) {
                    refusal = error
                }
            }
        }
        guard let best else { throw refusal }
        state.withLock { state in
            state.wasConnected = true
            state.newestTimeline = max(state.newestTimeline, best.timeline)
            state.hosts.removeAll { $0 == best.host }
            state.hosts.insert(best.host, at: 0)
        }
        best.session.timeline = best.timeline
        return best.session
    }

    /// Whether a session is still of the newest timeline that was seen.
    func isCurrent(_ session: PostgreSQLSession) -> Bool {
        session.isUsable && session.timeline >= state.withLock { $0.newestTimeline }
    }

    /// That the log is on two machines up to here.
    func confirm(_ position: UInt64) { state.withLock { $0.confirmed = max($0.confirmed, position) } }

    /// How far the server's clock was ahead of ours at the last connection, in seconds.
    var lead: TimeInterval { state.withLock { $0.lead } }

    private static func isTelling(_ error: any Error) -> Bool {
        (error as? PostgreSQLError)?.code != PostgreSQLError.lost
    }

    /// Sets what all of our sessions have in common, and gives the timeline of a server that can be used.
    private func prepare(_ session: PostgreSQLSession, for purpose: Purpose) throws -> UInt32 {
        guard session.serverVersion >= StoreLimits.oldestServer else {
            throw StorageError(
                .database, "The database server \(name) is PostgreSQL \(session.serverVersion / 10_000).",
                mend: "Use PostgreSQL \(StoreLimits.oldestServer / 10_000) or newer.")
        }
        let idle = purpose == .upkeep ? "0" : "5s"
        try session.control(Self.manners(patience: purpose.patience, idle: idle))
        let row = try session.row(
            of: """
                SELECT current_setting('server_encoding'), pg_is_in_recovery(),
                    CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_walfile_name(pg_current_wal_lsn()) END,
                    extract(epoch FROM clock_timestamp()),
                    CASE WHEN pg_is_in_recovery() THEN '' ELSE (pg_current_wal_lsn() - '0/0')::text END
                """)
        guard row.count == 5, row[0] == "UTF8" else {
            throw StorageError(
                .database, "The database server \(name) keeps texts as \(row.first ?? "?"), not as UTF8.",
                mend: "Make the database anew: createdb --encoding=UTF8 --template=template0 NAME.")
        }
        guard row[1] == "f", let timeline = Self.timeline(of: row[2]) else {
            throw PostgreSQLError(code: "25006", message: "it is a standby")
        }
        let newest = state.withLock { $0.newestTimeline }
        guard timeline >= newest else {
            throw StorageError(
                .database,
                "A host of the database server \(name) is an old primary: its timeline is \(timeline), and \(newest) was seen.",
                mend: "Stop it and let it follow the new primary (pg_rewind).")
        }
        // A wrong one was promoted, or one whose place another had taken: a number of a timeline may be given twice. What it wrote since
        // hides a short lack.
        guard !settings.needsStandby || UInt64(row[4]) ?? 0 >= state.withLock({ $0.confirmed }) else {
            throw StorageError(
                .database, "A host of the database server \(name) is the primary and lacks what was acknowledged.",
                mend: "Stop it and promote the one that has it (docs/scale.md); to go on without, restart the gateways."
            )
        }
        if let seconds = TimeInterval(row[3]) {
            state.withLock { $0.lead = seconds - Date().timeIntervalSince1970 }
        }
        return timeline
    }

    /// What all sessions of ours set, with the times that one statement and an idle transaction may take.
    static func manners(patience: TimeInterval, idle: String) -> String {
        """
        SET synchronous_commit = on; SET lock_timeout = '\(Int(StoreLimits.busyTimeout))s';
        SET statement_timeout = '\(Int(patience))s'; SET idle_in_transaction_session_timeout = '\(idle)';
        SET client_min_messages = warning; SET timezone = 'UTC'; SET bytea_output = hex;
        SET standard_conforming_strings = on
        """
    }

    /// What an address of ours need not say.
    static let defaults = [
        ("connect_timeout", "2"), ("keepalives_idle", "2"), ("keepalives_interval", "1"), ("keepalives_count", "2"),
        ("tcp_user_timeout", "3000"), ("fallback_application_name", "nha-rong"),
    ]

    /// The first eight digits of the name of a file of the log.
    static func timeline(of file: String) -> UInt32? { UInt32(file.prefix(8), radix: 16) }

    private func keywords(for host: Host) -> [(String, String)] {
        // What stands before the address is a default; what stands behind it counts whatever it says.
        var keywords =
            Self.defaults + [
                ("target_session_attrs", "read-write"), ("dbname", settings.url), ("client_encoding", "UTF8"),
            ]
        if let name = host.host { keywords.append(("host", name)) }
        if let address = host.address { keywords.append(("hostaddr", address)) }
        // An address that names no ports has an empty one for each host.
        if let port = host.port { keywords.append(("port", port.isEmpty ? "5432" : port)) }
        return keywords
    }

    private static func list(_ text: String?) -> [String] {
        text.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }

    private static func options(of url: String, setting: String = "server") throws -> [String: String] {
        var words: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &words) else {
            // The words quote the address, which may hold a password.
            if let words { PQfreemem(words) }
            throw StorageError(
                .database, "The address in storage.\(setting) cannot be read.",
                mend:
                    "Write it as postgresql://user@host1,host2/database, with the password in a file of its own (passfile)."
            )
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return found
    }
}
#endif
