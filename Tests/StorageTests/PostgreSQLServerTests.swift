#if PostgreSQL
import Conversations
import Foundation
import Synchronization
import Testing

@testable import Storage

/// What a 200 means where a server keeps the store: servers that are killed, frozen, cancelled, promoted, and come back.
@Suite(.serialized) struct PostgreSQLServerTests {
    private func event(_ id: String) -> InboundEvent {
        .message(
            InboundMessage(
                channel: StoreFixture.channel, providerID: id, sender: StoreFixture.phone, text: "chào \(id)",
                sentAt: nil))
    }

    private func receive(_ id: String, in store: GatewayStore) async throws -> Receipt {
        try #require(try await store.receive([event(id)], at: StoreFixture.start).first)
    }

    /// Tries until the database takes it again, for a minute at most.
    private func receivePatiently(_ id: String, in store: GatewayStore) async throws -> Receipt {
        for _ in 0..<120 {
            if let receipt = try? await receive(id, in: store) { return receipt }
            try await Task.sleep(for: .milliseconds(500))
        }
        return try await receive(id, in: store)
    }

    private func withNode(
        _ options: String = "-c fsync=off", _ test: (PostgreSQLNode, StoreServer, GatewayStore) async throws -> Void
    ) async throws {
        let node = try PostgreSQLNode()
        try node.start(options)
        try node.control("CREATE DATABASE store")
        let server = node.server("store")
        try await withStore(on: server) { try await test(node, server, $0) }
        try node.stop()
    }

    private func withStore(
        on server: StoreServer, keys: StoreKeys? = nil, _ test: (GatewayStore) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let store = try GatewayStore.open(
                server: server, path: folder + "/gateway.sqlite", keys: keys ?? StoreKeys.random())
            try await test(store)
            try store.close()
        }
    }

    private func code(_ work: () async throws -> Void) async -> StorageError? {
        do {
            try await work()
            return nil
        } catch {
            return error as? StorageError
        }
    }

    private func expect(_ kind: StorageError.Kind, _ work: () async throws -> Void) async {
        let error = await code(work)
        #expect(error?.kind == kind, "\(error?.description ?? "none")")
    }

    @Test func `sessions that are ended are replaced, and nobody hears of it`() async throws {
        try await withNode { node, _, store in
            #expect(try await receive("a", in: store) != .duplicate)
            _ = try await store.status(now: StoreFixture.start)
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nha-rong'"
            for id in ["b", "c"] {
                try node.control(end)
                #expect(try await receive(id, in: store) != .duplicate)
                #expect(try await store.status(now: StoreFixture.start).inbox.waiting == (id == "b" ? 2 : 3))
            }
        }
    }

    @Test func `a session that is ended in the middle of its work does it again`() async throws {
        try await withNode { node, _, store in
            let runs = Mutex(0)
            let value: Int = try await withCheckedThrowingContinuation { continuation in
                store.engine.enqueue(
                    { connection, _ in
                        let run = runs.withLock { runs in
                            runs += 1
                            return runs
                        }
                        if run == 1 { _ = try connection.text("SELECT pg_terminate_backend(pg_backend_pid())") }
                        try connection.run("INSERT INTO setting (name, value) VALUES ('tried', ?)", ["\(run)"])
                        return run
                    }, then: { continuation.resume(with: $0) })
            }
            #expect(value == 2)
            let kept = try await store.read { try $0.text("SELECT value FROM setting WHERE name = 'tried'") }
            #expect(kept == "2")
        }
    }

    @Test func `a wait for a standby that is cancelled or takes too long is not acknowledged`() async throws {
        try await withNode { node, _, store in
            try node.control(
                "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (nobody)';\nSELECT pg_reload_conf()")
            // Nobody cancels: our own time ends the wait.
            let began = ContinuousClock.now
            await expect(.unconfirmed) { _ = try await receive("late", in: store) }
            #expect(ContinuousClock.now - began < .seconds(StoreLimits.commitPatience + 5))
            for (id, function) in [("cancelled", "pg_cancel_backend"), ("ended", "pg_terminate_backend")] {
                async let error = code { _ = try await receive(id, in: store) }
                try await Task.sleep(for: .seconds(1))
                try node.control("SELECT \(function)(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                let kind = await error?.kind
                #expect(kind == .unconfirmed, "\(id)")
            }
            // The provider comes again, and what was kept all the same is known.
            try node.control("ALTER SYSTEM RESET synchronous_standby_names;\nSELECT pg_reload_conf()")
            for id in ["late", "cancelled", "ended"] {
                #expect(try await receivePatiently(id, in: store) == .duplicate)
            }
        }
    }

    @Test func `without a standby nothing is taken in, unless the configuration says so`() async throws {
        try await withNode { node, server, store in
            let replication = try await store.replication()
            #expect(replication == StoreReplication(standbys: "", isNeeded: false))
            let needy = StoreServer(url: server.url)
            let error = await code { try await withStore(on: needy) { _ in } }
            #expect(error?.kind == .notReplicated)
            #expect(error?.mend.contains("synchronous_standby_names") == true)
        }
    }

    @Test func `a primary that lost its setting takes in nothing more`() async throws {
        let (primary, standby) = try PostgreSQLNode.pair("-c fsync=off")
        try await withStore(on: primary.server("store", needsStandby: true)) { store in
            #expect(try await receive("a", in: store) != .duplicate)
            try primary.control("ALTER SYSTEM RESET synchronous_standby_names;\nSELECT pg_reload_conf()")
            try await Task.sleep(for: .seconds(1))
            await expect(.notReplicated) { _ = try await receive("b", in: store) }
            let replication = try await store.replication()
            #expect(replication == StoreReplication(standbys: "", isNeeded: true))
        }
        try standby.stop()
        try primary.stop()
    }

    @Test func `a wait that is let go because nobody is to be waited for is not acknowledged`() async throws {
        let (primary, standby) = try PostgreSQLNode.pair("-c fsync=off")
        try await withStore(on: primary.server("store", needsStandby: true)) { store in
            #expect(try await receive("a", in: store) != .duplicate)
            try standby.kill()
            // The server reports this as a plain success.
            async let error = code { _ = try await receive("b", in: store) }
            try await Task.sleep(for: .seconds(1))
            try primary.control("ALTER SYSTEM RESET synchronous_standby_names;\nSELECT pg_reload_conf()")
            let kind = await error?.kind
            #expect(kind == .unconfirmed)
        }
        try primary.stop()
    }

    @Test func `a server that is killed and comes back has all that was acknowledged`() async throws {
        try await withNode("-c fsync=on") { node, _, store in
            for number in 0..<20 { #expect(try await receive("before-\(number)", in: store) != .duplicate) }
            try node.kill()
            let error = await code { _ = try await receive("down", in: store) }
            #expect(error?.what.contains("does not answer") == true, "\(error?.description ?? "none")")
            try PostgreSQLNode.patiently { try node.start("-c fsync=on") }
            #expect(try await receivePatiently("down", in: store) != .duplicate)
            for number in 0..<20 { #expect(try await receive("before-\(number)", in: store) == .duplicate) }
        }
    }

    @Test func `after a failover the new primary is used, and an old one that comes back is not`() async throws {
        let (primary, standby) = try PostgreSQLNode.pair()
        // The old primary stands first, where every new connection would find it.
        let server = StoreServer(
            url: "postgresql:///store?host=\(primary.folder),\(standby.folder)&user=nharong", needsStandby: false)
        let keys = try StoreKeys.random()
        try await withStore(on: server, keys: keys) { store in
            for number in 0..<50 { #expect(try await receive("\(number)", in: store) != .duplicate) }
            try primary.kill()
            try standby.promote()
            #expect(try await receivePatiently("after", in: store) != .duplicate)
            for number in 0..<50 { #expect(try await receive("\(number)", in: store) == .duplicate, "\(number)") }

            // Nobody fences the old primary: it takes writes, and has no standby that it waits for.
            try PostgreSQLNode.patiently { try primary.start() }
            try primary.control("ALTER SYSTEM RESET synchronous_standby_names;\nSELECT pg_reload_conf()")
            try standby.control(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nha-rong'")
            #expect(try await receive("later", in: store) != .duplicate)
            try standby.control("DO \\$\\$ BEGIN ASSERT (SELECT COUNT(*) FROM message) = 52; END \\$\\$", in: "store")
            // A gateway that starts now has seen nothing, and looks at all hosts.
            try await withStore(on: server, keys: keys) { other in
                let receipt = try await receive("later", in: other)
                #expect(receipt == .duplicate)
            }
            // While the new primary is away the old one is refused.
            try standby.kill()
            let error = await code { _ = try await receive("last", in: store) }
            #expect(error?.what.contains("old primary") == true, "\(error?.description ?? "none")")
        }
        try primary.stop()
    }

    @Test func `a primary that lacks what was acknowledged is refused`() async throws {
        let primary = try PostgreSQLNode()
        try primary.start()
        try primary.control("CREATE DATABASE store")
        let (behind, whole) = (try primary.standby(named: "b"), try primary.standby(named: "c"))
        for node in [behind, whole] { try node.start() }
        try primary.control("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (b, c)';\nSELECT pg_reload_conf()")
        let server = StoreServer(
            url: "postgresql:///store?host=\(primary.folder),\(behind.folder)&user=nharong", needsStandby: true)
        let keys = try StoreKeys.random()
        try await withStore(on: server, keys: keys) { store in
            #expect(try await receive("both", in: store) != .duplicate)
            try behind.stop()
            // More than a server writes into its own log while it is promoted.
            for number in 0..<60 { #expect(try await receive("c \(number)", in: store) != .duplicate) }
            try primary.kill()
            // The wrong one is promoted, by whomever.
            try PostgreSQLNode.patiently { try behind.start() }
            try behind.promote()
            try behind.control("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (c)';\nSELECT pg_reload_conf()")
            let error = await code { _ = try await receive("later", in: store) }
            #expect(error?.what.contains("lacks what was acknowledged") == true, "\(error?.description ?? "none")")
            #expect(error?.mend.contains("restart the gateways") == true)
        }
        for node in [behind, whole] { try node.stop() }
    }

    @Test func `a server that cannot be used is told in a sentence with its mend`() async throws {
        try await withNode { node, _, store in
            try node.control("ALTER SYSTEM SET default_transaction_read_only = on;\nSELECT pg_reload_conf()")
            let readOnly = await code { try await withStore(on: node.server("store")) { _ in } }
            #expect(readOnly?.what.contains("can only be read") == true, "\(readOnly?.description ?? "none")")
            #expect(readOnly?.mend.contains("storage.server") == true)
            try node.control("ALTER SYSTEM RESET default_transaction_read_only;\nSELECT pg_reload_conf()")
            try await Task.sleep(for: .milliseconds(300))

            let missing = await code { try await withStore(on: node.server("nowhere")) { _ in } }
            #expect(missing?.mend.contains("createdb") == true, "\(missing?.description ?? "none")")
            try node.control("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
            let encoding = await code { try await withStore(on: node.server("ascii")) { _ in } }
            #expect(encoding?.what.contains("UTF8") == true, "\(encoding?.description ?? "none")")
            let role = await code {
                try await withStore(on: StoreServer(url: "postgresql:///store?host=\(node.folder)&user=mai")) { _ in }
            }
            #expect(role?.mend.contains("user") == true, "\(role?.description ?? "none")")
            let nobody = await code {
                try await withStore(on: StoreServer(url: "postgresql:///store?host=/nowhere&password=geheim")) { _ in }
            }
            #expect(nobody?.what.contains("does not answer") == true, "\(nobody?.description ?? "none")")
            #expect(nobody?.description.contains("geheim") == false)
            let unread = await code {
                try await withStore(on: StoreServer(url: "postgresql://nha:geheim@[::1")) { _ in }
            }
            #expect(unread?.description.contains("geheim") == false)
            #expect(unread?.mend.contains("postgresql://") == true)
        }
    }

    @Test func `two gateways share one database, one writer at a time`() async throws {
        try await withNode { _, server, _ in
            let keys = try StoreKeys.random()
            try server.execute("DELETE FROM setting")
            try await withStore(on: server, keys: keys) { one in
                try await withStore(on: server, keys: keys) { other in
                    try await withThrowingTaskGroup(of: Receipt.self) { group in
                        for number in 0..<200 {
                            // Each message reaches both, as a provider repeats it.
                            for store in [one, other] {
                                group.addTask { try await receive("\(number)", in: store) }
                            }
                        }
                        var kept = 0
                        for try await receipt in group where receipt != .duplicate { kept += 1 }
                        #expect(kept == 200)
                    }
                    async let first = one.claimIncoming(limit: 100, owner: "a/1", now: StoreFixture.start, lease: 30)
                    async let second = other.claimIncoming(limit: 100, owner: "b/1", now: StoreFixture.start, lease: 30)
                    // All are of one conversation, so one of the two gets its first message and the other none.
                    #expect(try await first.count + second.count == 1)
                }
            }
        }
    }
}
#endif
