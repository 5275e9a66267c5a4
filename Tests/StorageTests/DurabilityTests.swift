import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct DurabilityTests {
    @Test func `the writer is in WAL mode with full synchronisation`() async throws {
        try await withStore(.file) { fixture in
            try await fixture.receive("chào", id: "a")
            let settings = try await fixture.store.write(at: StoreFixture.start) { transaction in
                try ["journal_mode", "synchronous", "busy_timeout", "foreign_keys", "wal_autocheckpoint"].map {
                    try transaction.text("PRAGMA \($0)")
                }
            }
            #expect(settings == ["wal", "2", "5000", "1", "0"])
        }
    }

    @Test func `a restart keeps everything`() async throws {
        try await withFolder { folder in
            let keys = try StoreKeys.loadOrMake(path: folder + "/store.key")
            let path = folder + "/gateway.sqlite"
            let first = StoreFixture(store: try .open(path: path, keys: keys), path: path, keys: keys)
            try await first.queue(["một", "hai"], id: "a")
            try await first.receive("012345678901", id: "b")
            #expect(try await first.claimOut("dead").count == 1)
            let log = try await first.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
            try first.store.close()

            let again = try StoreKeys.loadOrMake(path: folder + "/store.key")
            let second = StoreFixture(store: try .open(path: path, keys: again), path: path, keys: again)
            #expect(try await second.store.messages(of: StoreFixture.channel, address: StoreFixture.phone) == log)
            #expect(try await second.claim().map(\.text) == ["012345678901"])
            #expect(try await second.claimOut(at: StoreFixture.start + 31).map(\.text) == ["một"])
            #expect(
                try await second.store.receive([second.text("012345678901", id: "b")], at: StoreFixture.start)
                    == [.duplicate]
            )
            #expect(try await second.number("PRAGMA user_version") == 0)
            try second.store.close()
        }
    }

    @Test func `what is in the store survives a program that never closed it`() async throws {
        try await withStore(.file) { fixture in
            try await fixture.receive("một", id: "a")
            // A copy of the files as a killed process leaves them: the last commits only in the journal.
            try await withFolder { folder in
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: fixture.path + suffix,
                        toPath: folder + "/copy.sqlite" + suffix
                    )
                }
                let copy = try GatewayStore.open(path: folder + "/copy.sqlite", keys: fixture.keys)
                let log = try await copy.messages(of: StoreFixture.channel, address: StoreFixture.phone)
                #expect(log.map(\.text) == ["một"])
                try copy.close()
            }
        }
    }

    @Test func `a database of a newer version is refused`() async throws {
        try await withStore { fixture in
            let steps = fixture.server == nil ? "grdb_migrations" : "schema_step"
            try await fixture.execute("INSERT INTO \(steps) VALUES ('9999 later')")
            let error = #expect(throws: StorageError.self) {
                try fixture.openAgain()
            }
            #expect(error?.kind == .newerDatabase)
            #expect(error?.what.contains(fixture.server == nil ? fixture.path : "nha-rong") == true)
        }
    }

    @Test func `a file that is no database is refused in words`() async throws {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
            let keys = try StoreKeys.random()
            let error = #expect(throws: StorageError.self) { try GatewayStore.open(path: path, keys: keys) }
            #expect(error?.kind == .database)
            #expect(error?.mend == "Restore the file from a backup.")
        }
    }

    @Test func `a turn that cannot be kept leaves nothing of its batch`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            try await fixture.receive("hai", from: "+84900000001", id: "b")
            let turns = try await fixture.claim()
            try await fixture.refuse(insertInto: "outgoing", when: "NEW.conversation_id = 2")
            await #expect(throws: StorageError.self) {
                try await fixture.store.commit(
                    turns.map { fixture.handled($0, replies: ["x"]) },
                    now: StoreFixture.start
                )
            }
            #expect(try await fixture.number("SELECT COUNT(*) FROM incoming WHERE state = 'pending'") == 2)
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == 2)
        }
    }
}
