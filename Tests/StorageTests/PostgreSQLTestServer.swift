#if PostgreSQL
import Foundation
import Synchronization
import Testing

@testable import Storage

/// The server on which all tests of the store run, each in a database of its own that is a copy of one with all tables.
final class PostgreSQLTestServer: Sendable {
    /// Nil, with a sentence, where the programs of a server are not installed.
    static let shared: PostgreSQLTestServer? = {
        do {
            return try PostgreSQLTestServer()
        } catch {
            print("The tests of the store leave PostgreSQL out: \(error)")
            return nil
        }
    }()

    private let node: PostgreSQLNode
    /// Databases that were used and emptied: a new one costs more than most tests.
    private let emptied = Mutex<[String]>([])
    private let number = Mutex(0)
    /// So many databases at once, since each takes a handful of connections.
    private let places = Places(8)

    private init() throws {
        node = try PostgreSQLNode()
        // Nothing is made durable: what is tried here is what statements say.
        try node.start(
            "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c max_wal_size=4GB")
        try node.control("CREATE DATABASE template_store")
        try PostgreSQLSchema.bringUpToDate(PostgreSQLTarget(node.server("template_store")))
    }

    /// Databases that a test changed past the store, perhaps their tables too.
    private static let changed = Mutex<Set<String>>([])

    static func changed(_ server: StoreServer) { changed.withLock { _ = $0.insert(server.url) } }

    /// An empty database of the newest schema.
    func withDatabase(_ use: (StoreServer) async throws -> Void) async throws {
        await places.take()
        let result: Result<Void, any Error>
        do {
            let name = try emptied.withLock { $0.popLast() } ?? newDatabase()
            var server = node.server(name)
            server.readers = 1
            try await use(server)
            result = .success(try giveBack(name, server))
        } catch {
            result = .failure(error)
        }
        await places.give()
        try result.get()
    }

    private func newDatabase() throws -> String {
        let name = number.withLock { number in
            number += 1
            return "store_\(number)"
        }
        try control("CREATE DATABASE \(name) TEMPLATE template_store", in: node.server("postgres"))
        return name
    }

    private func giveBack(_ name: String, _ server: StoreServer) throws {
        guard !Self.changed.withLock({ $0.contains(server.url) }) else {
            return try control("DROP DATABASE \(name) WITH (FORCE)", in: node.server("postgres"))
        }
        try control(Self.empty, in: server)
        emptied.withLock { $0.append(name) }
    }

    private func control(_ sql: String, in server: StoreServer) throws {
        try PostgreSQLTarget(server).connect(for: .upkeep).control(sql)
    }

    private static let empty = """
        SET session_replication_role = replica;
        DO $$ DECLARE named record; isFilled boolean; BEGIN
            FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_step' LOOP
                EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', named.tablename) INTO isFilled;
                IF isFilled THEN EXECUTE format('DELETE FROM %I', named.tablename); END IF;
            END LOOP;
            PERFORM setval(schemaname || '.' || sequencename, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
        END $$
        """
}

/// A number of places that are taken and given back.
private actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ free: Int) { self.free = free }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
#endif
