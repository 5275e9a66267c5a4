#if PostgreSQL
import Foundation
import Testing

@testable import Storage

/// A PostgreSQL server of the tests' own, which ends with the test run, however that ends.
///
/// It has a folder of its own, is run by a user that is not root, and is reached by a socket in that folder alone.
struct PostgreSQLNode: Sendable {
    let folder: String
    /// Which port it would have; it listens on none unless its options say so.
    let port: UInt16
    private let programs: String

    /// A new and empty server that is not started yet; throws where the programs are not installed.
    init(port: UInt16 = 5432) throws {
        self.port = port
        programs = try #require(Self.programs(), "no PostgreSQL 15 or newer under /usr/lib/postgresql")
        folder = try Self.newFolder()
        try run("initdb -D \(folder)/data -U nharong -A trust -E UTF8 --locale=C --no-sync")
    }

    private init(folder: String, programs: String) { (self.folder, self.programs, port) = (folder, programs, 5432) }

    /// A primary with a database `store` and its standby `b`, both running; what is written waits for it unless it need not.
    static func pair(
        _ options: String = "", synchronous: Bool = true
    ) throws -> (primary: PostgreSQLNode, standby: PostgreSQLNode) {
        let primary = try PostgreSQLNode()
        try primary.start(options)
        try primary.control("CREATE DATABASE store")
        let standby = try primary.standby(named: "b")
        try standby.start(options)
        if synchronous {
            try primary.control("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (b)';\nSELECT pg_reload_conf()")
        }
        return (primary, standby)
    }

    /// A standby of this node, which must run; not started yet.
    func standby(named name: String) throws -> PostgreSQLNode {
        let other = PostgreSQLNode(folder: try Self.newFolder(), programs: programs)
        try run("pg_basebackup -h \(folder) -U nharong -D \(other.folder)/data -R -X stream -c fast --no-sync")
        try follow(by: other, named: name)
        return other
    }

    private func follow(by other: PostgreSQLNode, named name: String) throws {
        let line = "primary_conninfo = 'host=\(folder) user=nharong application_name=\(name)'\n"
        let file = other.folder + "/data/postgresql.auto.conf"
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(line.utf8))
        try handle.close()
    }

    /// A CA of its own, and a certificate by it for a host name, as NAME.ca, NAME.pem and NAME.key in the folder.
    func issue(_ name: String, for host: String) throws {
        let make = "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj"
        try run("\(make) /CN=\(name) -x509 -days 2 -keyout \(name)-ca.key -out \(name).ca")
        try run("\(make) /CN=\(host) -keyout \(name).key -out \(name).csr")
        try Data("subjectAltName=DNS:\(host)\n".utf8).write(to: URL(filePath: "\(folder)/\(name).ext"))
        chmod("\(folder)/\(name).ext", 0o644)
        try run(
            "openssl x509 -req -in \(name).csr -CA \(name).ca -CAkey \(name)-ca.key -CAcreateserial -days 2 "
                + "-extfile \(name).ext -out \(name).pem")
        chmod("\(folder)/\(name).key", 0o600)
    }

    /// Puts one such certificate in the place of another; the server takes it up when it is reloaded.
    func replace(_ name: String, by other: String) throws {
        try run("cp \(other).pem \(name).pem")
        try run("cp \(other).key \(name).key")
    }

    /// Starts it, and waits until it answers.
    func start(_ options: String = "") throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", Self.running, "sh", folder, "\(getpid())", programs, Self.asUser, "-p \(port) " + options,
        ]
        // The run of the tests waits for whoever holds its own outputs.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try Self.patiently { try run("pg_isready -q -h \(folder) -U nharong -d postgres") }
    }

    /// Ends it as a power cut does.
    func kill() throws {
        let pid = try #require(pid)
        Foundation.kill(pid, SIGKILL)
        // Its children see that it is gone, and a start before that is refused.
        usleep(500_000)
    }

    func stop() throws { try run("pg_ctl -D \(folder)/data -m fast -w stop") }
    func promote() throws { try run("pg_ctl -D \(folder)/data -w promote") }

    private var pid: pid_t? {
        (try? String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8))?
            .split(separator: "\n").first.flatMap { pid_t($0) }
    }

    /// Statements as an administrator of the server, past the store.
    func control(_ sql: String, in database: String = "postgres") throws {
        for part in sql.components(separatedBy: ";\n") {
            try run("psql -q -v ON_ERROR_STOP=1 -h \(folder) -U nharong -d \(database) -c \"\(part)\"")
        }
    }

    func server(_ database: String, needsStandby: Bool = false) -> StoreServer {
        StoreServer(url: "postgresql:///\(database)?host=\(folder)&user=nharong", needsStandby: needsStandby)
    }

    private func run(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c",
            "cd \(folder) && PATH=\(programs):$PATH PGPORT=\(port) exec \(Self.asUser) \(command) >>last.log 2>&1",
        ]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let log = try? String(contentsOfFile: folder + "/last.log", encoding: .utf8)
            throw FixtureError(words: "\(command): \(log?.suffix(500) ?? "")")
        }
    }

    static func patiently(_ work: () throws -> Void) throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            do {
                return try work()
            } catch {
                guard ContinuousClock.now < end else { throw error }
                usleep(50_000)
            }
        }
    }

    private static func newFolder() throws -> String {
        let folder = "/tmp/nha-rong-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        chmod(folder, 0o700)
        if getuid() == 0, let user = getpwnam("postgres") { chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) }
        return folder
    }

    /// The folder of the newest server's programs.
    private static func programs() -> String? {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).filter { $0 >= 15 }.max().map { "\(root)/\($0)/bin" }
    }

    /// A server never runs as root.
    private static let asUser =
        getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups" : ""

    /// Runs a server for as long as the tests run, then takes its folder away.
    private static let running = """
        folder=$1 parent=$2 bin=$3 as=$4 options=$5
        cd "$folder" || exit 1
        $as $bin/postgres -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=300 \\
            -c shared_buffers=64MB $options >>"$folder/server.log" 2>&1 &
        server=$!
        runs=yes
        while kill -0 $parent 2>/dev/null; do
            kill -0 $server 2>/dev/null || runs=
            sleep 0.5
        done
        if [ $runs ]; then
            kill -INT $server
            wait $server
        fi
        cd /
        rm -rf "$folder"
        """
}
#endif
