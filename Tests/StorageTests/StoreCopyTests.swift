#if PostgreSQL
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct StoreCopyTests {
    private static let now = StoreFixture.start + 60

    /// A store with answers, matters, an officer's note, words for search, and numbers that were given out and are gone.
    private func fill(_ desk: Desk) async throws -> Officer {
        let officer = try await desk.officer("hanh")
        try await desk.write("xin hỏi việc đất đai của nhà 012345678901", from: "+84912000321")
        try await desk.write("chào", from: "+84912000322")
        try await desk.fixture.queue(["một", "hai"], id: "q")
        _ = try await desk.fixture.claimOut()
        try await desk.fixture.execute(
            """
            INSERT INTO quarantine (channel, provider_id, reason, bytes_sealed, received_at)
            VALUES ('zalo', 'q', 'hỏng ''không đọc được''', x'', 7)
            """)
        try await desk.fixture.execute("DELETE FROM quarantine")
        while try await desk.store.readSettled(now: Self.now) > 0 {}
        return officer
    }

    /// What is found by words, and the report of the doctor.
    private func look(_ store: GatewayStore, _ place: StorePlace, keys: StoreKeys, officer: Officer) async throws
        -> String
    {
        store.settle(
            in: StoreSurroundings(channels: [StoreFixture.channel: ChannelFacts(commune: "dak-ha", unit: .segments)]))
        let page = try await store.search("dat dai", by: officer, now: Self.now)
        let doctor =
            switch place {
            case .file(let path): try Doctor.open(path: path, keys: keys)
            case .server(let server): try Doctor.open(server: server, keys: keys)
            }
        let findings = try await doctor.examine(.now(Self.now)).findings
        try doctor.close()
        let next = try await store.engine.read { connection in
            try connection.number("SELECT seq FROM sqlite_sequence WHERE name = 'quarantine'")
        }
        return "\(page.total) found, \(findings.map(\.check)), next entry \(next ?? 0)"
    }

    @Test func `a store goes to a server and back, and is the same`() async throws {
        guard let servers = PostgreSQLTestServer.shared else { return }
        try await servers.withDatabase { server in
            try await withDesk(.file) { desk in
                let officer = try await fill(desk)
                let (keys, path) = (desk.fixture.keys, desk.fixture.path)
                let before = try await look(desk.store, .file(path), keys: keys, officer: officer)
                #expect(before == "1 found, [], next entry 1")
                let there = try await StoreCopy.run(from: .file(path), to: .server(server), keys: keys) { _, _ in }
                #expect(there.tables > 40 && there.rows > 20 && there.conversations == 3)
                let store = try GatewayStore.open(server: server, path: path, keys: keys)
                #expect(try await look(store, .server(server), keys: keys, officer: officer) == before)
                let refused = await #expect(throws: StorageError.self) {
                    try await StoreCopy.run(from: .server(server), to: .file(path + "-back"), keys: keys) { _, _ in }
                }
                #expect(refused?.mend.contains("Stop all gateways") == true)
                try store.close()

                let back = try await StoreCopy.run(from: .server(server), to: .file(path + "-back"), keys: keys) {
                    _, _ in
                }
                #expect(back.rows >= there.rows && back.conversations == 3)
                let again = try GatewayStore.open(path: path + "-back", keys: keys)
                #expect(try await look(again, .file(path + "-back"), keys: keys, officer: officer) == before)
                try again.close()
            }
        }
    }

    @Test func `a copy that was cut off cannot be opened, and goes on`() async throws {
        guard let servers = PostgreSQLTestServer.shared else { return }
        try await servers.withDatabase { server in
            try await withDesk(.file) { desk in
                _ = try await fill(desk)
                let (keys, path) = (desk.fixture.keys, desk.fixture.path)
                // As a kill leaves it: whole tables, a begun one, and a matter whose trigger has counted it.
                for sql in [
                    "INSERT INTO setting (name, value) VALUES ('\(StoreCopy.mark)', '')",
                    "INSERT INTO contact (id, channel, address_index, address_sealed, created_at) VALUES (1, 'x', x'00', x'00', 0)",
                    "INSERT INTO escalation (reason, state, created_at) VALUES ('feedback', 'open', 0)",
                ] { try server.execute(sql) }
                let error = #expect(throws: StorageError.self) {
                    try GatewayStore.open(server: server, path: path, keys: keys)
                }
                #expect(error?.mend.contains("store copy") == true)
                let report = try await StoreCopy.run(from: .file(path), to: .server(server), keys: keys) { _, _ in }
                #expect(report.conversations == 3)
                try GatewayStore.open(server: server, path: path, keys: keys).close()
            }
        }
    }

    @Test func `what has rows, or was made with other keys, is refused`() async throws {
        guard let servers = PostgreSQLTestServer.shared else { return }
        try await servers.withDatabase { server in
            try await withDesk(.file) { desk in
                _ = try await fill(desk)
                let (keys, path) = (desk.fixture.keys, desk.fixture.path)
                let other = try StoreKeys.random()
                let wrong = await #expect(throws: StorageError.self) {
                    try await StoreCopy.run(from: .file(path), to: .server(server), keys: other) { _, _ in }
                }
                #expect(wrong?.kind == .wrongKeys)
                try GatewayStore.open(server: server, path: path, keys: keys).close()
                let filled = await #expect(throws: StorageError.self) {
                    try await StoreCopy.run(from: .file(path), to: .server(server), keys: keys) { _, _ in }
                }
                #expect(filled?.what.contains("setting") == true)
            }
        }
    }
}
#endif
